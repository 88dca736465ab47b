//! The source and the requests against the list.

use super::allowed::{differences, shipped};
use super::declared::house;
use super::requested::all;

#[tokio::test]
async fn every_field_that_is_read_or_asked_for_stands_on_the_list_with_its_reason() {
    let mut found = house();
    assert!(found.len() > 50, "the source was read: {}", found.len());
    let requested = all().await;
    assert!(requested.len() > 20, "the requests were read: {}", requested.len());
    found.extend(requested);

    let differences = differences(&found, &shipped());

    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
