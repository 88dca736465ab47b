//! Webhooks: verified, heard as hints, stored before the answer, and nothing else of them anywhere.

mod alone;
mod configured;
mod ears;
mod handshake;
mod hearing;
mod limits;
mod shape;
mod signature;
mod store;
