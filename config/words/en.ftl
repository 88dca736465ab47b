### What the desk says in English. The Danish file leads.

## The frame of every page
skip = Skip to content
menu = Main menu
queue = Queue
change-password = Change password
sign-out = Sign out
footer = We keep only the name or handle and the content of an enquiry.
halted-title = Everything automatic is stopped.
halted = Stopped by { $what } { $other }. Nothing is hidden by itself and no replies are sent.
start = Start again
stop = Stop everything automatic
warnings-title = Look at this.
warning-we-leaked = We ourselves wrote something on { $what } that looks like personal data ({ $other }). Correct it on the network.
running = Health
observing = observing only
no-accounts = No accounts are connected yet.
light-well = { $what } read at { $other }
light-late = { $what } is late, last read at { $other }
light-never = { $what } has not been read yet
light-trouble = We cannot read { $what } right now. We try again at { $other }
last-failure = Last failure:
counts = Counts
counts-caption = The network's own count beside ours, for our posts of the last 14 days. Ours is all we have seen, also what was deleted since.
account = Account
post-of = Post of
count-there = On the network
count-seen = Seen by us
read-to-end = Read to the end
unsaid = does not say
not-yet = not yet
no-posts = We have no posts from the last 14 days.
network = { $what ->
    [facebook] Facebook
    [bluesky] Bluesky
    [instagram] Instagram
    [youtube] YouTube
    [linkedin] LinkedIn
    [mastodon] Mastodon
   *[other] { $what }
}

## Time
when-today = today at { $what }
when-other-day = { $what } at { $other }
month-1 = { $what } Jan { $other }
month-2 = { $what } Feb { $other }
month-3 = { $what } March { $other }
month-4 = { $what } April { $other }
month-5 = { $what } May { $other }
month-6 = { $what } June { $other }
month-7 = { $what } July { $other }
month-8 = { $what } Aug { $other }
month-9 = { $what } Sep { $other }
month-10 = { $what } Oct { $other }
month-11 = { $what } Nov { $other }
month-12 = { $what } Dec { $other }
ago-now = just now
ago-minutes = { $n } min ago
ago-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
} ago
ago-days = { $n ->
    [one] 1 day
   *[other] { $n } days
} ago

## Sign-in
sign-in = Sign in
organisation = Municipality or house
name = Name
password = Password
error-prefix = Error:
sign-in-refused = Name or password does not match. Check both and try again.
sign-in-wait = There were too many attempts. Try again in { $n ->
    [one] 1 second
   *[other] { $n } seconds
}.
sign-in-help = If you forgot your password, ask IT operations for a single-use link.
link-title = Single-use link
link-sentence = The link works once. Press to sign in; afterwards you can choose a password.
link-enter = Sign in with the single-use link
link-spent-title = The link does not work
link-spent = It was used or has expired. Ask IT operations for a new one.
to-sign-in = To sign-in
password-title = Choose a password
password-rule = At least 15 characters. A short sentence is good. It may not be just the municipality's or your own name.
password-current = Current password
password-new = New password
password-again = New password again
password-save = Save the password
password-later = To the queue without choosing
password-wrong = The current password does not match.
password-short = The password is too short. Use at least 15 characters.
password-long = The password is too long. Use at most 256 characters.
password-guessable = The password is too easy to guess. Use other words than the municipality's name and yours.
password-not-twice = The two new passwords are not the same.

## The queue
waiting = { $n ->
    [one] 1 waits
   *[other] { $n } wait
}
urgent-count = { $n ->
    [one] 1 urgent
   *[other] { $n } urgent
}
urgent = Urgent
queue-empty = The queue is empty. No enquiries wait for you.
no-name = Name not given
cannot-be-read = Cannot be read. Tell IT operations.
images = { $n ->
    [one] 1 picture or film. Open on the network to see it.
   *[other] { $n } pictures or films. Open on the network to see them.
}
images-unseen = The rules read text only: they cannot see a photographed health card, a letter or a screenshot.
pages = Pages
previous = Previous page
next = Next page
page-of = Page { $what } of { $other }

## An enquiry
inquiry = Enquiry
back-to-queue = Back to the queue
comment = Comment
shortened = The text is shortened. The rest can be read on the network.
open-there = Open on the network
no-link = The network gave us no link.
cannot-be-read-long = The text cannot be read: its key is gone, or the row was changed. Tell IT operations. The comment may still stand on the network.
why = Why it was flagged
no-reason = No rule found anything in the text.
reason-to-review = To review
masked = { $what } hidden
confidence-high = confidence high
confidence-medium = confidence medium
confidence-low = confidence low
place-name = in the name
place-handle = in the handle
decision = Decision
decide-again = Decide again
you-decide = The suggestion stands first. You decide.
undo = Can be taken back for { $n ->
    [one] 1 second
   *[other] { $n } seconds
}. Until then no reply is sent, and nothing is deleted or shown again. A removal is hidden at once.
observing-here = The account only observes. It can neither remove nor reply until IT operations switches that on.
cannot-remove = Nobody can hide or delete here what others wrote. Open the comment on the network and report it to those who run the server. Press Keep when that is done: it then leaves the queue, and our copy is deleted after some days.
keep = Keep
keep-help = The comment stays. If the citizen edits it, it comes back.
lift = Lift – show the comment again
lift-help = The comment becomes visible on the network again.
rule-for-removal = Rule for the removal
choose-rule = Choose a rule
remove = Remove
confirm-removal = Confirm the removal
remove-help = It is hidden on the network. Personal data is deleted afterwards where the network can.
mailbox = Redirect to mailbox
preview = Show the reply
reply-preview = The reply as it will be sent
length = { $what } of { $other } characters
unverified-link = Nobody has checked the link to the mailbox. Open it before you send.
redirect = Send the reply and redirect
redirect-help = The reply is public. It names neither the citizen nor the topic.
no-reply-fits = The network takes no reply, or the reply is too long for it.
history = History
no-history = Nothing has happened yet.
with-us = With us
kept-until = Name and text are deleted { $what } if nothing new happens.
there = On the network
there-sentence = The network's own copy is not ours to govern.
hidden-confirm = Hidden automatically – confirm or lift by { $what }
hidden-over = Hidden automatically – the deadline to confirm or lift was { $what }
hiding-confirm = Not hidden yet: waiting for the network. Confirm or lift by { $what }
hiding-over = Not hidden yet: waiting for the network. The deadline to confirm or lift was { $what }

