//! What schemas are made of.

use serde_json::{Map, Value, json};

use crate::plan::Cadence;
use crate::standards::{Choice, Edition};

/// A text.
pub fn text() -> Value {
    json!({ "type": "string" })
}

/// A whole number.
pub fn whole() -> Value {
    json!({ "type": "integer" })
}

/// A whole number from none up.
pub fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// True or false.
pub fn yes_no() -> Value {
    json!({ "type": "boolean" })
}

/// A day: TOML's own date.
pub fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

/// A time of day: TOML's own. `format: time` would ask for a time zone.
pub fn time() -> Value {
    json!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?$" })
}

/// A moment in UTC, as RFC 3339 has it.
pub fn moment() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

/// An id, of letters, digits and inner hyphens.
pub fn id() -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9]+(-+[a-z0-9]+)*$", "maxLength": 64 })
}

/// How often.
pub fn cadence() -> Value {
    words(&Cadence::ALL.map(Cadence::id))
}

/// One of these words.
pub fn words(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

/// One of these, with what a person reads beside each; any text where there are none.
pub fn choice(choices: &[Choice]) -> Value {
    if choices.is_empty() {
        return text();
    }
    let ids: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
    let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
    if ids == labels {
        return words(&ids);
    }
    json!({ "type": "string", "enum": ids, "x-taplo": { "docs": { "enumValues": labels } } })
}

/// A list of these.
pub fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// A text, with these on offer.
pub fn offered(choices: &[Choice]) -> Value {
    if choices.is_empty() { text() } else { json!({ "anyOf": [choice(choices), text()] }) }
}

/// A table with these keys, and maybe others.
pub fn table(properties: Vec<(&str, Value)>) -> Value {
    let properties: Map<String, Value> =
        properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    json!({ "type": "object", "properties": properties })
}

/// A table with these keys and no others.
pub fn closed(properties: Vec<(&str, Value)>) -> Value {
    let mut table = table(properties);
    set(&mut table, "additionalProperties", json!(false));
    table
}

/// The same table, where these keys have to be there.
pub fn requiring(mut table: Value, keys: &[&str]) -> Value {
    set(&mut table, "required", json!(keys));
    table
}

/// The same value with words for whoever fills it in. A reference is wrapped: what stands beside one is not
/// looked at by all.
pub fn said(value: Value, title: &str, help: &str) -> Value {
    let mut words = Map::new();
    let (title, help) = (title.trim(), help.trim());
    if !title.is_empty() {
        words.insert("title".to_owned(), json!(title));
    }
    let description = match (title.is_empty(), help.is_empty()) {
        (_, true) => title.to_owned(),
        (true, false) => help.to_owned(),
        (false, false) => format!("{title}\n\n{help}"),
    };
    if !description.is_empty() {
        words.insert("description".to_owned(), json!(description));
    }
    match value {
        Value::Object(rest) if rest.contains_key("$ref") => {
            words.insert("allOf".to_owned(), json!([rest]));
        }
        Value::Object(rest) => words.extend(rest),
        _ => {}
    }
    Value::Object(words)
}

/// Gives a schema a keyword.
pub fn set(schema: &mut Value, keyword: &str, value: Value) {
    if let Value::Object(keywords) = schema {
        keywords.insert(keyword.to_owned(), value);
    }
}

/// The ids of a list that each edition has, each once.
pub fn ids_of<'e>(
    editions: &[&'e Edition],
    of: impl Fn(&'e Edition) -> Vec<(&'e str, &'e str)>,
) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    for (id, label) in editions.iter().flat_map(|edition| of(edition)) {
        if !found.iter().any(|known| known.id == id) {
            found.push(Choice { id: id.to_owned(), label: label.to_owned() });
        }
    }
    found
}

/// The standards of the editions.
pub fn standards(editions: &[&Edition]) -> Vec<Choice> {
    ids_of(editions, |edition| {
        edition.standards.iter().map(|one| (one.id.as_str(), one.title.as_str())).collect()
    })
}

/// The grades of the editions.
pub fn grades(editions: &[&Edition]) -> Vec<Choice> {
    ids_of(editions, |edition| {
        edition.grades.iter().map(|one| (one.id.as_str(), one.title.as_str())).collect()
    })
}

/// The channels of the editions.
pub fn channels(editions: &[&Edition]) -> Vec<Choice> {
    ids_of(editions, |edition| {
        edition.channels.iter().map(|one| (one.id.as_str(), one.label.as_str())).collect()
    })
}
