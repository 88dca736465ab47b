//! What real services answered once. The recordings are not part of the project: `ORDSTYRER_SPECS` names
//! the folder that holds `<network>/recorded`.

use std::path::PathBuf;

use ordstyrer::platform::{Platform, connect};
use serde_json::Value;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::network::{Network, connection};
use crate::specs::specs;

/// The recordings of one network.
pub(crate) struct Recordings(PathBuf);

impl Recordings {
    /// Says that the test is skipped where there are none.
    pub(crate) fn of(network: &str) -> Option<Self> {
        specs(&format!("{network}/recorded")).map(Self)
    }

    /// The numbers of all of them.
    pub(crate) fn numbers(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.0).expect("the folder of recordings");
        let names = files.map(|file| file.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut numbers: Vec<String> =
            names.filter_map(|name| Some(name.split_once('-')?.0.to_owned())).collect();
        numbers.sort();
        numbers
    }

    pub(crate) fn read(&self, number: &str) -> Value {
        let mut files = std::fs::read_dir(&self.0).expect("the folder of recordings");
        let file = files.find_map(|file| {
            let file = file.expect("an entry").path();
            file.file_name()?.to_str()?.starts_with(number).then_some(file)
        });
        let text = std::fs::read_to_string(file.expect("a recording of this number")).expect("text");
        serde_json::from_str(&text).expect("JSON")
    }

    /// What was answered.
    pub(crate) fn body(&self, number: &str) -> Value {
        self.read(number)["response"]["body"].take()
    }

    /// The answer as it came, headers and all.
    pub(crate) fn answer(&self, number: &str) -> ResponseTemplate {
        let response = &self.read(number)["response"];
        let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let mut answer = ResponseTemplate::new(status.expect("a status")).set_body_json(&response["body"]);
        for (name, value) in response["headers"].as_object().expect("headers") {
            answer = answer.insert_header(name.as_str(), value.as_str().expect("text"));
        }
        answer
    }

    /// A server that answers the recorded calls as they were answered, and the adapter. A page further
    /// down a list only to whom asks for that page.
    pub(crate) async fn with(
        &self,
        network: &dyn Network,
        page: &str,
        numbers: &[&str],
    ) -> (MockServer, Box<dyn Platform>) {
        let server = MockServer::start().await;
        for number in numbers {
            let request = &self.read(number)["request"];
            let (verb, at) = (request["method"].as_str(), request["path"].as_str());
            let at = url::Url::parse("http://127.0.0.1").and_then(|host| host.join(at.expect("a path")));
            let at = at.expect("an address");
            let mock = Mock::given(method(verb.expect("a verb"))).and(path(at.path()));
            let cursor = at.query_pairs().find(|(key, _)| key == "cursor").map(|(_, mark)| mark.into_owned());
            let (mock, priority) = match cursor {
                Some(cursor) => (mock.and(query_param("cursor", cursor)), 1),
                None => (mock, 5),
            };
            mock.respond_with(self.answer(number)).with_priority(priority).mount(&server).await;
        }
        let mut connection = connection(network, &server.uri());
        page.clone_into(&mut connection.page);
        (server, connect(network.name(), connection).expect("it connects"))
    }
}