## Where it stands
state-left = There is nothing to do.
state-queued = Waits for a decision.
state-hidden = Hidden automatically, waits for a decision.
state-kept = Kept.
state-removed = Removal decided. The history shows what the network did.
state-redirected = Redirected to a mailbox. The history shows whether the reply was sent.
state-answered = Answered. The history says whether the answer was sent.
state-gone = No longer there on the network.
state-going = Being deleted.

## History
by-machine = The machine
by-operator = IT operations
by-somebody = A moderator
who-did-what = { $what }: { $other }
policy-version = policy { $what }
outcome-leave = let it stand
outcome-review = to review
outcome-hide = hide
outcome-delete = delete
outcome-redirect = redirect
ground-offensive = offensive
ground-illegal = illegal
ground-outside-guidelines = outside guidelines
ground-personal-data = personal data
deed-hide = Hide on { $what }
deed-unhide = Show again on { $what }
deed-delete = Delete on { $what }
deed-reply = Reply on { $what }
task-waits = waits until { $what }
task-next = waits for its turn
task-after = waits for the one before
task-again = try no. { $what } failed, tried again at { $other }
task-intent = under way, try no. { $n }
task-unknown = uncertain after { $n ->
    [one] 1 try
   *[other] { $n } tries
}. We look before anything is sent again
task-done = done
task-parked = needs a person
task-cancelled = cancelled
note-the-comment-is-gone = The comment is gone.
note-the-comment-was-edited = The comment was edited.
note-the-comment-was-edited-meanwhile = The comment was edited meanwhile.
note-a-person-decided = A moderator decided.
note-a-colleague-answered = A colleague answered.
note-our-copy-is-gone = Our copy is gone.
note-it-was-so-already = It was so already.
note-hidden-on-this-network-only-its-author-can-delete-it = Hidden. On this network only its author can delete it.
note-this-network-cannot-do-it = This network cannot do it.
note-this-network-takes-no-replies = This network takes no replies.
note-the-network-does-not-say-whether-it-holds = The network does not say whether it holds.
note-the-network-says-done-but-it-does-not-show = The network says done, but it does not show. Look on the network.
note-unknown-whether-the-reply-was-sent-look-on-the-network = It is unknown whether the reply was sent. Look on the network.
note-more-than-one-reply-with-these-words-stands-there = More than one reply with these words stands there. Look on the network.

## When something happened meanwhile
notice-kept = The enquiry is kept.
notice-removed = The removal is decided and waits for the network.
notice-redirected = The redirect is decided and its reply waits for the network.
notice-password = The password is saved. Your other sessions are signed out.
notice-look = Look at it or undo
first-title = { $what } came first
first-sentence = { $what } has decided meanwhile: { $other } Your decision was not carried out.
changed-title = The enquiry changed meanwhile
changed-sentence = It is no longer as you read it. Your decision was not carried out. Read it again.
changed-to = It is no longer as you read it: { $what } Your decision was not carried out.
cannot-remove-title = It cannot be removed from here
observing-title = The account only observes
observing-sentence = Nothing was done. The account may neither remove nor reply until IT operations switches that on.
look-again = Look at the enquiry
to-queue = To the queue

## Failures
missing-title = There is no such page
missing-sentence = The enquiry was deleted under the rules, or the address is wrong.
cross-site-title = Refused
cross-site-sentence = The form did not come from this site. Go to the queue and try again.
malformed-title = We could not read that
malformed-sentence = The form lacked something or was too large. Go back and try again.
busy-title = Busy right now
busy-sentence = Nothing was done. Try again in a moment.
broken-title = Something went wrong
broken-sentence = The mistake is ours. Try again, or tell IT operations.
incident = Incident { $what }

## What was found
kind-cpr = CPR number
kind-phone = Phone number
kind-email = E-mail address
kind-address = Address
kind-bank-account = Account number
kind-iban = IBAN
kind-card = Card number
kind-credential = Password or login
kind-passport = Passport number
kind-plate = Number plate
kind-case-number = Case number
kind-health = Health
kind-mental-health = Mental health
kind-social-problem = Social problems
kind-family = Family matters
kind-crime = Criminal matters
kind-religion = Religion
kind-ethnicity = Ethnic origin
kind-sexuality = Sexuality
kind-union = Trade union
kind-politics = Political opinion
kind-immigration = Residence status
kind-protected-address = Protected address
label-offensive = Offensive language
label-threat = Possible threat
label-hate = Possible hate against a group
label-abuse = Personal attack
label-profanity = Swearing
label-sexual = Sexual content
label-incitement = Possible incitement
label-spam = Possible advertising
label-self-harm = Possible danger to the writer's life
label-child-concern = Possible concern for a child
label-case-request = Case handling
label-unread = Too long: the rest was neither read nor kept
label-other-language = A language that the rules do not know
label-picture-only = Picture only: the rules cannot see what it shows

