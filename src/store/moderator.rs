//! The people who decide: their sign-in and their pseudonym.
