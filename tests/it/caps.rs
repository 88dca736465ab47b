//! Caps queue and never drop: a rule that matches everything stops at its cap, the rest waits for a
//! person, and nothing is lost.

use ordstyrer::model::{AlarmKind, State};
use ordstyrer::settle::{Caps, Choice};
use ordstyrer::store;

use crate::harness::{Pretend, caps, days, engines, hours, pretend_house, pretend_house_with};

/// Every comment leaks, as for a rule that runs wild.
fn flood(net: &Pretend, now: ordstyrer::model::Stamp, name: &str, many: usize) -> Vec<String> {
    let ids: Vec<_> = (0..many).map(|at| format!("{name}-{at}")).collect();
    for (at, id) in ids.iter().enumerate() {
        net.comment(id, &format!("Nummer {at}: mit cpr er 311236-4004"), now);
    }
    ids
}

#[tokio::test]
async fn a_rule_that_matches_everything_stops_at_its_cap_and_the_rest_waits_for_a_person() {
    for engine in engines() {
        let (house, net, account) = pretend_house(engine).await;
        let ids = flood(&net, house.now(), "flood", 100);
        house.turn().await;
        let most = usize::try_from(caps().an_hour).unwrap();
        let (mut hidden, mut queued) = (0, 0);
        for id in &ids {
            let (row, _) = house.held(&account, id).await.expect("nothing is lost");
            match row.state {
                State::Hidden => hidden += 1,
                State::Queued => {
                    assert!(row.is_urgent, "{engine:?}: what stays open waits above everything else");
                    queued += 1;
                }
                other => panic!("{engine:?}: {other:?}"),
            }
            assert_eq!(net.there(id).is_hidden, row.state == State::Hidden, "{engine:?}: shown as it is");
        }
        assert_eq!((hidden, queued), (most, ids.len() - most), "{engine:?}");
        assert_eq!(house.alarms(AlarmKind::Capped).await.len(), 1, "{engine:?}: told once");

        // An hour later there is room again, until the day is full.
        house.later(hours(1));
        let more = flood(&net, house.now(), "more", 100);
        house.turn().await;
        let hidden = more.iter().filter(|id| net.there(id).is_hidden).count();
        assert_eq!(hidden, most, "{engine:?}");
        house.later(hours(1));
        let last = flood(&net, house.now(), "last", 100);
        house.turn().await;
        let hidden = last.iter().filter(|id| net.there(id).is_hidden).count();
        assert_eq!(hidden, usize::try_from(caps().a_day).unwrap() - 2 * most, "{engine:?}: the day is full");
        assert_eq!(house.count().await, 300, "{engine:?}: nothing is lost");
        house.later(days(1));
        let tomorrow = flood(&net, house.now(), "tomorrow", 1);
        house.turn().await;
        assert!(net.there(&tomorrow[0]).is_hidden, "{engine:?}: a new day");
    }
}

#[tokio::test]
async fn a_rule_whose_hides_people_take_back_waits_for_people() {
    for engine in engines() {
        let roomy = Caps { a_day: 1000, an_hour: 1000, ..caps() };
        let (house, net, account) = pretend_house_with(engine, roomy).await;
        let ids = flood(&net, house.now(), "first", 10);
        house.turn().await;
        for (at, id) in ids.iter().enumerate() {
            let (row, _) = house.held(&account, id).await.unwrap();
            let choice = if at < 2 { Choice::Keep } else { Choice::Remove { rule: "R7".into() } };
            house.decide(&row, choice).await;
        }
        house.later(hours(1));
        let refused = flood(&net, house.now(), "next", 3);
        house.turn().await;
        for id in &refused {
            let (row, _) = house.held(&account, id).await.unwrap();
            assert_eq!(
                (row.state, row.is_urgent),
                (State::Queued, true),
                "{engine:?}: two of ten were wrong"
            );
            assert!(!net.there(id).is_hidden);
        }
        // A number of another kind is another rule.
        net.comment("card", "Mit kort er 4571 0000 0000 0001, udløb 12/36", house.now());
        house.later(days(8));
        let later = flood(&net, house.now(), "later", 1);
        house.turn().await;
        assert!(net.there(&later[0]).is_hidden, "{engine:?}: a week later it is tried again");
    }
}

#[tokio::test]
async fn a_cap_of_nothing_hides_nothing_and_queues_everything() {
    for engine in engines() {
        let (house, net, account) = pretend_house_with(engine, Caps { a_day: 0, ..caps() }).await;
        let ids = flood(&net, house.now(), "none", 5);
        house.turn().await;
        for id in &ids {
            let (row, _) = house.held(&account, id).await.unwrap();
            assert_eq!((row.state, row.is_urgent), (State::Queued, true), "{engine:?}");
            assert!(!net.there(id).is_hidden, "{engine:?}");
        }
        let mut tx = house.db.read().await.unwrap();
        let waits =
            store::inquiry::count_open(&mut tx, &house.organisation, &store::Reach::ALL).await.unwrap();
        assert_eq!(waits, (5, 5), "{engine:?}");
    }
}