## Counts
yesterday-whole = Yesterday: { $n ->
    [one] 1 comment seen
   *[other] { $n } comments seen
}, none missing
yesterday-seen = Yesterday: { $n ->
    [one] 1 comment seen
   *[other] { $n } comments seen
}
yesterday-missing = Yesterday: { $what } comments seen. { $other } missing now
unread-since = { $what } was not read to its end since { $other }
unread-ever = { $what } was never read to its end
lights-help = Green light: the account was read within the last quarter of an hour.
counts-lead = The networks' own counts beside ours, so that we know when something is missing.
gaps-caption = Posts under which the network counts more comments than it shows us
gaps-help = A network may keep comments from us because it filters them itself, because their author is restricted, or because our access lacks a permission. If they stay missing for more than six hours, we say so.
gaps-none = None missing: everything that the networks count, they have shown us.
days-none = There are no days to show yet.
days-caption = Day by day for the last 14 days, for each account
day = Day
posts-moved = Posts
count-grown = The network's growth
count-vanished = Seen, then gone
count-gone-before = Gone before we came
count-missing = Missing
count-listed = Shown to us
missing-since = Since
posts-title = Posts
warning-gap = { $what } counts more comments than it shows us ({ $other }). See Counts.
warning-model-lost = The outside model that moves comments up the queue does not answer ({ $what }, { $other }). Everything else works as before.
warning-silence = { $what } is unusually quiet ({ $other }). Check that the access works.
warning-hooks-stopped = { $what } no longer tells us of new comments ({ $other }). We still read them, but later.
warning-token-ends = The access to { $what } ends soon ({ $other }). Ask it operations to renew it.
warning-undecided-gone = Comments from { $what } that nobody had decided on were deleted here, because the network's terms ask for it ({ $other }). They are read again as soon as the access works.
warning-token-dead = The access to { $what } no longer works ({ $other }). Ask it operations to renew it.

## Undo, and how it stands
take-back = Undo
undo-until = Can be taken back until { $what }.
undone = Taken back { $what }.
notice-undone = The decision is taken back. The inquiry stands as it stood before.
notice-see = See it
undo-late-title = It is too late to undo
undo-late-sentence = The network may have it already. Make a new decision instead.
undo-stale-title = It cannot be taken back
undo-stale-sentence = Something else happened since. Look at it again and decide anew.
note-a-person-took-the-decision-back = A moderator took the decision back.
note-nobody-confirmed-it = Nobody confirmed it in time.
owner-duty = whoever is on duty
parked-with = Needs a person: { $what }, by { $other }.
parked-over = Needs a person, and the deadline has passed: { $what }, by { $other }.
reply-waits = The reply is not sent: it waits until the comment is hidden.
reply-waits-failed = The reply is not sent: the comment could not be hidden, and nobody shall be led to it. Hide or delete it on the network, or decide it again.
only-author = Only its author can delete it here. The comment is hidden, but its author still sees it. We look every day whether it is gone.
only-author-shown = Only its author can delete it here, and we cannot hide it: everybody can read it. Ask the author to delete it, or report it to the network. We look every day whether it is gone.
close-author = Stop waiting for the author because
choose-reason = Choose a reason
close-it = Close
closed-seen-gone = I have seen on the network that the comment is gone
closed-reported = it was reported to the network or to those who run the server
closed-no-answer = the author was asked and does not answer
note-on-this-network-only-its-author-can-delete-it = On this network only its author can delete it.
note-a-person-saw-that-it-is-gone = A person saw that it is gone.
note-a-person-reported-it-to-the-network = A person reported it to the network.
note-its-author-was-asked-and-does-not-answer = The author was asked to delete it and does not answer.
note-shown-again-on-the-network-the-reply-waits = Shown again on the network: the reply waits.
did-only-author-closed = Stopped waiting for the author
held = Read again a day later: it holds ({ $what }).
drift-shown-there = Shown again on the network by somebody else than Ordstyrer ({ $what }).
drift-hidden-there = Hidden on the network by somebody else than Ordstyrer ({ $what }).
drift-reply-gone = Our reply is gone from the network, and it was not us ({ $what }).
drift-back-again = Deleted by us and read back as gone, and now listed again ({ $what }). It was taken in as new.
drift-vanished = The comment vanished from the network, and it was not us ({ $what }).
drifts = Changed outside Ordstyrer
drifts-none = Nothing was changed outside Ordstyrer.

## Alarms
alarms = Alarms
alarms-lead = What cannot wait. Acknowledge when you have it in hand. Until then the alarm comes again.
alarms-none = No alarms.
alarm-here = Alarm: { $what }. { $other }.
alarm-take = Acknowledge: I have it
alarm-taken = { $what } has it ({ $other })
alarm-due = Somebody must have it in hand by { $what }
alarm-sent = Sent { $what }, round { $other }
alarm-not-sent = Could not be sent. Tell the operator.
alarm-desk-only = Not sent yet
alarm-closed = Closed with reference { $what } ({ $other })
notification-reference = File number of the notification, or of the note that says why none was made
notification-close = Close the notification
notification-help = Never write a CPR number or a name here.
alarm-self-harm = Somebody's life may be in danger
alarm-threat = Threat
alarm-child-concern = Concern for a child: consider a notification
alarm-protected-address = A protected address in a comment
alarm-we-leaked = Our own words give something away
alarm-leak-visible = A leak can be seen on the network
alarm-overdue = The deadline of a leak has passed
alarm-unconfirmed = Hidden automatically, and nobody has confirmed or lifted it
alarm-parked = A task needs a person
alarm-capped = A cap is reached: the rest waits for a person
alarm-gap = A network counts more comments than it shows us
alarm-silence = An account is unusually silent
alarm-hooks-stopped = A network no longer tells us of anything
alarm-token-dead = The access to an account no longer works
alarm-token-ends = The access to an account ends soon
alarm-model-lost = The outside model does not answer
alarm-test = Test alarm
## Mailboxes and replies
likely-mailboxes = Mailboxes that fit best
fits-area = Looks like { $what } ({ $other } %).
fits-word = Mentions “{ $what }”.
fits-page = Belongs to this page.
fits-language = Often the right one for those who write in this language.
fits-common = The common entry: no other is sure enough.
fits-in-place = In place of { $what }, which fits better. { $other }
stale-link = The link to the mailbox was checked too long ago. Open it before you send.
expired-link = The mailbox is not valid today. Choose another.
pointed-before = The sender was already pointed to a mailbox in this thread { $what }. See whether that is enough.
answer = Answer
own-answer = in your own words
your-answer = The answer, which everybody can read
send-answer = Send the answer
answer-help = The answer is public and is checked before it is sent. The comment stays.
refused-title = The answer was not sent
refused-sentence = Mend this, and send again.
refused-long = The answer is too long for the network. Make it shorter.
hint = a hint: you can send it all the same
notice-answered = The answer is decided and waits for the network.
area-borgerservice = citizen service
area-children-schools = children and schools
area-elderly-health = elderly and health
area-social-disability = social matters and disability
area-roads-parking-waste-building = roads, parking, waste and building
area-jobs-benefits = jobs and benefits
area-culture-sports = culture and sports
area-economy-data-press = economy, data and press
area-newcomers = newcomers
area-other-authority = another authority
area-unknown = something that we cannot place

