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
undo = Sendes først til netværket efter { $n ->
    [one] 1 sekund
   *[other] { $n } sekunder
}; indtil da kan du lave den om.
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
state-answered = Besvaret af en kollega på netværket.
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
notice-look = Se den, eller lav den om
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
warning-token-dead = Adgangen til { $what } virker ikke længere ({ $other }). Bed it-driften om at forny den.

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
to-reply = Se svar, og henvis
