//! The detectors, one kind of finding a file. Pure: text in, [`Reading`](crate::model::Reading) out.
