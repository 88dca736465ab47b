### Hvad køen siger på dansk. Du-form, korte sætninger, verbet først på knapper.
### «Borger» eller «afsender», aldrig «bruger». «Fjernet» siges først, når det er læst tilbage.

## Rammen om hver side
skip = Gå til indhold
menu = Hovedmenu
queue = Kø
change-password = Skift adgangskode
sign-out = Log ud
footer = Vi gemmer kun navn eller brugernavn og henvendelsens indhold.
halted-title = Alt automatisk er stoppet.
halted = Stoppet af { $what } { $other }. Intet skjules af sig selv, og ingen svar sendes.
start = Start igen
stop = Stop alt automatisk
warnings-title = Se på det her.
warning-we-leaked = Vi har selv skrevet noget på { $what }, der ligner personoplysninger ({ $other }). Ret det på netværket.
running = Driftsstatus
observing = iagttager kun
no-accounts = Ingen konti er forbundet endnu.
light-well = { $what } hentet kl. { $other }
light-late = { $what } er forsinket, senest hentet kl. { $other }
light-never = { $what } er ikke hentet endnu
light-trouble = Vi kan ikke hente fra { $what } lige nu. Vi prøver igen kl. { $other }
last-failure = Seneste fejl:
counts = Afstemning
counts-caption = Netværkets eget tal ved siden af vores, for vores opslag de seneste 14 dage. Vores tal er set i alt, også det, der er slettet igen.
account = Konto
post-of = Opslag fra
count-there = På netværket
count-seen = Set af os
read-to-end = Læst til ende
unsaid = siger det ikke
not-yet = ikke endnu
no-posts = Vi har ingen opslag fra de seneste 14 dage.
network = { $what ->
    [facebook] Facebook
    [bluesky] Bluesky
    [instagram] Instagram
    [youtube] YouTube
    [linkedin] LinkedIn
    [mastodon] Mastodon
   *[other] { $what }
}

## Tid
when-today = i dag kl. { $what }
when-other-day = { $what } kl. { $other }
month-1 = { $what }. jan. { $other }
month-2 = { $what }. feb. { $other }
month-3 = { $what }. marts { $other }
month-4 = { $what }. april { $other }
month-5 = { $what }. maj { $other }
month-6 = { $what }. juni { $other }
month-7 = { $what }. juli { $other }
month-8 = { $what }. aug. { $other }
month-9 = { $what }. sep. { $other }
month-10 = { $what }. okt. { $other }
month-11 = { $what }. nov. { $other }
month-12 = { $what }. dec. { $other }
ago-now = lige nu
ago-minutes = for { $n } min. siden
ago-hours = for { $n ->
    [one] 1 time
   *[other] { $n } timer
} siden
ago-days = for { $n ->
    [one] 1 dag
   *[other] { $n } dage
} siden

## Log ind
sign-in = Log ind
organisation = Kommune eller hus
name = Navn
password = Adgangskode
error-prefix = Fejl:
sign-in-refused = Navn eller adgangskode passer ikke. Tjek begge dele, og prøv igen.
sign-in-wait = Der har været for mange forsøg. Prøv igen om { $n ->
    [one] 1 sekund
   *[other] { $n } sekunder
}.
sign-in-help = Har du glemt din adgangskode, så bed it-driften om et engangslink.
link-title = Engangslink
link-sentence = Linket virker én gang. Tryk for at logge ind; bagefter kan du vælge en adgangskode.
link-enter = Log ind med engangslinket
link-spent-title = Linket virker ikke
link-spent = Det er brugt eller udløbet. Bed it-driften om et nyt.
to-sign-in = Til log ind
password-title = Vælg en adgangskode
password-rule = Mindst 15 tegn. En lille sætning er god. Den må ikke bare være kommunens eller dit eget navn.
password-current = Nuværende adgangskode
password-new = Ny adgangskode
password-again = Ny adgangskode igen
password-save = Gem adgangskoden
password-later = Til køen uden at vælge
password-wrong = Den nuværende adgangskode passer ikke.
password-short = Adgangskoden er for kort. Brug mindst 15 tegn.
password-long = Adgangskoden er for lang. Brug højst 256 tegn.
password-guessable = Adgangskoden er for let at gætte. Brug andre ord end kommunens og dit navn.
password-not-twice = De to nye adgangskoder er ikke ens.

## Køen
waiting = { $n ->
    [one] 1 venter
   *[other] { $n } venter
}
urgent-count = { $n ->
    [one] 1 haster
   *[other] { $n } haster
}
urgent = Haster
queue-empty = Køen er tom. Ingen henvendelser venter på dig.
no-name = Navn ikke oplyst
cannot-be-read = Kan ikke læses. Sig det til it-driften.
images = { $n ->
    [one] 1 billede eller film. Åbn på netværket for at se det.
   *[other] { $n } billeder eller film. Åbn på netværket for at se dem.
}
images-unseen = Reglerne læser kun tekst: de ser ikke et fotograferet sundhedskort, et brev eller et skærmbillede.
pages = Sider
previous = Forrige side
next = Næste side
page-of = Side { $what } af { $other }

## En henvendelse
inquiry = Henvendelse
back-to-queue = Tilbage til køen
comment = Kommentar
shortened = Teksten er forkortet. Resten kan læses på netværket.
open-there = Åbn på netværket
no-link = Netværket har ikke givet os et link.
cannot-be-read-long = Teksten kan ikke læses: nøglen er væk, eller rækken er ændret. Sig det til it-driften. Kommentaren står måske stadig på netværket.
why = Derfor er den markeret
no-reason = Ingen regel har fundet noget i teksten.
reason-to-review = Skal vurderes
masked = { $what } skjult
confidence-high = sikkerhed høj
confidence-medium = sikkerhed middel
confidence-low = sikkerhed lav
place-name = i navnet
place-handle = i brugernavnet
decision = Afgørelse
decide-again = Lav afgørelsen om
you-decide = Forslaget står øverst. Du afgør.
undo = Kan fortrydes i { $n ->
    [one] 1 sekund
   *[other] { $n } sekunder
}. Indtil da sendes intet svar, og intet slettes eller vises igen. En fjernelse skjules straks.
observing-here = Kontoen iagttager kun. Den kan hverken fjerne eller svare, før it-driften slår det til.
cannot-remove = Her kan ingen skjule eller slette, hvad andre har skrevet. Åbn kommentaren på netværket, og anmeld den til dem, der driver serveren. Tryk Behold, når det er gjort: så går den ud af køen, og vores kopi slettes efter nogle dage.
keep = Behold
keep-help = Kommentaren bliver stående. Ændrer borgeren den, kommer den igen.
lift = Ophæv – vis kommentaren igen
lift-help = Kommentaren bliver synlig på netværket igen.
rule-for-removal = Regel for fjernelsen
choose-rule = Vælg en regel
remove = Fjern
confirm-removal = Bekræft fjernelsen
remove-help = Skjules på netværket. Personoplysninger slettes bagefter, hvor netværket kan.
mailbox = Henvis til postkasse
preview = Vis svaret
reply-preview = Svaret, som det bliver sendt
length = { $what } af { $other } tegn
unverified-link = Linket til postkassen er ikke kontrolleret. Åbn det, før du sender.
redirect = Send svaret, og henvis
redirect-help = Svaret er offentligt. Det nævner hverken borgeren eller emnet.
no-reply-fits = Netværket tager ikke imod et svar, eller svaret er for langt til det.
history = Forløb
no-history = Der er ikke sket noget endnu.
with-us = Hos os
kept-until = Navn og tekst slettes { $what }, hvis intet nyt sker.
there = På netværket
there-sentence = Netværkets egen kopi råder vi ikke over.
hidden-confirm = Skjult automatisk – bekræft eller ophæv inden { $what }
hidden-over = Skjult automatisk – fristen for at bekræfte eller ophæve var { $what }
hiding-confirm = Ikke skjult endnu: venter på netværket. Bekræft eller ophæv inden { $what }
hiding-over = Ikke skjult endnu: venter på netværket. Fristen for at bekræfte eller ophæve var { $what }