## The desk
more = More
waiting-title = Waiting
decided-title = Decided
search-title = Search
statistics-title = Statistics
retention-title = Deletion
health-title = Operation
audit-title = Audit trail
settings-title = Settings
help-title = Help
shortcuts-title = Shortcuts
footer-help = Shortcuts and help
theme = Appearance
theme-system = System
theme-light = Light
theme-dark = Dark
status-well = All running. Last read at { $what }.
status-late = { $n } accounts are late or do not answer.
queues-and-channels = Queues and channels
queues = Queues
queue-all = All open
queue-urgent = Urgent
queue-hidden = Hidden, to be confirmed
queue-case = Redirect to Digital Post
queue-review = To review
channels = Channels
channels-all = All channels
part-empty = Nothing waits in this queue.
see-decided = See what was decided
see-all = See all that is open
choose-one = Choose an inquiry from the list.
shift = Your shift
shift-hard = { $n ->
    [one] 1 hard inquiry
   *[other] { $n } hard inquiries
}
shift-since = { $what } since { $other }.
shift-break = Take a break, or pass the next ones to a colleague.
shift-private = Only you can see this. The number is deleted when you sign out.
veiled = The text is hidden. Open the inquiry to read it.
show-words = Show the text
looks-at-it = { $what } is looking at it
looks-until = { $what } is looking at it until { $other }.
yours-until = You are looking at it until { $what }. Others can see that.
take-over = Take over
notice-taken-over = You have taken the inquiry over.
notice-shortcuts = Your shortcuts are saved.
lift-short = Lift
to-reply = Redirect …
block-title = Block the person: write the decision
block-lead = A block is a decision with reasons, a hearing, an end date and a guide to complaints. Here the decision is written. The block itself you make in the network's own app: Ordstyrer blocks nobody.
block-rule = Guideline that was broken, gravely or again and again
block-why = Reasons
block-why-help = What happened, and why milder means are not enough. No names and no personal data.
block-reasons = The reasons must have between { $what } and { $other } characters.
block-hearing = Hearing
hearing-heard = The person was told what we considered, and could answer
hearing-no-way = There is no way to the person but the thread, which is public
hearing-could-not-wait = It could not wait: threats, or the same again and again
block-last-day = Last day
block-end = Choose a last day from today on and at most a year ahead.
block-end-help = A year at most. After it a person must lift it on the network.
block-write = Write the decision
block-record = Decision to block
block-do-it = Now block the person in the network's own app, and tell them where it can be done without naming the matter.
block-who = Person
block-decided = { $what }, { $other }
block-guide = How to complain
block-journal = Print this page and journalise it. The name is sealed here and is deleted four weeks after the last day.
block-lift = I have lifted the block on the network
block-lifted = Lifted on the network by { $what } ({ $other })
block-until = { $what }: a person is blocked up to and including { $other }
block-over = { $what }: the block ended on { $other }. Lift it on the network.
waiting-blocks = Blocks
waiting-blocks-none = Nobody is blocked.
did-block-decided = Wrote a decision to block
did-block-opened = Opened a decision to block
did-block-lifted = Lifted a block
back-to-inquiry = Back to the inquiry
alike = { $n } open comments say the same within a day.
alike-decide = Decide them together
alike-title = Comments that say the same
alike-who = Whom is the decision for?
alike-help = Untick those that are to be left out. You see the number before anything happens.
alike-to-remove = Remove them …
alike-to-keep = Keep them …
alike-remove = Remove { $what } comments under { $other }?
alike-keep = Keep { $n ->
    [one] 1 comment
   *[other] { $n } comments
}?
alike-left-out = { $n ->
    [one] 1 is left out and stays in the queue.
   *[other] { $n } are left out and stay in the queue.
}
alike-confirm = Yes, do it
alike-again = Choose again
alike-kept = { $n ->
    [one] 1 comment is kept.
   *[other] { $n } comments are kept.
}
alike-removed = { $n ->
    [one] 1 removal is decided and waits for the network.
   *[other] { $n } removals are decided and wait for the network.
}
alike-take-back = Take them all back
alike-back = { $n ->
    [one] 1 decision was taken back.
   *[other] { $n } decisions were taken back.
}
alike-late = { $n ->
    [one] 1 could not be: it is too late, or something else happened since.
   *[other] { $n } could not be: it is too late, or something else happened since.
}
alike-untouched = { $n ->
    [one] 1 is untouched: it was changed or decided meanwhile, or it cannot be removed from here.
   *[other] { $n } are untouched: they were changed or decided meanwhile, or they cannot be removed from here.
}
shortcuts-lead = A key takes you there, and Enter does it. The keys do nothing while you type in a field.
shortcuts-use = Use shortcuts
shortcuts-fixed = Esc closes a menu. Enter and Tab are as they always are.
shortcuts-save = Save the shortcuts
shortcuts-refused = Every action needs a key of its own, and a key is one sign. Correct it, and save again.
key-next = Next in the list
key-previous = Previous in the list
key-open = Open, or go to the open one
key-remove = Go to Remove
key-redirect = Go to Redirect
key-keep = Go to Keep
key-alike = Go to those that say the same
key-veil = Show or hide a hard text
key-undo = Go to what you decided last
key-queue = To the queue
key-search = To Search
key-help = Show the shortcuts
close = Close

