//! What people write, as templates with slots. All of it is invented here. CPR numbers have the
//! birth date 31-12-2036, which nobody has, and the one telephone number is an example.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::Truth;

/// The templates of one kind.
pub(super) fn of(truth: Truth) -> &'static [&'static str] {
    match truth {
        Truth::Leak => LEAKS,
        Truth::Contact => CONTACTS,
        Truth::Abuse => ABUSE,
        Truth::CaseRequest => CASE_REQUESTS,
        Truth::Question => QUESTIONS,
        Truth::Praise => PRAISE,
        Truth::Criticism => CRITICISM,
        Truth::Spam => SPAM,
        Truth::Ours => POSTS,
    }
}

/// A CPR number where a word says what it is, in any writing: `{cpr}`. Alone it stands in its usual
/// one: `{nr}`.
const LEAKS: &[&str] = &[
    "Hej, kan I se på min sag? Mit cpr-nummer er {cpr}",
    "Jeg har ventet siden {dag}. CPR {cpr}, skynd jer nu",
    "Min mors personnummer er {cpr}, hun mangler stadig hjemmehjælp",
    "Min søn {navn} skal skrives op til {sted}, cpr nr. {cpr}",
    "Det er mig der har skrevet. {nr} hvis I skal slå mig op",
    "Kan I ikke bare finde sagen selv? {nr}",
    "cpr: {cpr} – er mit pas klar til afhentning?",
    "Flyttede til {vej} i {måned}, mit cprnr er {cpr}, er det registreret?",
    "Min nabo {navn} har cpr {cpr} og snyder med boligstøtten!",
    "My CPR number is {cpr}, can you check my application please?",
    "I moved in {måned} and my CPR is {cpr}. No health card yet",
    "Sygesikringskort til {navn}, cpr-nr {cpr}, er aldrig kommet frem",
];

/// `{tlf}`, `{mail}`.
const CONTACTS: &[&str] = &[
    "Ring til mig på {tlf}, jeg er hjemme efter kl. 16",
    "Kan nogen fra {sted} kontakte mig? Tlf. {tlf}",
    "Skriv til mig på {mail}, så sender jeg billeder af hullet",
    "Please call me back on {tlf}, I can't get through",
    "{navn} kan hjælpe jer, hendes nummer er {tlf}",
    "Jeg har skrevet fra {mail} tre gange uden svar",
];

const ABUSE: &[&str] = &[
    "I er nogle ynkelige idioter alle sammen",
    "Sagsbehandleren på {sted} er en klam løgner og burde spærres inde",
    "Hold kæft hvor er I dumme, fyr hele banden",
    "{navn} er en dum kælling, det ved alle i byen",
    "Hvilken hjernedød abe har planlagt arbejdet på {vej}?",
    "Fuck jer og jeres møgkommune",
    "Du er en taber {navn}, luk røven",
    "Utrolige svin I er på {sted}, håber I brænder op",
    "You people are pathetic morons, every one of you",
    "Skide bureaukrater, jeg spytter på jer",
];

const CASE_REQUESTS: &[&str] = &[
    "Hvornår får jeg svar på min ansøgning om {ydelse}? Den blev sendt i {måned}",
    "Jeg har fået afslag på {ydelse} og forstår det ikke. Hvordan klager jeg?",
    "Min mor er lige kommet hjem fra hospitalet og hjemmehjælpen kommer ikke. Hvad gør jeg?",
    "I har trukket for meget i min {ydelse} i {måned}, kan I rette det?",
    "Vi er skrevet op til {sted}, hvor langt nede på listen er vi?",
    "Min sag har ligget hos jer i {antal} uger. Kan I se hvor langt den er?",
    "Jeg skal bruge min sagsbehandlers navn, jeg kan ikke komme igennem nogen steder",
    "Kan I flytte min tid på Borgerservice fra {dag}?",
    "Jeg er blevet sygemeldt og skal have {ydelse}, hvor får jeg det?",
    "Vores skraldespand på {vej} er ikke tømt i {antal} uger, kan I sende en bil?",
    "I applied for {ydelse} in {måned} and have heard nothing. What is the status of my case?",
    "My daughter needs a place at {sted} from {måned}, can you sign her up?",
];

const QUESTIONS: &[&str] = &[
    "Hvornår er {vej} åben igen?",
    "Er {sted} åbent på {dag}?",
    "Hvor afleverer man gammel maling og batterier?",
    "Gælder det også for os der bor på {vej}?",
    "Hvad koster det at være med?",
    "Er der plads til barnevogne?",
    "Hvor kan man læse hele forslaget?",
    "Bliver mødet på {sted} også sendt på nettet?",
    "Hvor mange træer skal fældes ved {vej}?",
    "Skal man tilmelde sig eller møder man bare op {dag}?",
    "Is the library open on {dag}?",
    "Do you offer this in English as well?",
    "Kommer der cykelsti helt ud til {sted}?",
    "Hvor længe varer det? Der stod {antal} uger på skiltet",
];

const PRAISE: &[&str] = &[
    "Hvor er det dejligt, tak til alle på {sted}!",
    "Super godt initiativ 👏",
    "Tusind tak for hurtig hjælp i {dag}s, I er guld værd",
    "Stor ros til folkene der rydder sne på {vej}",
    "Det har vi ventet på i {antal} år, hurra",
    "Så flot det er blevet ved {vej} 😍",
    "Min datter elsker {sted}, tak for jer",
    "Thank you, {sted} was a great help to us newcomers",
    "Skøn dag i går, vi kommer igen {dag}",
];