## Hvor den står
state-left = Der er ikke noget at gøre.
state-queued = Venter på en afgørelse.
state-hidden = Skjult automatisk, venter på en afgørelse.
state-kept = Beholdt.
state-removed = Besluttet fjernet. Forløbet viser, hvad netværket har gjort.
state-redirected = Henvist til en postkasse. Forløbet viser, om svaret er sendt.
state-answered = Besvaret. Forløbet viser, om svaret er sendt.
state-gone = Findes ikke længere på netværket.
state-going = Ved at blive slettet.

## Forløb
by-machine = Automatikken
by-operator = It-driften
by-somebody = En moderator
who-did-what = { $what }: { $other }
policy-version = regelsæt { $what }
outcome-leave = lad stå
outcome-review = skal vurderes
outcome-hide = skjul
outcome-delete = slet
outcome-redirect = henvis
ground-offensive = stødende
ground-illegal = ulovligt
ground-outside-guidelines = uden for retningslinjer
ground-personal-data = personoplysninger
deed-hide = Skjul på { $what }
deed-unhide = Vis igen på { $what }
deed-delete = Slet på { $what }
deed-reply = Svar på { $what }
task-waits = venter til kl. { $what }
task-next = venter på sin tur
task-after = venter på det foregående
task-again = forsøg nr. { $what } lykkedes ikke, prøves igen kl. { $other }
task-intent = i gang, forsøg nr. { $n }
task-unknown = uvist efter { $n ->
    [one] 1 forsøg
   *[other] { $n } forsøg
}. Vi ser efter, før noget sendes igen
task-done = udført
task-parked = kræver en person
task-cancelled = annulleret
note-the-comment-is-gone = Kommentaren findes ikke længere.
note-the-comment-was-edited = Kommentaren er ændret.
note-the-comment-was-edited-meanwhile = Kommentaren blev ændret imens.
note-a-person-decided = En moderator afgjorde den.
note-a-colleague-answered = En kollega har svaret.
note-our-copy-is-gone = Vores kopi er slettet.
note-it-was-so-already = Det var sket i forvejen.
note-hidden-on-this-network-only-its-author-can-delete-it = Skjult. På dette netværk kan kun afsenderen slette.
note-this-network-cannot-do-it = Netværket kan ikke gøre det.
note-this-network-takes-no-replies = Netværket tager ikke imod svar.
note-the-network-does-not-say-whether-it-holds = Netværket siger ikke, om det står ved magt.
note-the-network-says-done-but-it-does-not-show = Netværket siger, at det er gjort, men det kan ikke ses. Se efter på netværket.
note-unknown-whether-the-reply-was-sent-look-on-the-network = Det er uvist, om svaret blev sendt. Se efter på netværket.
note-more-than-one-reply-with-these-words-stands-there = Der står mere end ét svar med disse ord. Se efter på netværket.

## Når noget skete imens
notice-kept = Henvendelsen er beholdt.
notice-removed = Fjernelsen er besluttet og venter på netværket.
notice-redirected = Henvisningen er besluttet, og svaret venter på netværket.
notice-password = Adgangskoden er gemt. Dine andre sessioner er logget ud.
notice-look = Se den, eller fortryd
first-title = { $what } kom først
first-sentence = { $what } har afgjort henvendelsen imens: { $other } Din afgørelse er ikke gennemført.
changed-title = Henvendelsen er ændret imens
changed-sentence = Den er ikke længere, som du læste den. Din afgørelse er ikke gennemført. Læs den igen.
changed-to = Den er ikke længere, som du læste den: { $what } Din afgørelse er ikke gennemført.
cannot-remove-title = Den kan ikke fjernes herfra
observing-title = Kontoen iagttager kun
observing-sentence = Der er ikke sket noget. Kontoen må hverken fjerne eller svare, før it-driften slår det til.
look-again = Se henvendelsen
to-queue = Til køen

## Fejl
missing-title = Siden findes ikke
missing-sentence = Henvendelsen er slettet efter reglerne, eller adressen er forkert.
cross-site-title = Afvist
cross-site-sentence = Formularen kom ikke fra denne side. Gå til køen, og prøv igen.
malformed-title = Det kunne vi ikke læse
malformed-sentence = Formularen manglede noget eller var for stor. Gå tilbage, og prøv igen.
busy-title = Optaget lige nu
busy-sentence = Der er ikke sket noget. Prøv igen om et øjeblik.
broken-title = Noget gik galt
broken-sentence = Fejlen er vores. Prøv igen, eller sig det til it-driften.
incident = Fejlnummer { $what }

## Hvad der er fundet
kind-cpr = CPR-nummer
kind-phone = Telefonnummer
kind-email = E-mailadresse
kind-address = Adresse
kind-bank-account = Kontonummer
kind-iban = IBAN-nummer
kind-card = Kortnummer
kind-credential = Adgangskode eller login
kind-passport = Pasnummer
kind-plate = Nummerplade
kind-case-number = Sagsnummer
kind-health = Helbred
kind-mental-health = Psykisk helbred
kind-social-problem = Sociale problemer
kind-family = Familieforhold
kind-crime = Strafbare forhold
kind-religion = Religion
kind-ethnicity = Etnisk oprindelse
kind-sexuality = Seksualitet
kind-union = Fagforening
kind-politics = Politisk overbevisning
kind-immigration = Opholdsgrundlag
kind-protected-address = Beskyttet adresse
label-offensive = Stødende sprog
label-threat = Mulig trussel
label-hate = Muligt had mod en gruppe
label-abuse = Personangreb
label-profanity = Bandeord
label-sexual = Seksuelt indhold
label-incitement = Mulig opfordring til ulovligheder
label-spam = Mulig reklame
label-self-harm = Mulig fare for afsenderens liv
label-child-concern = Mulig bekymring for et barn
label-case-request = Sagsbehandling
label-unread = For lang: resten er hverken læst eller gemt
label-other-language = Sprog, som reglerne ikke kender
label-picture-only = Kun billede: reglerne kan ikke se, hvad der står på det

