//! The command line's entry: everything else is in the library.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    ordstyrer::cli::run().await
}