/// Harsh and lawful: it must stay.
const CRITICISM: &[&str] = &[
    "Det er den dårligste beslutning byrådet har taget i {antal} år",
    "Pinligt. I bruger millioner på {vej} og lader skolerne rådne",
    "Borgmesteren burde skamme sig over det her",
    "Endnu en gang lytter I ikke til borgerne. Fuldstændig til grin",
    "Jeg tror ikke på et ord af det. I lovede det samme i {måned}",
    "Hvor svært kan det være at lappe et hul på {vej}? Amatører",
    "Ren symbolpolitik. Stem dem ud til næste valg!",
    "I sparer på de svageste og kalder det udvikling. Uanstændigt",
    "Ventetiden på {sted} er en skandale, og ledelsen ved det",
    "This plan is a disgrace and a waste of our taxes",
    "Møgirriterende at I graver {vej} op for tredje gang",
    "Det er noget forbandet rod, tag jer nu sammen",
];

const SPAM: &[&str] = &[
    "Tjen {antal}000 kr om ugen hjemmefra, se https://tjen-nu.example",
    "Billige gardiner til salg, skriv for pris!!! https://gardin.example",
    "Følg min side og vind en rejse 🎁🎁🎁 https://vind.example",
    "Got rich with crypto thanks to this man, message him now https://coin.example",
];

/// What we post ourselves.
const POSTS: &[&str] = &[
    "Vi graver på {vej} i uge {antal}. Kør uden om, og pas på cyklisterne 🚧",
    "Åbent hus på {sted} {dag} kl. 10-14. Kom og sig hej!",
    "Byrådet har vedtaget budgettet. Læs, hvad det betyder for dig: https://lilleby.example/budget",
    "Husk, at affaldet hentes en dag senere i uge {antal} på grund af helligdagen",
    "Vi søger nye kolleger til {sted}. Er det dig?",
    "Borgermøde om den nye plan for {vej} {dag} kl. 19. Alle er velkomne",
    "Biblioteket holder natåbent {dag}. Tag naboen med 📚",
];

/// What a colleague answers in the network's own app.
pub(super) const REPLIES: &[&str] = &[
    "Tak for dit spørgsmål. Du kan læse mere på https://lilleby.example",
    "Hej, det kigger vi på. Venlig hilsen {sted}",
    "Tak for din besked. Skriv til os via Digital Post, så hjælper vi dig videre.",
    "Så dejligt at høre! Vi giver rosen videre til {sted}.",
];

/// A colleague who should not have written so.
pub(super) const SLIPS: &[&str] = &[
    "Hej {navn}, vi kan se på dit cpr-nummer {cpr}, at sagen er oprettet",
    "Tak, vi har noteret {nr} og vender tilbage",
];

/// What is added to a harmless comment when its writer thinks again.
pub(super) const AFTERTHOUGHTS: &[&str] = &[
    " (rettet: mit cpr er {cpr}, hvis I skal bruge det)",
    " PS: cpr-nummer {cpr}",
    " EDIT: my CPR number is {cpr}",
];

const SLOTS: &[(&str, &[&str])] = &[
    ("{vej}", &["Storegade", "Havnevejen", "Skolestien", "Møllevangen", "Kirkepladsen", "Ndr. Ringvej"]),
    ("{sted}", &["Borgerservice", "Solsikken", "biblioteket", "svømmehallen", "jobcentret", "Lilleby Skole"]),
    ("{dag}", &["mandag", "tirsdag", "torsdag", "fredag", "lørdag"]),
    ("{måned}", &["januar", "marts", "maj", "august", "oktober"]),
    ("{antal}", &["3", "5", "8", "12", "20"]),
    ("{ydelse}", &["boligstøtte", "førtidspension", "børnetilskud", "sygedagpenge", "støtte til briller"]),
    ("{navn}", &["Karla", "Villads", "Astrid", "Jeppe", "Signe", "Malthe"]),
    ("{tlf}", &["20 12 34 56", "20123456", "+45 20 12 34 56", "2012 3456"]),
    ("{mail}", &["borger@example.org", "hansen.familien@example.com"]),
    ("{nr}", &["311236-4004", "311236-4012", "311236-4020", "311236-4039"]),
    (
        "{cpr}",
        &[
            "311236-4004",
            "311236 4012",
            "3112364020",
            "31.12.36-4039",
            "31/12-36 4004",
            "31 12 36 40 12",
            "311236/4020",
            "311236 - 4039",
            "31.12.2036-4004",
            "３１１２３６-４０１２",
            "311236\u{200b}-4020",
            "911236-4002",
        ],
    ),
];

const FIRST: &[&str] = &[
    "Bente", "Karsten", "Freja", "Omar", "Lone", "Emil", "Ayşe", "Torben", "Sofie", "Kaj", "Milla", "Rasmus",
    "Grethe", "Noor",
];
const LAST: &[&str] =
    &["Lillebysen", "Prøvegaard", "Testrup", "Vandel", "Eksempel", "Sandkær", "Mosegrav", "Fiktum"];

/// An invented person.
pub(super) fn name(chance: &mut impl Rng) -> String {
    let mut one = |list: &[&'static str]| list.choose(chance).copied().unwrap_or_default();
    format!("{} {}", one(FIRST), one(LAST))
}

/// One of the templates, its slots filled.
pub(super) fn one(chance: &mut impl Rng, templates: &[&str]) -> String {
    let mut words = templates.choose(chance).copied().unwrap_or_default().to_owned();
    for (slot, values) in SLOTS {
        // Drawn for every slot, so that a new template does not shift what follows it.
        let value = values.choose(chance).copied().unwrap_or_default();
        words = words.replace(slot, value);
    }
    words
}
