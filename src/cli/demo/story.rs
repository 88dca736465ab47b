//! What happens, in plain sentences without a citizen's words.

use super::Happened;
use super::tally::Tally;

/// The sentences of one step; none when nothing happened.
pub(super) fn tell(happened: &Happened, english: bool) -> Vec<String> {
    let report = &happened.report;
    let decided = happened.decisions;
    let lines: [(u64, [&str; 2], [&str; 2]); 12] = [
        (
            happened.written as u64,
            ["ting sker i byen", "ting sker i byen"],
            ["thing happens in town", "things happen in town"],
        ),
        (
            report.taken_in,
            ["ny kommentar taget ind", "nye kommentarer taget ind"],
            ["new comment taken in", "new comments taken in"],
        ),
        (
            report.edited,
            ["kommentar er ændret og vurderet igen", "kommentarer er ændret og vurderet igen"],
            ["comment was edited and judged again", "comments were edited and judged again"],
        ),
        (report.hidden, ["kommentar skjult", "kommentarer skjult"], ["comment hidden", "comments hidden"]),
        (
            report.shown,
            ["kommentar vist igen", "kommentarer vist igen"],
            ["comment shown again", "comments shown again"],
        ),
        (
            report.deleted_on_platform,
            ["læk slettet på netværket og læst efter", "læk slettet på netværket og læst efter"],
            ["leak deleted on the network and read back", "leaks deleted on the network and read back"],
        ),
        (
            report.redirected,
            ["svar sendt med vej til Digital Post", "svar sendt med vej til Digital Post"],
            ["reply sent that points to Digital Post", "replies sent that point to Digital Post"],
        ),
        (
            report.gone,
            [
                "kommentar er slettet af afsenderen; vores kopi slettes også",
                "kommentarer er slettet af afsenderne; vores kopier slettes også",
            ],
            [
                "comment was deleted by its author; our copy goes too",
                "comments were deleted by their authors; our copies go too",
            ],
        ),
        (
            report.answered,
            [
                "henvendelse er besvaret af en kollega i netværkets egen app",
                "henvendelser er besvaret af en kollega i netværkets egen app",
            ],
            [
                "inquiry was answered by a colleague in the network's own app",
                "inquiries were answered by a colleague in the network's own app",
            ],
        ),
        (
            report.warnings,
            [
                "advarsel: vi har selv skrevet noget, der ikke må stå offentligt",
                "advarsler: vi har selv skrevet noget, der ikke må stå offentligt",
            ],
            [
                "warning: we wrote something ourselves that must not be public",
                "warnings: we wrote something ourselves that must not be public",
            ],
        ),
        (
            decided.kept + decided.removed + decided.redirected,
            ["afgørelse truffet af en moderator", "afgørelser truffet af moderatorer"],
            ["decision taken by a moderator", "decisions taken by moderators"],
        ),
        (
            u64::try_from(report.forgotten).unwrap_or(0),
            [
                "henvendelse destrueret: nøgle, række og kvittering",
                "henvendelser destrueret: nøgle, række og kvittering",
            ],
            ["inquiry destroyed: key, row and receipt", "inquiries destroyed: key, row and receipt"],
        ),
    ];
    let at = if english { happened.at.rfc3339() } else { happened.at.danish() };
    lines
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, danish, other)| {
            let [one, many] = if english { other } else { danish };
            format!("{at}  {count} {}", if count == 1 { one } else { many })
        })
        .chain(report.troubles.iter().map(|trouble| format!("{at}  {trouble}")))
        .collect()
}

/// The end of the story.
pub(super) fn sum_up(tally: &Tally, english: bool) -> Vec<String> {
    let Tally { served, taken_in, duplicates, hidden, deleted_on_platform, redirected, .. } = tally;
    let Tally { in_queue, forgotten, lost, double_replies, residue_bytes, .. } = tally;
    if english {
        vec![
            String::new(),
            format!(
                "{served} comments delivered, {taken_in} taken in, {lost} lost; {duplicates} deliveries were known already."
            ),
            format!(
                "{hidden} hidden, {deleted_on_platform} deleted on their network, {redirected} redirected, {double_replies} double replies."
            ),
            format!(
                "{in_queue} wait for a person; {forgotten} are destroyed, {residue_bytes} bytes of them are left in the files."
            ),
        ]
    } else {
        vec![
            String::new(),
            format!(
                "{served} kommentarer leveret, {taken_in} taget ind, {lost} tabt; {duplicates} leveringer var kendt i forvejen."
            ),
            format!(
                "{hidden} skjult, {deleted_on_platform} slettet på netværket, {redirected} henvist, {double_replies} dobbelte svar."
            ),
            format!(
                "{in_queue} venter på et menneske; {forgotten} er destrueret, {residue_bytes} bytes af dem er tilbage i filerne."
            ),
        ]
    }
}
