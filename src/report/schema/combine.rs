//! What several editions ask, as one schema: what they share, and what each asks alone.

use serde_json::{Map, Value, json};

/// Words for people, which no validator looks at.
const WORDS: [&str; 3] = ["title", "description", "x-taplo"];

/// A schema that takes whatever either of two takes, with the words of the first.
pub fn either(one: &Value, other: &Value) -> Value {
    let (Value::Object(first), Value::Object(second)) = (one, other) else {
        return json!({});
    };
    let mut both = Map::new();
    for (keyword, value) in first {
        let taken = match (keyword.as_str(), second.get(keyword)) {
            (keyword, _) if WORDS.contains(&keyword) => Some(value.clone()),
            (_, Some(same)) if same == value => Some(value.clone()),
            ("properties", Some(more)) => Some(either_properties(value, more)),
            ("items", Some(more)) => Some(either(value, more)),
            ("anyOf", Some(more)) => Some(either_alternatives(value, more)),
            ("enum", Some(more)) => Some(union(value, more)),
            _ => None,
        };
        if let Some(taken) = taken {
            both.insert(keyword.clone(), taken);
        }
    }
    if both.get("enum") != first.get("enum") {
        // The labels go by place, and there are more now.
        both.remove("x-taplo");
    }
    Value::Object(both)
}

fn either_properties(one: &Value, other: &Value) -> Value {
    let (Value::Object(first), Value::Object(second)) = (one, other) else {
        return json!({});
    };
    let mut both = first.clone();
    for (key, value) in second {
        let taken = first.get(key).map_or_else(|| value.clone(), |known| either(known, value));
        both.insert(key.clone(), taken);
    }
    Value::Object(both)
}

fn either_alternatives(one: &Value, other: &Value) -> Value {
    let (Value::Array(first), Value::Array(second)) = (one, other) else {
        return json!([]);
    };
    if first.len() == second.len() {
        return first.iter().zip(second).map(|(one, other)| either(one, other)).collect();
    }
    union(one, other)
}

fn union(one: &Value, other: &Value) -> Value {
    let items = [one, other].into_iter().filter_map(Value::as_array).flatten();
    let mut all: Vec<Value> = Vec::new();
    for item in items {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    Value::Array(all)
}

/// What `exact` asks beyond `shared`; nothing where it asks no more. Under `anyOf` stand texts with some on
/// offer, which ask for nothing.
pub fn beyond(shared: &Value, exact: &Value) -> Option<Value> {
    let (Value::Object(shared), Value::Object(exact)) = (shared, exact) else {
        return None;
    };
    let mut more = Map::new();
    for (keyword, value) in exact {
        let known = shared.get(keyword);
        if known == Some(value) || keyword == "anyOf" || WORDS.contains(&keyword.as_str()) {
            continue;
        }
        let asked = match (keyword.as_str(), known) {
            ("properties", Some(known)) => beyond_properties(known, value),
            ("items", Some(known)) => beyond(known, value),
            _ => Some(value.clone()),
        };
        if let Some(asked) = asked {
            more.insert(keyword.clone(), asked);
        }
    }
    (!more.is_empty()).then_some(Value::Object(more))
}

fn beyond_properties(shared: &Value, exact: &Value) -> Option<Value> {
    let (Value::Object(shared), Value::Object(exact)) = (shared, exact) else {
        return None;
    };
    let none = json!({});
    let more: Map<String, Value> = exact
        .iter()
        .filter_map(|(key, value)| {
            beyond(shared.get(key).unwrap_or(&none), value).map(|more| (key.clone(), more))
        })
        .collect();
    (!more.is_empty()).then_some(Value::Object(more))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_two_share_is_loose_and_what_each_asks_alone_is_exact() {
        let one = json!({ "title": "A", "properties": {
            "kind": { "type": "string", "enum": ["a", "b"], "title": "Kind" },
            "same": { "type": "string" },
            "other": { "type": "string" },
        } });
        let two = json!({ "title": "B", "properties": {
            "kind": { "type": "string", "enum": ["b", "c"], "title": "Sort" },
            "same": { "type": "string" },
            "other": { "type": "integer" },
            "more": { "type": "boolean" },
        } });
        let both = either(&one, &two);
        assert_eq!(
            both,
            json!({ "title": "A", "properties": {
                "kind": { "type": "string", "enum": ["a", "b", "c"], "title": "Kind" },
                "same": { "type": "string" },
                "other": {},
                "more": { "type": "boolean" },
            } })
        );
        let alone = json!({ "properties": {
            "kind": { "enum": ["b", "c"] },
            "other": { "type": "integer" },
        } });
        assert_eq!(beyond(&both, &two), Some(alone));
        assert_eq!(beyond(&one, &one), None);
    }
}
