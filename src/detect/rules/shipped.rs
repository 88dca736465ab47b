//! The rule files in the program.

/// Name and text of every shipped rule file. A municipality's file of the same name takes its place.
pub(in crate::detect) fn shipped() -> Vec<(String, String)> {
    [
        ("words.toml", include_str!("../../../config/rules/words.toml")),
        ("facts.toml", include_str!("../../../config/rules/facts.toml")),
        ("threats.toml", include_str!("../../../config/rules/threats.toml")),
        ("hate.toml", include_str!("../../../config/rules/hate.toml")),
        ("spam.toml", include_str!("../../../config/rules/spam.toml")),
        ("danger.toml", include_str!("../../../config/rules/danger.toml")),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .to_vec()
}