## Afstemning
yesterday-whole = I går: { $n ->
    [one] 1 kommentar set
   *[other] { $n } kommentarer set
}, ingen mangler
yesterday-seen = I går: { $n ->
    [one] 1 kommentar set
   *[other] { $n } kommentarer set
}
yesterday-missing = I går: { $what } kommentarer set. { $other } mangler nu
unread-since = { $what } er ikke læst til ende siden { $other }
unread-ever = { $what } er aldrig læst til ende
lights-help = Grønt lys: kontoen er hentet inden for det seneste kvarter.
counts-lead = Netværkenes egne tal ved siden af vores. Så ved vi, om noget mangler.
gaps-caption = Opslag, hvor netværket tæller flere kommentarer, end det viser os
gaps-help = Netværket kan skjule kommentarer for os, fordi det selv filtrerer dem, fordi afsenderen er begrænset, eller fordi adgangen mangler en tilladelse. Står de tilbage i mere end seks timer, giver vi besked.
gaps-none = Ingen mangler: alt, hvad netværkene tæller, har de også vist os.
days-none = Der er ingen dage at vise endnu.
days-caption = Dag for dag de seneste 14 dage, for hver konto
day = Dag
posts-moved = Opslag
count-grown = Netværkets tilvækst
count-vanished = Set, siden væk
count-gone-before = Væk, før vi kom
count-missing = Mangler
count-listed = Vist os
missing-since = Siden
posts-title = Opslag
warning-gap = { $what } tæller flere kommentarer, end det viser os ({ $other }). Se Afstemning.
warning-model-lost = Den eksterne model, der rykker kommentarer frem i køen, svarer ikke ({ $what }, { $other }). Alt andet virker som før.
warning-silence = { $what } er usædvanligt stille ({ $other }). Tjek, at adgangen virker.
warning-hooks-stopped = { $what } sender ikke længere besked om nye kommentarer ({ $other }). Vi henter dem stadig, men senere.
warning-token-ends = Adgangen til { $what } udløber snart ({ $other }). Bed it-driften om at forny den.
warning-undecided-gone = Kommentarer fra { $what }, som ingen havde taget stilling til, er slettet hos os, fordi netværkets vilkår kræver det ({ $other }). De hentes igen, så snart adgangen virker.
warning-token-dead = Adgangen til { $what } virker ikke længere ({ $other }). Bed it-driften om at forny den.

## Fortryd, og hvordan det står
take-back = Fortryd
undo-until = Kan fortrydes indtil kl. { $what }.
undone = Fortrudt { $what }.
notice-undone = Afgørelsen er fortrudt. Henvendelsen står, som den stod før.
notice-see = Se den
undo-late-title = Det er for sent at fortryde
undo-late-sentence = Netværket kan have fået den. Lav i stedet en ny afgørelse.
undo-stale-title = Den kan ikke fortrydes
undo-stale-sentence = Der er sket noget andet siden. Se den igen, og afgør den på ny.
note-a-person-took-the-decision-back = En moderator fortrød afgørelsen.
note-nobody-confirmed-it = Ingen bekræftede det i tide.
owner-duty = vagten
parked-with = Kræver en person: { $what }, senest { $other }.
parked-over = Kræver en person, og fristen er overskredet: { $what }, senest { $other }.
reply-waits = Svaret er ikke sendt: det venter, til kommentaren er skjult.
reply-waits-failed = Svaret er ikke sendt: kommentaren kunne ikke skjules, og ingen skal ledes hen til den. Skjul eller slet den på netværket, eller afgør den igen.
only-author = Her kan kun afsenderen slette. Kommentaren er skjult, men afsenderen kan stadig se den. Vi ser efter hver dag, om den er væk.
only-author-shown = Her kan kun afsenderen slette, og vi kan ikke skjule: alle kan læse det. Bed afsenderen om at slette, eller anmeld det til netværket. Vi ser efter hver dag, om den er væk.
close-author = Hold op med at vente på afsenderen, fordi
choose-reason = Vælg en grund
close-it = Luk
closed-seen-gone = jeg har set på netværket, at kommentaren er væk
closed-reported = den er anmeldt til netværket eller til dem, der driver serveren
closed-no-answer = afsenderen er bedt om det og svarer ikke
note-on-this-network-only-its-author-can-delete-it = På dette netværk kan kun afsenderen slette.
note-a-person-saw-that-it-is-gone = En person har set, at den er væk.
note-a-person-reported-it-to-the-network = En person har anmeldt den til netværket.
note-its-author-was-asked-and-does-not-answer = Afsenderen er bedt om at slette og svarer ikke.
note-shown-again-on-the-network-the-reply-waits = Vist igen på netværket: svaret venter.
did-only-author-closed = Holdt op med at vente på afsenderen
held = Læst igen et døgn senere: det står ved magt ({ $what }).
drift-shown-there = Vist igen på netværket af en anden end Ordstyrer ({ $what }).
drift-hidden-there = Skjult på netværket af en anden end Ordstyrer ({ $what }).
drift-reply-gone = Vores svar er væk fra netværket, og det var ikke os ({ $what }).
drift-back-again = Slettet af os og læst som væk, men nu på listen igen ({ $what }). Den er taget ind som ny.
drift-vanished = Kommentaren forsvandt fra netværket, og det var ikke os ({ $what }).
drifts = Ændret uden om Ordstyrer
drifts-none = Intet er ændret uden om Ordstyrer.

## Alarmer
alarms = Alarmer
alarms-lead = Det, der ikke kan vente. Kvittér, når du har taget hånd om det. Indtil da kommer alarmen igen.
alarms-none = Ingen alarmer.
alarm-here = Alarm: { $what }. { $other }.
alarm-take = Kvittér: jeg har den
alarm-taken = { $what } har den ({ $other })
alarm-due = Nogen skal have taget hånd om det senest { $what }
alarm-sent = Sendt { $what }, runde { $other }
alarm-not-sent = Kunne ikke sendes. Sig det til it-driften.
alarm-desk-only = Ikke sendt endnu
alarm-closed = Lukket med reference { $what } ({ $other })
notification-reference = Journalnummer på underretningen, eller på notatet om, hvorfor der ikke er underrettet
notification-close = Luk underretningen
notification-help = Skriv aldrig et CPR-nummer eller et navn her.
alarm-self-harm = Nogen er måske i livsfare
alarm-threat = Trussel
alarm-child-concern = Bekymring for et barn: overvej underretning
alarm-protected-address = Beskyttet adresse i en kommentar
alarm-we-leaked = Vores egne ord afslører noget
alarm-leak-visible = Et læk er synligt på netværket
alarm-overdue = Fristen for et læk er overskredet
alarm-unconfirmed = Skjult automatisk, og ingen har bekræftet eller ophævet det
alarm-parked = En opgave kræver en person
alarm-capped = Et loft er nået: resten venter på en person
alarm-gap = Et netværk tæller flere kommentarer, end det viser os
alarm-silence = En konto er usædvanligt stille
alarm-hooks-stopped = Et netværk sender ikke længere besked
alarm-token-dead = Adgangen til en konto virker ikke længere
alarm-token-ends = Adgangen til en konto udløber snart
alarm-model-lost = Den eksterne model svarer ikke
alarm-test = Prøvealarm
## Postkasser og svar
likely-mailboxes = Postkasser, der passer bedst
fits-area = Ligner { $what } ({ $other } %).
fits-word = Nævner »{ $what }«.
fits-page = Hører til siden her.
fits-language = Ofte den rette for dem, der skriver på dette sprog.
fits-common = Fælles indgang: ingen anden er sikker nok.
fits-in-place = I stedet for { $what }, der passer bedre. { $other }
stale-link = Linket til postkassen er kontrolleret for længe siden. Åbn det, før du sender.
expired-link = Postkassen gælder ikke i dag. Vælg en anden.
pointed-before = Afsenderen er allerede henvist i denne tråd { $what }. Se, om det er nok.
answer = Svar
own-answer = med dine egne ord
your-answer = Svaret, som alle kan læse
send-answer = Send svaret
answer-help = Svaret er offentligt og bliver kontrolleret, før det sendes. Kommentaren bliver stående.
refused-title = Svaret er ikke sendt
refused-sentence = Ret det her, og send igen.
refused-long = Svaret er for langt til netværket. Skriv det kortere.
hint = et godt råd: du kan sende alligevel
notice-answered = Svaret er besluttet og venter på netværket.
area-borgerservice = borgerservice
area-children-schools = børn og skoler
area-elderly-health = ældre og sundhed
area-social-disability = socialt og handicap
area-roads-parking-waste-building = veje, parkering, affald og byggeri
area-jobs-benefits = job og ydelser
area-culture-sports = kultur og idræt
area-economy-data-press = økonomi, data og presse
area-newcomers = nye borgere
area-other-authority = en anden myndighed
area-unknown = noget, vi ikke kan placere

