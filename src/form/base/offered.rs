//! What is offered to choose from in more than one place of the form.

use super::Known;
use crate::standards::Choice;

pub(in crate::form) fn choice(id: &str, label: &str) -> Choice {
    Choice { id: id.into(), label: label.into() }
}

/// Ways in which a venue can be easy to use, offered where access is said.
pub fn access_choices() -> Vec<Choice> {
    [
        ("step-free", "Step-free"),
        ("accessible-toilet", "Accessible toilet"),
        ("hearing-loop", "Hearing loop"),
        ("parking", "Parking"),
        ("blue-badge", "Blue Badge parking"),
        ("bus", "Near a bus stop"),
        ("quiet-room", "Quiet room"),
    ]
    .map(|(id, label)| choice(id, label))
    .to_vec()
}

impl Known<'_> {
    pub(in crate::form) fn neighbourhoods(&self) -> Vec<Choice> {
        let area = self.areas.area(&self.plan.area);
        area.map(|area| area.all_neighbourhoods().iter().map(|n| choice(&n.id, &n.name)).collect())
            .unwrap_or_default()
    }

    pub(in crate::form) fn channels(&self) -> Vec<Choice> {
        let mut channels = self.edition.channels.clone();
        let alert = &self.force.alert_service;
        if !alert.is_empty() && !channels.iter().any(|channel| channel.id == *alert) {
            channels.insert(0, choice(alert, alert));
        }
        channels
    }

    pub(in crate::form) fn audiences(&self) -> Vec<Choice> {
        let mut audiences = vec![choice("everyone", "Everyone")];
        for answer in &self.plan.answers {
            for (_, row) in answer.rows("groups") {
                let name = row.iter().find(|(key, _)| key == "name").and_then(|(_, value)| value.as_text());
                if let Some(name) = name.filter(|name| !name.trim().is_empty()) {
                    audiences.push(choice(name, name));
                }
            }
        }
        audiences
    }
}