## The pages beside the queue
open = Open
older = Older
when = When
who = Who
what = What
rule = Rule
sentence = Wording
ground = Ground
standing = Where it stands
number = No.
code = Code
total = Total
mode = Mode
as-table = Show as a table
chart-empty = There are no numbers to show yet.
seconds = { $n ->
    [one] 1 second
   *[other] { $n } seconds
}
minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
hours = { $what } hours
waiting-lead = What is decided and not done yet.
waiting-parked = Needs a person
waiting-parked-none = There is nothing that you have to do.
waiting-network = Waits for the network
waiting-network-none = All that was decided is done.
decided-lead = The newest first. No words of citizens stand here.
decided-none = Nothing has been decided yet.
decided-destroyed = Deleted here by the rules.
search-words = Search for words in open inquiries
search-do = Search
search-help = Capitals make no difference. We do not keep what you search for, only that you searched. Names are not searched.
search-refused = Write at least one word of two letters, and at most 100 signs.
search-hits = { $n ->
    [one] 1 found
   *[other] { $n } found
}
search-progress = Read { $what } of { $other } open inquiries.
search-none = None of the inquiries that were read has those words.
search-on = Search on
retention-lead = We delete what we no longer need. The network's own copy is not ours.
retention-today = deleted today
retention-late = overdue
retention-held = inquiries held now
retention-destroyed = deleted this year
retention-ahead = The next 30 days
retention-chart = Inquiries that are deleted, day by day, the next 30 days
retention-count = Deleted
retention-rules = So long we keep our copy
retention-rules-lead = Counted from the decision. What a citizen deletes on the network is deleted here at once.
days-kept = Days
kept-left = Nothing to do
kept-queued = Waits for a decision
kept-hidden = Hidden automatically
kept-kept = Kept
kept-redirected = Redirected
kept-answered = Answered
kept-removed = Removed
receipts = Documentation of deletion
receipts-lead = One line for each run that deleted something.
receipts-none = No run has deleted anything yet.
receipt-destroyed = Inquiries
receipt-marks = Marks
receipt-after = Check afterwards
receipt-run = Run
receipt-clean = Nothing left in the databases
receipt-until = Remains in the database's logs are gone by { $what }
receipt-again = The log was in use; the next run tries again
statistics-lead = The last 30 days. A hidden comment counts as removed.
statistics-seen = comments seen
statistics-removed = removed
statistics-kept = kept by a person
statistics-redirected = redirected
statistics-incoming = Comments day by day, for each network
statistics-missing = { $n ->
    [one] 1 missing
   *[other] { $n } missing
}
statistics-grounds = Removed, by ground
ground-none = without a ground
ground-removes-nothing = removes nothing
by-person = By a person
statistics-times = From written to hidden
office-hours = Written in staffed hours
other-hours = Written outside staffed hours
none-hidden = None are hidden.
median = Half of them within { $what } (of { $other })
statistics-times-help = Counts those that are still held here.
statistics-rules = Flagged, but kept
statistics-rules-lead = How often a person disagreed with the machine, for each rule.
stayed = Kept
acted-on = Removed or redirected
statistics-mailboxes = Redirected, by mailbox
mailbox-name = Mailbox
statistics-few = Where two things are crossed, numbers under 5 are held back (“–”), and with them as many others as it takes that no difference tells them. Totals are never held back.
audit-lead = What was done, and by whom. Nothing about citizens stands here.
audit-lines = The newest lines
chain-holds = The chain is unbroken: { $what } lines, the newest { $other } were checked now.
chain-broken = The chain is broken at line { $what }. Touch nothing, and call whoever is responsible for security.
did-opened = Opened an inquiry
did-taken-over = Took an inquiry over
did-sample-drawn = Drew the week’s sample
did-sample-read = Looked at the week’s sample
did-sample-same = Found a decision the same
did-sample-different = Found a decision different
did-opinion-asked = Asked for a second opinion
did-opinion-withdrawn = Withdrew a wish for a second opinion
did-handed-over = Handed an inquiry over
did-hand-over-withdrawn = Withdrew a hand-over
did-searched = Searched open inquiries
did-printed = Printed a decision
did-sign-in = Signed in
did-sign-in-link = Signed in by a one-time link
did-sign-in-refused = A sign-in was refused
did-sign-out = Signed out
did-moderator-link = Made a one-time link
did-moderator-added = Added a moderator
did-password = Changed the password
did-halted = Stopped everything automatic
did-started = Started again
did-decided-kept = Kept
did-decided-removed = Decided to remove
did-decided-redirected = Redirected
did-hide-done = Hidden on the network
did-delete-done = Deleted on the network
did-reply-done = Reply sent
did-unhide-done = Shown again on the network
did-gone-on-network = Was no longer there on the network
did-decided-answered = Decided to answer
did-decided-hidden = Redirected, and the leak stays hidden
did-undone-kept = Took back a keep
did-undone-removed = Took back a removal
did-undone-redirected = Took back a redirect
did-undone-answered = Took back an answer
did-undone-hidden = Took back an answer
paper-title = Print the decision
paper-short = Print
written-on = Written
printed = Printed
paper-help = Personal data was covered before we stored the text. No names of the author or of staff stand on this paper.
checks = Checks
what-to-do = What to do:
version = Ordstyrer { $what }
light-word-well = in order
light-word-late = late
light-word-bad = failure
operation-well = All running.
operation-ill = { $n ->
    [one] 1 thing needs a look.
   *[other] { $n } things need a look.
}
mode-acting = It may hide and reply.
mode-observing = It only observes.
check-machine = The machine
check-machine-well = It runs.
check-machine-halted = It is stopped. Nothing is hidden by itself, and no reply is sent.
check-machine-todo = Press “Start again” at the top when the reason is gone.
check-account-well = Read { $what }.
check-account-late = Not read since { $what }.
check-account-never = Never read.
check-account-trouble = The network does not answer. Last read { $what }.
check-account-dead = The access no longer works.
check-account-todo = Wait a quarter of an hour. If it stays, call the operators.
check-account-dead-todo = Ask the operators to renew the access.
check-alarms-none = No alarm waits.
check-alarms-open = { $n ->
    [one] 1 alarm waits for somebody.
   *[other] { $n } alarms wait for somebody.
}
check-alarms-todo = Open Alarms, and acknowledge those that you take.
check-outbox = The outbox
check-outbox-sentence = { $what } wait for the network, { $other } need a person.
check-outbox-todo = Open Waiting, and take those that need a person.
check-retention = Deletion
check-retention-well = Last run { $what }. Nothing is overdue.
check-retention-never = There was nothing to delete yet.
check-retention-late = { $n ->
    [one] 1 inquiry should have been deleted.
   *[other] { $n } inquiries should have been deleted.
}
check-retention-todo = Call the operators today.
check-counts = Reconciliation
check-counts-missing = { $n ->
    [one] 1 comment is counted on the network and not shown to us.
   *[other] { $n } comments are counted on the network and not shown to us.
}
check-counts-todo = See Reconciliation.
check-chain-todo = Touch nothing, and call whoever is responsible for security.
check-databases = Databases
check-databases-well = Both answer.
check-databases-bad = The keys database does not belong here.
check-databases-todo = Call the operators now.
help-answers = Questions and answers
help-order = What do I take first?
help-order-answer = What is urgent stands at the top: threats, leaks that could not be hidden, and deadlines that have passed. Then the newest.
help-colours = What do the bar and the badge mean?
help-colours-answer = Red is a leak or a danger, yellow is harsh or unwanted, purple is a case that belongs in Digital Post. The word always stands beside it.
help-suggestion = Must I follow the suggestion?
help-suggestion-answer = No. The suggestion stands first, but you decide. You need no reason to disagree.
help-two = What if two of us take the same?
help-two-answer = You can see who looks at it, and take it over. If both decide, the first one counts, and the other is told.
help-hard = What of the hard ones?
help-hard-answer = The reason comes first, and the text is hidden until you want to see it. You can decide without reading. Take a break when you need one.
help-stop = How do I stop it all?
help-stop-answer = The button “Stop everything automatic” stands on every page. It works at once, and everybody may press it.
shortcuts-are-off = The shortcuts are off.
shortcuts-change = Change the keys, or switch them off
settings-lead = This is how the house is set up. The operators change it in the configuration, where every change has a history.
settings-own = Your own
settings-times = Times
settings-undo = Undo
settings-confirm = Confirm an automatic hide within
settings-kept = Retention
settings-accounts = Accounts
settings-guidelines = Guidelines
settings-told = Alarms
settings-by-mail = { $n ->
    [one] By mail to 1 person
   *[other] By mail to { $n } people
}
settings-by-webhook = By webhook to the duty's own system
settings-desk-only = On these pages only: nobody is told until somebody looks
settings-hours = Staffed { $what }, { $other }. Closed on public holidays.
settings-caps = Caps on what is automatic
settings-a-day = At most a rule, page and day
settings-an-hour = At most a page and hour
settings-breaker = A rule waits for a person when { $what } % of at least { $other } are changed by a person in a week.
weekday-mon = Monday
weekday-tue = Tuesday
weekday-wed = Wednesday
weekday-thu = Thursday
weekday-fri = Friday
weekday-sat = Saturday
weekday-sun = Sunday
mailbox-placeholder = The link leads nowhere: the mailbox's real id is missing
mailbox-verified = Checked { $what }
mailbox-stale = Checked { $what }: too long ago
mailbox-unverified = Not checked yet
mailbox-expired = Not valid today
settings-mailboxes = Mailboxes
link-checked = The link was checked