## Skrivebordet
more = Mere
waiting-title = Venter
decided-title = Afgjort
search-title = Søg
statistics-title = Statistik
retention-title = Sletning
health-title = Drift
audit-title = Revisionslog
settings-title = Indstillinger
help-title = Hjælp
shortcuts-title = Genveje
footer-help = Genveje og hjælp
theme = Udseende
theme-system = System
theme-light = Lyst
theme-dark = Mørkt
status-well = Alt kører. Senest hentet kl. { $what }.
status-late = { $n } konti er forsinket eller svarer ikke.
queues-and-channels = Køer og kanaler
queues = Køer
queue-all = Alle åbne
queue-urgent = Haster
queue-hidden = Skjult, skal bekræftes
queue-case = Henvis til Digital Post
queue-review = Skal vurderes
channels = Kanaler
channels-all = Alle kanaler
part-empty = Der venter ikke noget i den her kø.
see-decided = Se, hvad der er afgjort
see-all = Se alle åbne
choose-one = Vælg en henvendelse i listen.
shift = Din vagt
shift-hard = { $n ->
    [one] 1 hård henvendelse
   *[other] { $n } hårde henvendelser
}
shift-since = { $what } siden kl. { $other }.
shift-break = Tag en pause, eller giv de næste videre til en kollega.
shift-private = Kun du kan se det. Tallet slettes, når du logger ud.
veiled = Teksten er skjult. Åbn henvendelsen for at læse den.
show-words = Vis teksten
looks-at-it = { $what } ser på den
looks-until = { $what } ser på den til kl. { $other }.
yours-until = Du ser på den til kl. { $what }. Andre kan se det.
take-over = Overtag
notice-taken-over = Du har overtaget henvendelsen.
notice-shortcuts = Dine genveje er gemt.
lift-short = Ophæv
to-reply = Henvis …
block-title = Bloker personen: skriv afgørelsen
block-lead = En blokering er en afgørelse med begrundelse, høring, slutdato og klagevejledning. Her skrives afgørelsen. Selve blokeringen gør du i netværkets egen app: Ordstyrer blokerer ingen.
block-rule = Retningslinje, der er brudt, groft eller igen og igen
block-why = Begrundelse
block-why-help = Hvad der skete, og hvorfor mildere midler ikke er nok. Ingen navne og ingen personoplysninger.
block-reasons = Begrundelsen skal have mellem { $what } og { $other } tegn.
block-hearing = Høring
hearing-heard = Personen har fået at vide, hvad vi overvejede, og kunne svare
hearing-no-way = Der er ingen anden vej til personen end tråden, som er offentlig
hearing-could-not-wait = Det kunne ikke vente: trusler, eller det samme igen og igen
block-last-day = Sidste dag
block-end = Vælg en sidste dag fra i dag og højst et år frem.
block-end-help = Højst et år. Bagefter skal en person ophæve den på netværket.
block-write = Skriv afgørelsen
block-record = Afgørelse om blokering
block-do-it = Blokér nu personen i netværkets egen app, og giv besked dér, hvor det kan gøres uden at nævne sagen.
block-who = Person
block-decided = { $what }, { $other }
block-guide = Klagevejledning
block-journal = Udskriv siden, og journalisér den. Navnet ligger forseglet her og slettes fire uger efter sidste dag.
block-lift = Jeg har ophævet blokeringen på netværket
block-lifted = Ophævet på netværket af { $what } ({ $other })
block-until = { $what }: en person er blokeret til og med { $other }
block-over = { $what }: blokeringen udløb { $other }. Ophæv den på netværket.
waiting-blocks = Blokeringer
waiting-blocks-none = Ingen er blokeret.
did-block-decided = Skrev en afgørelse om blokering
did-block-opened = Åbnede en afgørelse om blokering
did-block-lifted = Ophævede en blokering
back-to-inquiry = Tilbage til henvendelsen
alike = { $n } åbne kommentarer siger det samme inden for et døgn.
alike-decide = Afgør dem samlet
alike-title = Kommentarer, der siger det samme
alike-who = Hvem gælder afgørelsen for?
alike-help = Fjern fluebenet ved dem, der skal undtages. Du ser antallet, før noget sker.
alike-to-remove = Fjern dem …
alike-to-keep = Behold dem …
alike-remove = Fjern { $what } kommentarer efter { $other }?
alike-keep = Behold { $n ->
    [one] 1 kommentar
   *[other] { $n } kommentarer
}?
alike-left-out = { $n ->
    [one] 1 er undtaget og bliver i køen.
   *[other] { $n } er undtaget og bliver i køen.
}
alike-confirm = Ja, gør det
alike-again = Vælg igen
alike-kept = { $n ->
    [one] 1 kommentar er beholdt.
   *[other] { $n } kommentarer er beholdt.
}
alike-removed = { $n ->
    [one] 1 fjernelse er besluttet og venter på netværket.
   *[other] { $n } fjernelser er besluttet og venter på netværket.
}
alike-take-back = Fortryd dem alle
alike-back = { $n ->
    [one] 1 afgørelse er taget tilbage.
   *[other] { $n } afgørelser er taget tilbage.
}
alike-late = { $n ->
    [one] 1 kunne ikke: det er for sent, eller der er sket noget andet siden.
   *[other] { $n } kunne ikke: det er for sent, eller der er sket noget andet siden.
}
alike-untouched = { $n ->
    [one] 1 er ikke rørt: den blev ændret eller afgjort imens, eller den kan ikke fjernes herfra.
   *[other] { $n } er ikke rørt: de blev ændret eller afgjort imens, eller de kan ikke fjernes herfra.
}
shortcuts-lead = En tast flytter dig derhen, og Enter gør det. Tasterne virker ikke, mens du skriver i et felt.
shortcuts-use = Brug genveje
shortcuts-fixed = Esc lukker en menu. Enter og Tab er altid, som de plejer.
shortcuts-save = Gem genvejene
shortcuts-refused = Hver handling skal have sin egen tast, og en tast er ét tegn. Ret det, og gem igen.
key-next = Næste i listen
key-previous = Forrige i listen
key-open = Åbn, eller gå til den åbne
key-remove = Gå til Fjern
key-redirect = Gå til Henvis
key-keep = Gå til Behold
key-alike = Gå til dem, der siger det samme
key-veil = Vis eller skjul en hård tekst
key-undo = Gå til det seneste, du afgjorde
key-queue = Til køen
key-search = Til Søg
key-help = Vis genvejene
close = Luk

