//! Who processes citizens' words for us, as the policy names them (policy 001 §5; GDPR art. 28 and 30).

use serde::Deserialize;

use super::Fault;

/// One processor.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Processor {
    /// Its name; what a setting refers to.
    pub name: String,
    /// Where it can be written to.
    pub address: String,
    /// What it does for us.
    pub service: String,
    /// Where it does so, for example `EU`.
    pub region: String,
    /// The day of the data processing agreement, as 2026-11-21.
    pub agreement: String,
    /// Whom it uses itself.
    #[serde(default)]
    pub sub_processors: Vec<String>,
}

impl Processor {
    /// As a sentence for whoever checks the policy.
    pub(super) fn sentence(&self) -> String {
        let Self { name, service, region, agreement, .. } = self;
        format!("processor {name} ({region}): {service}, under the agreement of {agreement}")
    }

    pub(super) fn faults(&self, at: usize) -> Vec<Fault> {
        let fields = [
            ("name", &self.name),
            ("address", &self.address),
            ("service", &self.service),
            ("region", &self.region),
            ("agreement", &self.agreement),
        ];
        let empty = fields.into_iter().filter(|(_, words)| words.trim().is_empty());
        let mut faults: Vec<Fault> =
            empty.map(|(key, _)| Fault::new(format!("processors[{at}].{key}"), "is empty")).collect();
        if crate::model::Stamp::of_day(&self.agreement).is_none() && !self.agreement.trim().is_empty() {
            faults.push(Fault::new(format!("processors[{at}].agreement"), "is no day, as 2026-11-21"));
        }
        faults
    }
}