## Not alone: a second opinion, and handing over
queue-mine = For you
refer-title = Get a second opinion, or hand it over
opinion-title = Second opinion
opinion-help = The inquiry goes back to the queue with a mark. A colleague decides it; you cannot.
opinion-ask = Ask for a second opinion
opinion-asked = { $what } asks for a second opinion from { $other }.
opinion-barred = So a colleague decides it. Withdraw your wish if you want to decide yourself.
hand-over-title = Hand over
hand-over-help = The inquiry stays in the queue until the receiver or somebody else decides it. Deadlines go on.
hand-over = Hand over
handed-over = { $what } handed it over to { $other }.
refer-to = To
refer-why = Why
choose-person = Choose to whom
to-anybody = a colleague
to-lead = the team lead
to-dpo = the data protection officer
because = Reason: { $what }.
reason-rule = doubt about which rule applies
reason-law = may be against the law
reason-personal-data = personal data
reason-field = belongs to another field
reason-involved = knows the writer, or is written about
reason-hard = hard to read
reason-shift = the shift is over
ending-decided = { $what } decided it { $other }.
ending-withdrawn = { $what } withdrew the wish { $other }.
ending-passed-on = { $what } passed it on { $other }.
withdraw = Withdraw
notice-opinion = A colleague is asked for a second opinion.
notice-handed-over = The inquiry is handed over.
notice-withdrawn = Your wish is withdrawn.
barred-title = A colleague decides this one
barred-sentence = You asked for a second opinion on it. Nothing was done. Withdraw your wish if you want to decide yourself.
asked-title = A second opinion is asked for already
asked-sentence = Nothing was done. Whoever asked can withdraw it.
nobody-title = There is nobody to give it to
nobody-sentence = Nothing was done. Nobody else can sign in, or the one you chose no longer can.