## Siderne ved siden af køen
open = Åbn
older = Ældre
when = Hvornår
who = Hvem
what = Hvad
rule = Regel
sentence = Ordlyd
ground = Grund
standing = Hvor den står
number = Nr.
code = Kode
total = I alt
mode = Tilstand
as-table = Vis som tabel
chart-empty = Der er ingen tal at vise endnu.
seconds = { $n ->
    [one] 1 sekund
   *[other] { $n } sekunder
}
minutes = { $n ->
    [one] 1 minut
   *[other] { $n } minutter
}
hours = { $what } timer
waiting-lead = Det, der er besluttet og ikke udført endnu.
waiting-parked = Kræver en person
waiting-parked-none = Der er ingenting, du skal gøre noget ved.
waiting-network = Venter på netværket
waiting-network-none = Alt, der er besluttet, er udført.
decided-lead = De nyeste først. Her står ingen ord fra borgere.
decided-none = Der er ikke afgjort noget endnu.
decided-destroyed = Slettet hos os efter reglerne.
search-words = Søg efter ord i åbne henvendelser
search-do = Søg
search-help = Store og små bogstaver er ens. Vi gemmer ikke, hvad du søger efter, kun at du har søgt. Der søges ikke i navne.
search-refused = Skriv mindst ét ord på to bogstaver, og højst 100 tegn.
search-hits = { $n ->
    [one] 1 fundet
   *[other] { $n } fundet
}
search-progress = Læst { $what } af { $other } åbne henvendelser.
search-none = Ingen af de læste henvendelser har de ord.
search-on = Søg videre
retention-lead = Vi sletter, hvad vi ikke længere har brug for. Netværkets egen kopi råder vi ikke over.
retention-today = slettes i dag
retention-late = frist overskredet
retention-held = henvendelser hos os nu
retention-destroyed = slettet i år
retention-ahead = De næste 30 dage
retention-chart = Henvendelser, der slettes, dag for dag de næste 30 dage
retention-count = Slettes
retention-rules = Så længe beholder vi vores kopi
retention-rules-lead = Regnet fra afgørelsen. Det, borgeren selv sletter på netværket, slettes hos os med det samme.
days-kept = Dage
kept-left = Intet at gøre
kept-queued = Venter på en afgørelse
kept-hidden = Skjult automatisk
kept-kept = Beholdt
kept-redirected = Henvist
kept-answered = Besvaret
kept-removed = Fjernet
receipts = Dokumentation for sletning
receipts-lead = Én linje for hver kørsel, der slettede noget.
receipts-none = Ingen kørsel har slettet noget endnu.
receipt-destroyed = Henvendelser
receipt-marks = Kendemærker
receipt-after = Efterkontrol
receipt-run = Kørsel
receipt-clean = Intet tilbage i databaserne
receipt-until = Rester i databasens logfiler er væk senest { $what }
receipt-again = Logfilen var i brug; næste kørsel prøver igen
statistics-lead = De seneste 30 dage. En skjult kommentar tæller som fjernet.
statistics-seen = kommentarer set
statistics-removed = fjernet
statistics-kept = beholdt af en person
statistics-redirected = henvist
statistics-incoming = Kommentarer dag for dag, for hvert netværk
statistics-missing = { $n ->
    [one] 1 mangler
   *[other] { $n } mangler
}
statistics-grounds = Fjernet, efter grund
ground-none = uden grund
ground-removes-nothing = fjerner ikke noget
by-person = Af en person
statistics-times = Fra skrevet til skjult
office-hours = Skrevet i de bemandede timer
other-hours = Skrevet uden for de bemandede timer
none-hidden = Ingen er skjult.
median = Halvdelen inden for { $what } (af { $other })
statistics-times-help = Tæller dem, der stadig er hos os.
statistics-rules = Markeret, men beholdt
statistics-rules-lead = Hvor ofte en person var uenig med automatikken, for hver regel.
stayed = Beholdt
acted-on = Fjernet eller henvist
statistics-mailboxes = Henvist, efter postkasse
mailbox-name = Postkasse
statistics-few = Hvor to ting krydses, holdes tal under 5 tilbage («–»), og med dem så mange andre, at ingen forskel røber dem. I alt-tal holdes aldrig tilbage.
audit-lead = Hvad der er gjort, og af hvem. Her står intet om borgere.
audit-lines = De nyeste linjer
chain-holds = Kæden er ubrudt: { $what } linjer, de nyeste { $other } er kontrolleret nu.
chain-broken = Kæden er brudt ved linje { $what }. Rør ikke noget, og ring til den sikkerhedsansvarlige.
did-opened = Åbnede en henvendelse
did-taken-over = Overtog en henvendelse
did-sample-drawn = Trak ugens stikprøve
did-sample-read = Så ugens stikprøve
did-sample-same = Fandt en afgørelse ens
did-sample-different = Fandt en afgørelse forskellig
did-opinion-asked = Bad om et andet syn
did-opinion-withdrawn = Trak et ønske om et andet syn tilbage
did-handed-over = Gav en henvendelse videre
did-hand-over-withdrawn = Trak en videregivelse tilbage
did-searched = Søgte i åbne henvendelser
did-printed = Udskrev en afgørelse
did-sign-in = Loggede ind
did-sign-in-link = Loggede ind med engangslink
did-sign-in-refused = Login blev afvist
did-sign-out = Loggede ud
did-moderator-link = Lavede et engangslink
did-moderator-added = Oprettede en moderator
did-password = Skiftede adgangskode
did-halted = Stoppede alt automatisk
did-started = Startede igen
did-decided-kept = Beholdt
did-decided-removed = Besluttede at fjerne
did-decided-redirected = Henviste
did-hide-done = Skjult på netværket
did-delete-done = Slettet på netværket
did-reply-done = Svar sendt
did-unhide-done = Vist igen på netværket
did-gone-on-network = Fandtes ikke længere på netværket
did-decided-answered = Besluttede at svare
did-decided-hidden = Henviste, og lækket bliver skjult
did-undone-kept = Fortrød at beholde
did-undone-removed = Fortrød at fjerne
did-undone-redirected = Fortrød at henvise
did-undone-answered = Fortrød at svare
did-undone-hidden = Fortrød at svare
paper-title = Udskriv afgørelsen
paper-short = Udskriv
written-on = Skrevet
printed = Udskrevet
paper-help = Personoplysninger er dækket, allerede før vi gemte teksten. Navne på afsender og medarbejdere står ikke på udskriften.
checks = Kontroller
what-to-do = Gør sådan:
version = Ordstyrer { $what }
light-word-well = i orden
light-word-late = forsinket
light-word-bad = fejl
operation-well = Alt kører.
operation-ill = { $n ->
    [one] 1 ting skal ses efter.
   *[other] { $n } ting skal ses efter.
}
mode-acting = Den må skjule og svare.
mode-observing = Den iagttager kun.
check-machine = Automatikken
check-machine-well = Den kører.
check-machine-halted = Den er stoppet. Intet skjules af sig selv, og ingen svar sendes.
check-machine-todo = Tryk «Start igen» øverst, når grunden er væk.
check-account-well = Hentet { $what }.
check-account-late = Ikke hentet siden { $what }.
check-account-never = Aldrig hentet.
check-account-trouble = Netværket svarer ikke. Senest hentet { $what }.
check-account-dead = Adgangen virker ikke længere.
check-account-todo = Vent et kvarter. Bliver det ved, så ring til it-driften.
check-account-dead-todo = Bed it-driften om at forny adgangen.
check-alarms-none = Ingen alarm venter.
check-alarms-open = { $n ->
    [one] 1 alarm venter på, at nogen tager den.
   *[other] { $n } alarmer venter på, at nogen tager dem.
}
check-alarms-todo = Åbn Alarmer, og kvittér for dem, du tager.
check-outbox = Udbakken
check-outbox-sentence = { $what } venter på netværket, { $other } kræver en person.
check-outbox-todo = Åbn Venter, og tag dem, der kræver en person.
check-retention = Sletning
check-retention-well = Senest kørt { $what }. Ingen frist er overskredet.
check-retention-never = Der har ikke været noget at slette endnu.
check-retention-late = { $n ->
    [one] 1 henvendelse skulle have været slettet.
   *[other] { $n } henvendelser skulle have været slettet.
}
check-retention-todo = Ring til it-driften i dag.
check-counts = Afstemning
check-counts-missing = { $n ->
    [one] 1 kommentar tælles på netværket uden at blive vist os.
   *[other] { $n } kommentarer tælles på netværket uden at blive vist os.
}
check-counts-todo = Se Afstemning.
check-chain-todo = Rør ikke noget, og ring til den sikkerhedsansvarlige.
check-databases = Databaser
check-databases-well = Begge svarer.
check-databases-bad = Nøgledatabasen hører ikke til.
check-databases-todo = Ring til it-driften nu.
help-answers = Spørgsmål og svar
help-order = Hvad skal jeg tage først?
help-order-answer = Det, der haster, står øverst: trusler, læk, der ikke kunne skjules, og frister, der er overskredet. Derefter de nyeste.
help-colours = Hvad betyder streg og mærke?
help-colours-answer = Rød er et læk eller en fare, gul er hårdt eller uønsket, lilla er en sag, der hører til i Digital Post. Ordet står altid ved siden af.
help-suggestion = Skal jeg følge forslaget?
help-suggestion-answer = Nej. Forslaget står øverst, men du afgør. Du skal ikke give en grund for at være uenig.
help-two = Hvad, hvis vi er to om den samme?
help-two-answer = Du kan se, hvem der ser på den, og overtage den. Afgør I begge, gælder den første, og den anden får det at vide.
help-hard = Hvad med de hårde?
help-hard-answer = Grunden står først, og teksten er skjult, til du vil se den. Du kan afgøre uden at læse. Tag en pause, når du har brug for det.
help-stop = Hvordan stopper jeg det hele?
help-stop-answer = Knappen «Stop alt automatisk» står på hver side. Den virker med det samme, og alle kan trykke.
shortcuts-are-off = Genvejene er slået fra.
shortcuts-change = Skift taster, eller slå dem fra
settings-lead = Sådan er huset sat op. It-driften ændrer det i konfigurationen, hvor hver ændring har en historie.
settings-own = Dit eget
settings-times = Tider
settings-undo = Fortrydelse
settings-confirm = Bekræft et automatisk skjul inden
settings-kept = Opbevaring
settings-accounts = Konti
settings-guidelines = Retningslinjer
settings-told = Alarmer
settings-by-mail = { $n ->
    [one] Med mail til 1 person
   *[other] Med mail til { $n } personer
}
settings-by-webhook = Med webhook til vagtens eget system
settings-desk-only = Kun her på siden: ingen får besked, før nogen ser efter
settings-hours = Bemandet { $what }, kl. { $other }. Helligdage er lukket.
settings-caps = Lofter for det automatiske
settings-a-day = Højst pr. regel, side og dag
settings-an-hour = Højst pr. side og time
settings-breaker = En regel venter på en person, når { $what } % af mindst { $other } bliver ændret af en person på en uge.
weekday-mon = mandag
weekday-tue = tirsdag
weekday-wed = onsdag
weekday-thu = torsdag
weekday-fri = fredag
weekday-sat = lørdag
weekday-sun = søndag
mailbox-placeholder = Linket fører ingen steder hen: postkassens rigtige id mangler
mailbox-verified = Kontrolleret { $what }
mailbox-stale = Kontrolleret { $what }: for længe siden
mailbox-unverified = Ikke kontrolleret endnu
mailbox-expired = Gælder ikke i dag
settings-mailboxes = Postkasser
link-checked = Linket er kontrolleret

