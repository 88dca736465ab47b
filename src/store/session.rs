//! Web sessions: only a hash of the cookie's token is stored.
