//! The networks, each behind one contract. A new network is one file and two lines here: its `mod`
//! line and its row in [`connect`].

mod contract;

pub use contract::{Connection, Cursor, Error, OwnReply, Page, Platform, Reply, Sent, Wait};