## Ikke alene: et andet syn og at give videre
queue-mine = Til dig
refer-title = Få et andet syn, eller giv den videre
opinion-title = Andet syn
opinion-help = Henvendelsen går tilbage i køen med et mærke. En kollega afgør den; du kan ikke selv.
opinion-ask = Bed om et andet syn
opinion-asked = { $what } beder om et andet syn fra { $other }.
opinion-barred = Derfor afgør en kollega den. Træk dit ønske tilbage, hvis du selv vil afgøre.
hand-over-title = Giv videre
hand-over-help = Henvendelsen bliver stående i køen, til modtageren eller en anden afgør den. Frister løber videre.
hand-over = Giv videre
handed-over = { $what } har givet den videre til { $other }.
refer-to = Til
refer-why = Hvorfor
choose-person = Vælg, til hvem
to-anybody = en kollega
to-lead = teamlederen
to-dpo = databeskyttelsesrådgiveren
because = Grund: { $what }.
reason-rule = tvivl om, hvilken regel der gælder
reason-law = kan være ulovligt
reason-personal-data = personoplysninger
reason-field = hører til et andet fagområde
reason-involved = kender den, der skriver, eller er selv omtalt
reason-hard = hård at læse
reason-shift = vagten er slut
ending-decided = { $what } afgjorde den { $other }.
ending-withdrawn = { $what } trak ønsket tilbage { $other }.
ending-passed-on = { $what } gav den videre { $other }.
withdraw = Træk tilbage
notice-opinion = En kollega bliver bedt om et andet syn.
notice-handed-over = Henvendelsen er givet videre.
notice-withdrawn = Dit ønske er trukket tilbage.
barred-title = Den afgør en kollega
barred-sentence = Du har bedt om et andet syn på den. Der er ikke sket noget. Træk dit ønske tilbage, hvis du selv vil afgøre.
asked-title = Der er allerede bedt om et andet syn
asked-sentence = Der er ikke sket noget. Den, der har bedt om det, kan trække det tilbage.
nobody-title = Der er ingen at give den til
nobody-sentence = Der er ikke sket noget. Ingen anden kan logge ind lige nu, eller den valgte er det ikke længere.