## The thread
thread-title = The thread
thread-post = Our post from { $what }. The words of our posts are not kept here; they stand on the network.
thread-post-unknown = One of our posts. The words of our posts are not kept here; they stand on the network.
thread-no-post = It does not stand under a post of ours.
thread-direct = It does not answer another comment.
thread-ours = It answers something that we wrote ourselves. See it on the network.
thread-unkept = It answers a comment that is not kept here. See it on the network.

## The report of a month, and the sample of a week
statistics-by-machine = of them by the machine alone
statistics-gap = counted by the network and not shown to us
statistics-gone-before = gone before we came
statistics-networks = Comments by network
network-name = Network
median-few = Too few for a median (of { $what })
months-title = Months that can be published
months-lead = A month can be seen when it is over, and does not change after. Print it, or get the same numbers with “ordstyrer report”.
month-report = Moderation in { $what }
month-made = { $what } · made up { $other }
month-lead = How we moderated comments on the municipality’s pages. A hidden comment counts as removed, also if it was shown again.
month-not-over = The month is not over. Two reports of one month could tell what each of them holds back.
whole-month-1 = January { $what }
whole-month-2 = February { $what }
whole-month-3 = March { $what }
whole-month-4 = April { $what }
whole-month-5 = May { $what }
whole-month-6 = June { $what }
whole-month-7 = July { $what }
whole-month-8 = August { $what }
whole-month-9 = September { $what }
whole-month-10 = October { $what }
whole-month-11 = November { $what }
whole-month-12 = December { $what }
sample-title = The week’s sample
sample-lead = Same rule, same outcome? Chance picks up to five decisions under each rule among those that we still have. Nothing here says who decided.
sample-week = The week that began { $what }
sample-undrawn = The sample of that week is not drawn yet. It is drawn once.
sample-draw = Draw the sample
sample-none = There are no two decisions under the same rule that we still have.
sample-same = Same
sample-different = Different
sample-open = Not looked at
sample-why = Why different?
sample-is-same = as the others
sample-is-different = not as the others: { $what }
sample-counts = The last 12 weeks
unlike-harsher = harsher than the others
unlike-milder = milder than the others
unlike-other-rule = belongs under another rule
unlike-context = the context explains it
unlike-unclear = cannot be told from here

## What somebody would rather leave
spared-title = Topics that I would rather leave
spared-lead = Tick what you would rather leave to colleagues. It goes from your list, and you pass over it. Only you can see your choice.
spared-urgent = What is urgent is left to nobody: it always stands in everybody’s list, so that it never lies where nobody sees it.
spared-legend = Leave to colleagues
spared-save = Save
spared-here = { $n ->
    [one] 1 inquiry is left to colleagues.
   *[other] { $n } inquiries are left to colleagues.
}
spared-show = Show all
notice-spared = Your choice is saved.
key-answer = Go to Answer
key-refer = Go to Second opinion and Hand over
shortcuts-more = 1–6 choose a queue, arrows up and down go through the list, Ctrl or ⌘ with Enter sends what you write, and Ctrl or ⌘ with K shows where you can go.
places-title = Go to

