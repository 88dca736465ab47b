//! User names, made of people's names as networks allow them.

/// Small letters, digits, points and lines below.
pub(super) fn user(name: &str) -> String {
    let mut user = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'æ' => user.push_str("ae"),
            'ø' | 'ö' => user.push_str("oe"),
            'å' => user.push_str("aa"),
            ' ' | '-' => user.push('.'),
            letter if letter.is_ascii_alphanumeric() => user.push(letter),
            _ => user.push('_'),
        }
    }
    user.truncate(29);
    user
}