## Tråden
thread-title = Tråden
thread-post = Vores opslag fra { $what }. Ordene i vores opslag gemmes ikke her; de står på netværket.
thread-post-unknown = Et af vores opslag. Ordene i vores opslag gemmes ikke her; de står på netværket.
thread-no-post = Den står ikke under et af vores opslag.
thread-direct = Den er ikke et svar på en anden kommentar.
thread-ours = Den svarer på noget, vi selv har skrevet. Se det på netværket.
thread-unkept = Den svarer på en kommentar, som ikke gemmes her. Se den på netværket.

## Månedens rapport og ugens stikprøve
statistics-by-machine = af dem kun af automatikken
statistics-gap = talt af netværket og ikke vist os
statistics-gone-before = væk, før vi kom
statistics-networks = Kommentarer, efter netværk
network-name = Netværk
median-few = For få til en median (af { $what })
months-title = Måneder, der kan offentliggøres
months-lead = En måned kan ses, når den er slut, og ændrer sig ikke siden. Udskriv den, eller hent de samme tal med «ordstyrer report».
month-report = Moderering i { $what }
month-made = { $what } · opgjort { $other }
month-lead = Sådan har vi modereret kommentarer på kommunens sider. En skjult kommentar tæller som fjernet, også hvis den blev vist igen.
month-not-over = Måneden er ikke slut. To rapporter om den samme måned kunne røbe, hvad hver af dem holder tilbage.
whole-month-1 = januar { $what }
whole-month-2 = februar { $what }
whole-month-3 = marts { $what }
whole-month-4 = april { $what }
whole-month-5 = maj { $what }
whole-month-6 = juni { $what }
whole-month-7 = juli { $what }
whole-month-8 = august { $what }
whole-month-9 = september { $what }
whole-month-10 = oktober { $what }
whole-month-11 = november { $what }
whole-month-12 = december { $what }
sample-title = Ugens stikprøve
sample-lead = Samme regel, samme udfald? Tilfældet vælger op til fem afgørelser for hver regel blandt dem, vi stadig har. Her står ikke, hvem der afgjorde.
sample-week = Ugen, der begyndte { $what }
sample-undrawn = Stikprøven for den uge er ikke trukket endnu. Den trækkes én gang.
sample-draw = Træk stikprøven
sample-none = Der er ikke to afgørelser under den samme regel, som vi stadig har.
sample-same = Ens
sample-different = Forskellig
sample-open = Ikke set
sample-why = Hvorfor forskellig?
sample-is-same = som de andre
sample-is-different = ikke som de andre: { $what }
sample-counts = De seneste 12 uger
unlike-harsher = hårdere end de andre
unlike-milder = mildere end de andre
unlike-other-rule = hører under en anden regel
unlike-context = sammenhængen forklarer det
unlike-unclear = kan ikke ses herfra

## Det, man helst er fri for
spared-title = Emner, jeg helst er fri for
spared-lead = Sæt flueben ved det, du helst overlader til kolleger. Det forsvinder fra din liste, og du springer det over. Kun du kan se dit valg.
spared-urgent = Det, der haster, er ingen fri for: det står altid i alles liste, så det aldrig ligger, hvor ingen ser det.
spared-legend = Overlad til kolleger
spared-save = Gem
spared-here = { $n ->
    [one] 1 henvendelse er overladt til kolleger.
   *[other] { $n } henvendelser er overladt til kolleger.
}
spared-show = Vis alle
notice-spared = Dit valg er gemt.
key-answer = Gå til Svar
key-refer = Gå til Andet syn og Giv videre
shortcuts-more = 1–6 vælger en kø, pil op og ned går i listen, Ctrl eller ⌘ med Enter sender det, du skriver, og Ctrl eller ⌘ med K viser, hvor du kan gå hen.
places-title = Gå til

## Reglerne og tilgængeligheden
policy-title = Reglerne
policy-lead = Tabellen, der afgør, hvad automatikken foreslår. Den kan læses her og ændres i konfigurationen, hvor hver ændring har en historie.
policy-table = Tabellen
policy-table-lead = Den første række, der passer på en kommentar, gælder. Det værste står derfor først.
policy-looks-for = Når der er
policy-then = Så
policy-examples-lead = Eksemplerne er opdigtede. En kommentar læses altid i sin sammenhæng.
policy-example = Fjernes:
policy-stays = Bliver stående:
rules-only = { $what }, kun { $other }
rules-about-fact-child = om et barn
rules-about-fact-third = om en anden end den, der skriver
rules-sure-low = også når reglen er lidt sikker
rules-sure-medium = når reglen er nogenlunde sikker
rules-sure-high = når reglen er helt sikker
rules-leave = Den bliver stående.
rules-redirect = En person ser den, med en henvisning som forslag.
rules-hide = En person ser den, med skjul som forslag.
rules-hide-alone = Automatikken skjuler den. En person bekræfter eller ophæver.
rules-review = En person vurderer den.
rules-urgent = Den haster.
statement-title = Tilgængelighedserklæring
statement-lead = { $what } er forpligtet til at gøre sine websteder tilgængelige efter lov om tilgængelighed af offentlige organers websteder og mobilapplikationer. Den offentliggjorte erklæring laves i Digitaliseringsstyrelsens WAS-Tool; her står, hvad der er kendt om denne løsning.
statement-how = I hvilken grad er løsningen tilgængelig?
statement-how-answer = Siderne er bygget efter WCAG 2.2, niveau A og AA, og virker uden JavaScript, med tastatur alene, ved 400 % forstørrelse, i mørke farver og med skærmens egne farver.
statement-not = Hvad er ikke tilgængeligt?
statement-not-answer = Det, borgere skriver, kan være svært at forstå, og billeder, de vedhæfter, vises ikke og har ingen tekst. Der er ingen kendte fejl i løsningens egne sider.
statement-tested = Hvordan er den afprøvet?
statement-tested-answer = Hver side afprøves maskinelt i en rigtig browser ved hver ændring. Den er endnu ikke afprøvet med skærmlæser af mennesker, der bruger en til daglig.
statement-contact = Hvem kan jeg skrive til?
statement-contact-answer = Sig det til it-driften i { $what }, hvis noget ikke er tilgængeligt for dig. Du kan også ringe.
statement-authority = Hvor kan jeg klage?
statement-authority-answer = Svarer { $what } ikke, eller er du utilfreds med svaret, kan du henvende dig til Digitaliseringsstyrelsen, der fører tilsyn.
example-R1 = »Så brænder vi det af i aften, mød op kl. 22.«
example-R1-stays = »Det burde være forbudt at bygge sådan.«
example-R2 = »Jeg ved, hvor du bor, og jeg kommer.«
example-R2-stays = »I kan regne med, at jeg klager.«
example-R3 = En hel gruppe kaldes skadedyr.
example-R3-stays = »Jeg er imod kommunens integrationspolitik.«
example-R4 = »Du er en idiot, og det ved alle.«
example-R4-stays = »Dit argument holder ikke.«
example-R5 = En navngiven sagsbehandler kaldes uduelig.
example-R5-stays = »Jobcentret har behandlet min sag dårligt.«
example-R6 = Groft sprog rettet mod en anden i tråden.
example-R6-stays = »For helvede, hvor er det dumt.«
example-R7 = Et CPR-nummer, et kontonummer eller en diagnose.
example-R7-stays = »Skriv til mig på Digital Post.«
example-R8 = »Naboen i nummer 4 er på kontanthjælp.«
example-R8-stays = »Naboen har en flot have.«
example-R9 = Et barns navn, skole og problemer sammen.
example-R9-stays = »Skolen mangler lærere.«
example-R10 = »Tjen 5.000 kr. om dagen, klik her.«
example-R10-stays = »Vi holder loppemarked på søndag.«
example-R11 = Et langt indlæg om et helt andet emne.
example-R11-stays = Et spørgsmål, der ligger tæt på emnet.
example-R12 = En hel avisartikel, kopieret ind.
example-R12-stays = Et link til artiklen.
example-R13 = En profil, der udgiver sig for borgmesteren.
example-R13-stays = En profil med et kaldenavn.
example-R14 = Den samme kommentar under ti opslag.
example-R14-stays = Den samme mening, skrevet på ny.
## Roller og adgang
role-none = ingen
role-reader = læser
role-moderator = moderator
role-team-lead = teamleder
role-dpo = databeskyttelsesrådgiver
role-legal = jurist
role-security-lead = sikkerhedsansvarlig
role-it-administrator = it-administrator
forbidden-title = Det har du ikke adgang til
forbidden-wanted = Du ville { $what }.
forbidden-own = Din rolle: { $what }.
forbidden-others = Det kan: { $what }.
forbidden-todo = Har du brug for det, så spørg din teamleder eller den sikkerhedsansvarlige. Der er ikke sket noget.
to-begin = Til forsiden
may-own = se dine egne ting
may-read-inquiries = læse, hvad borgere har skrevet
may-decide = afgøre en henvendelse
may-read-alarms = se alarmerne
may-take-alarm = tage en alarm
may-close-notification = lukke en underretning
may-stop = stoppe alt automatisk
may-start = starte alt automatisk igen
may-judge-sample = se ugens stikprøve
may-read-figures = se tallene
may-read-trail = se, hvem der har gjort hvad
may-read-operation = se, hvordan driften går
may-read-access = se, hvem der har adgang
may-review-access = gennemgå, hvem der har adgang
sessions-title = Hvor du er logget ind
sessions-lead = Kender du ikke en af dem, så afslut den, og skift adgangskode.
session-this = denne her
session-times = Logget ind { $what }, sidst set { $other }.
session-end = Afslut
session-end-one = Afslut { $what }, logget ind { $other }
session-end-others = Afslut alle andre
device-unknown = Ukendt browser
did-session-ended = Afsluttede egne sessioner andre steder
did-moderator-roles = Ændrede nogens roller
did-moderator-pages = Ændrede nogens sider
did-moderator-disabled = Lukkede nogen ude