## The rules, and accessibility
policy-title = The rules
policy-lead = The table that decides what the machine proposes. It is read here and changed in the configuration, where every change has a history.
policy-table = The table
policy-table-lead = The first row that fits a comment decides. So the gravest stand first.
policy-looks-for = Where there is
policy-then = Then
policy-examples-lead = The examples are invented. A comment is always read where it stands.
policy-example = Removed:
policy-stays = Stays:
rules-only = { $what }, only { $other }
rules-about-fact-child = about a child
rules-about-fact-third = about somebody else than the writer
rules-sure-low = also where the rule is a little sure
rules-sure-medium = where the rule is fairly sure
rules-sure-high = where the rule is quite sure
rules-leave = It stays.
rules-redirect = A person sees it, with a redirect as the proposal.
rules-hide = A person sees it, with a hide as the proposal.
rules-hide-alone = The machine hides it. A person confirms or lifts.
rules-review = A person judges it.
rules-urgent = It is urgent.
statement-title = Accessibility statement
statement-lead = { $what } is obliged to make its websites accessible under the Danish act on the accessibility of public bodies’ websites and mobile applications. The published statement is made in the government’s WAS tool; here is what is known of this system.
statement-how = How far is the system accessible?
statement-how-answer = The pages are built to WCAG 2.2, levels A and AA, and work without JavaScript, by keyboard alone, at 400 % zoom, in dark colours and with the screen’s own colours.
statement-not = What is not accessible?
statement-not-answer = What citizens write can be hard to understand, and pictures that they attach are not shown and have no text. There are no known faults in the system’s own pages.
statement-tested = How was it tested?
statement-tested-answer = Every page is tested by machine in a real browser with every change. It has not yet been tested with a screen reader by people who use one every day.
statement-contact = Whom can I write to?
statement-contact-answer = Tell the IT operations of { $what } if something is not accessible to you. You can also call.
statement-authority = Where can I complain?
statement-authority-answer = If { $what } does not answer, or you are not content with the answer, you can turn to the Agency for Digital Government, which supervises.
example-R1 = “Then we burn it down tonight, be there at 10.”
example-R1-stays = “Building like that should be banned.”
example-R2 = “I know where you live, and I am coming.”
example-R2-stays = “You can count on my complaint.”
example-R3 = A whole group is called vermin.
example-R3-stays = “I am against the municipality’s integration policy.”
example-R4 = “You are an idiot, and everybody knows.”
example-R4-stays = “Your argument does not hold.”
example-R5 = A caseworker is called useless by name.
example-R5-stays = “The job centre handled my case badly.”
example-R6 = Coarse language aimed at somebody in the thread.
example-R6-stays = “Damn, that is stupid.”
example-R7 = A CPR number, an account number or a diagnosis.
example-R7-stays = “Write to me by Digital Post.”
example-R8 = “The neighbour at number 4 is on benefits.”
example-R8-stays = “The neighbour has a fine garden.”
example-R9 = A child’s name, school and trouble together.
example-R9-stays = “The school lacks teachers.”
example-R10 = “Earn 5,000 kr. a day, click here.”
example-R10-stays = “We hold a flea market on Sunday.”
example-R11 = A long piece on quite another subject.
example-R11-stays = A question close to the subject.
example-R12 = A whole newspaper article, pasted in.
example-R12-stays = A link to the article.
example-R13 = A profile that poses as the mayor.
example-R13-stays = A profile with a nickname.
example-R14 = The same comment under ten posts.
example-R14-stays = The same opinion, written anew.
## Roles and access
role-none = none
role-reader = reader
role-moderator = moderator
role-team-lead = team lead
role-dpo = data protection officer
role-legal = lawyer
role-security-lead = security lead
role-it-administrator = IT administrator
forbidden-title = You have no access to this
forbidden-wanted = You wanted to { $what }.
forbidden-own = Your role: { $what }.
forbidden-others = Who can: { $what }.
forbidden-todo = If you need it, ask your team lead or the security lead. Nothing has happened.
to-begin = To the first page
may-own = see your own things
may-read-inquiries = read what citizens wrote
may-decide = decide on an inquiry
may-read-alarms = see the alarms
may-take-alarm = take an alarm
may-close-notification = close a notification
may-stop = stop everything automatic
may-start = start everything automatic again
may-judge-sample = see the weekly sample
may-read-figures = see the figures
may-read-trail = see who did what
may-read-operation = see how things are running
may-read-access = see who has access
may-review-access = review who has access
sessions-title = Where you are signed in
sessions-lead = If you do not know one of them, end it and change your password.
session-this = this one
session-times = Signed in { $what }, last seen { $other }.
session-end = End it
session-end-one = End { $what }, signed in { $other }
session-end-others = End all others
device-unknown = Unknown browser
did-session-ended = Ended own sessions elsewhere
did-moderator-roles = Changed somebody's roles
did-moderator-pages = Changed somebody's pages
did-moderator-disabled = Shut somebody out

## Second step
second-step-title = Second step
second-step-lead = Write the code that the app on your phone shows for Ordstyrer.
second-step-new = Your role asks for a second step when you sign in: a code from an app on your phone. Get an app for one-time codes (for example the one you use for Microsoft 365), and then show the key here.
second-step-show = Show a key
second-step-app = Add an account in the app and write the key. Then write the code that the app shows. The key is not shown again once the code is accepted.
second-step-key = Key (time-based, 6 digits)
second-step-here = If the app is on this device, open it here
second-step-code = Code (6 digits)
second-step-go = Continue
second-step-refused = The code is not right, or it was used. Wait for the next one and try again. Is the phone's clock right?
second-step-lost = If you lost the phone, ask whoever added you to reset the second step.
did-second-step = Showed a code
did-second-step-set-up = Set up their second step
did-second-step-refused = A code was refused
did-moderator-second-step-forgotten = Reset somebody's second step

## The municipality's login
login-go = Sign in with the municipality's login
login-go-one = Sign in as an employee of { $what }
emergency = Emergency sign-in
emergency-help = Only when the municipality's login does not answer. It is noted that you used it.
login-title = You did not come in
login-refused = The municipality's login gave no access. Are you in the right group? Ask your team lead, and then try again.
login-unreachable = The municipality's login does not answer just now. Try again in a while. If it is urgent, use the emergency sign-in.
did-sign-in-login = Signed in with the municipality's login
did-sign-in-emergency = Signed in by emergency sign-in

## Who has access
access-title = Access
access-lead = Every three months a team lead or the security lead looks at who still needs access. Nobody looks at their own.
access-due = to be looked at now
access-roles = Roles
access-pages = Pages
access-all = all
access-last = Last signed in
access-never = never
access-look = Last looked at
access-looked = by { $what }, { $other }
access-not-yet = not yet
access-own = A colleague looks at your own access.
access-keep = Keeps it
access-keep-one = Keeps it: { $what }
access-lose = Loses it
access-lose-one = Loses it: { $what }
access-help = Whoever loses their access is out at once. Roles are given again by the command ordstyrer moderator role. You are asked for a fresh code before anything changes.
check-access-late = { $n ->
    [one] One access has not been looked at for three months.
   *[other] { $n } accesses have not been looked at for three months.
}
check-access-well = Every access was looked at within three months.
check-access-todo = Go to Access and say for each whether it stays.
did-access-kept = Looked at an access: it stays
did-access-ended = Looked at an access: it was ended
did-notice-read = Read what is noted
staff-notice-title = What is noted about you
staff-notice-lead = Read this before you begin. It is noted that you read it.
staff-notice-reads = When you open or print an inquiry, or search, it is noted: who, when and which inquiry. Not what you searched for.
staff-notice-deeds = When you decide, undo or stop something, it is noted in an audit trail that cannot be changed.
staff-notice-sessions = When you sign in and out, the time and whether it worked are noted. Your open sessions you can see and end yourself.
staff-notice-unusual = The log is used to find faults and misuse, never to measure how fast you work.
staff-notice-pseudonym = In the log you stand with a pseudonym. On the network only the municipality is seen, never your name.
staff-notice-rights = You have the right to see what is noted about you. Ask the municipality's data protection officer.
staff-notice-confirm = I have read it
