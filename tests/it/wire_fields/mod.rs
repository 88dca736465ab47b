//! No field of a network is read or asked for that does not stand, with its reason, in
//! `tests/fixtures/wire_fields.toml`. GDPR art. 5(1)(c); policy 001 §3: name or handle, and content.

mod allowed;
mod compared;
mod declared;
mod requested;
mod tampered;