## Andet trin
second-step-title = Andet trin
second-step-lead = Skriv den kode, som appen på din telefon viser for Ordstyrer.
second-step-new = Din rolle kræver et andet trin, når du logger ind: en kode fra en app på din telefon. Hent en app til engangskoder (for eksempel den, du bruger til Microsoft 365), og vis så nøglen her.
second-step-show = Vis en nøgle
second-step-app = Tilføj en konto i appen, og skriv nøglen. Skriv så den kode, som appen viser. Nøglen vises ikke igen, når koden er godkendt.
second-step-key = Nøgle (tidsbaseret, 6 cifre)
second-step-here = Er appen på denne enhed, så åbn den her
second-step-code = Kode (6 cifre)
second-step-go = Fortsæt
second-step-refused = Koden er ikke rigtig, eller den er brugt. Vent på den næste, og prøv igen. Passer telefonens ur?
second-step-lost = Har du mistet telefonen, så bed den, der har oprettet dig, om at nulstille det andet trin.
did-second-step = Viste en kode
did-second-step-set-up = Satte sit andet trin op
did-second-step-refused = En kode blev afvist
did-moderator-second-step-forgotten = Nulstillede nogens andet trin

## Kommunens login
login-go = Log ind med kommunens login
login-go-one = Log ind som ansat i { $what }
emergency = Nødlogin
emergency-help = Kun når kommunens login ikke svarer. Det bliver noteret, at du brugte det.
login-title = Du kom ikke ind
login-refused = Kommunens login gav ikke adgang. Er du med i den rigtige gruppe? Spørg din teamleder, og prøv så igen.
login-unreachable = Kommunens login svarer ikke lige nu. Prøv igen om lidt. Haster det, så brug nødlogin.
did-sign-in-login = Loggede ind med kommunens login
did-sign-in-emergency = Loggede ind med nødlogin

## Hvem der har adgang
access-title = Adgange
access-lead = Hver tredje måned ser en teamleder eller den sikkerhedsansvarlige på, hvem der stadig skal have adgang. Ingen ser på sin egen.
access-due = skal ses på nu
access-roles = Roller
access-pages = Sider
access-all = alle
access-last = Senest logget ind
access-never = aldrig
access-look = Senest set på
access-looked = af { $what }, { $other }
access-not-yet = ikke endnu
access-own = Din egen adgang ser en kollega på.
access-keep = Beholder
access-keep-one = Beholder: { $what }
access-lose = Mister adgangen
access-lose-one = Mister adgangen: { $what }
access-help = Hvem der mister sin adgang, er ude med det samme. Roller gives igen med kommandoen ordstyrer moderator role. Du bliver bedt om en frisk kode, før noget ændres.
check-access-late = { $n ->
    [one] Én adgang er ikke set på i tre måneder.
   *[other] { $n } adgange er ikke set på i tre måneder.
}
check-access-well = Alle adgange er set på inden for tre måneder.
check-access-todo = Gå til Adgange, og sig for hver, om den skal blive.
did-access-kept = Så på en adgang: den bliver
did-access-ended = Så på en adgang: den blev lukket
did-notice-read = Læste, hvad der noteres
staff-notice-title = Hvad der noteres om dig
staff-notice-lead = Læs det her, før du begynder. Det noteres, at du har læst det.
staff-notice-reads = Når du åbner eller udskriver en henvendelse eller søger, noteres det: hvem, hvornår og hvilken henvendelse. Ikke hvad du søgte efter.
staff-notice-deeds = Når du afgør noget, fortryder eller stopper noget, noteres det i en revisionslog, som ikke kan ændres.
staff-notice-sessions = Når du logger ind og ud, noteres tidspunktet og om det lykkedes. Dine åbne sessioner kan du selv se og afslutte.
staff-notice-unusual = Loggen bruges til at finde fejl og misbrug, aldrig til at måle, hvor hurtigt du arbejder.
staff-notice-pseudonym = I loggen står du med et pseudonym. På nettet ses kun kommunen, aldrig dit navn.
staff-notice-rights = Du har ret til at se, hvad der er noteret om dig. Spørg kommunens databeskyttelsesrådgiver.
staff-notice-confirm = Jeg har læst det
