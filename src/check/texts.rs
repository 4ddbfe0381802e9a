//! Every text of a plan with its address, and the name of every key that somebody chose.

use crate::plan::model::row_keys;
use crate::plan::{Activity, FieldPath, Plan, Value};

/// A text that somebody has entered.
#[derive(Clone, Copy)]
pub(super) struct Text<'a, 'p> {
    pub text: &'a str,
    pub held: Held,
    pub sort: Sort,
    /// The standard under which it stands.
    pub standard: Option<&'a str>,
    /// The activity that it belongs to.
    pub activity: Option<&'a Activity>,
    path: At<'p>,
}

impl<'a, 'p> Text<'a, 'p> {
    /// What stands there, read as another text.
    pub fn reading<'b>(&self, text: &'b str) -> Text<'b, 'p>
    where
        'a: 'b,
    {
        Text { text, ..*self }
    }

    /// Its address, put together only where it is needed.
    pub fn path(&self) -> FieldPath {
        (self.path)()
    }
}

/// What a text is to its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// All that stands there.
    Whole,
    /// One of several, in a list: which, from zero.
    Item(usize),
    /// The name of the key itself.
    Key,
    /// A comment of the file: which, from zero.
    Comment(usize),
}

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// To be read: prose and lines.
    Words,
    /// What a row is called.
    Title,
    /// Where a row is held, in words.
    Venue,
    /// Chosen from what there is, or given by the program: ids, kinds, channels.
    Chosen,
    /// An address of the web.
    Link,
    /// How somebody is reached.
    Contact,
    /// What no field holds: names of keys, comments, values that are not understood.
    Aside,
}

/// Shows every text that somebody has entered, in the order of the form: prose, lines, lists, what no field
/// holds, the names of keys that the format does not have, and comments.
pub(super) fn for_each_text<'a>(plan: &'a Plan, mut see: impl FnMut(Text<'a, '_>)) {
    let mut walk = Walk { see: &mut see, standard: None, activity: None };
    let chosen = [("edition", &plan.edition), ("area", &plan.area), ("period", &plan.period)];
    for (key, text) in chosen {
        walk.field(&[], key, text, Sort::Chosen);
    }
    walk.field(&[], "classification", &plan.classification, Sort::Words);
    walk.field(&["author"], "post", &plan.author.post, Sort::Words);
    walk.field(&["author"], "email", &plan.author.email, Sort::Contact);
    walk.field(&["profile"], "summary", &plan.profile.summary, Sort::Words);
    walk.list(&["profile"], "settlements", &plan.profile.settlements, Sort::Words);
    for row in &plan.neighbourhoods {
        let at = &["neighbourhoods", row.key.as_str()];
        walk.field(at, "id", &row.id, Sort::Chosen);
        walk.field(at, "officer", &row.officer, Sort::Words);
        walk.field(at, "post", &row.post, Sort::Words);
        walk.field(at, "contact", &row.contact, Sort::Contact);
        walk.field(at, "deputy", &row.deputy, Sort::Words);
    }
    for row in &plan.priorities {
        let at = &["priorities", row.key.as_str()];
        walk.field(at, "id", &row.id, Sort::Chosen);
        walk.field(at, "title", &row.title, Sort::Title);
        walk.field(at, "source", &row.source, Sort::Words);
        walk.field(at, "action", &row.action, Sort::Words);
        walk.list(at, "neighbourhoods", &row.neighbourhoods, Sort::Chosen);
    }
    for answer in &plan.answers {
        let at = &["standards", answer.id.as_str()];
        walk.standard = Some(&answer.id);
        walk.key(&|| FieldPath::of(*at), &answer.id);
        walk.field(at, "commitment", &answer.commitment, Sort::Words);
        walk.field(at, "self-assessment", &answer.self_assessment, Sort::Chosen);
        if let Some(reason) = &answer.not_applicable {
            walk.field(at, "not-applicable", reason, Sort::Words);
        }
        for (key, value) in &answer.fields {
            let path = || FieldPath::of(["standards", answer.id.as_str(), key]);
            walk.key(&path, key);
            walk.value(&path, value, Sort::Words);
        }
        for activity in &answer.activities {
            walk.activity(&answer.id, activity);
        }
    }
    walk.standard = None;
    for row in &plan.waivers {
        let at = &["waivers", row.key.as_str()];
        walk.field(at, "id", &row.id, Sort::Chosen);
        walk.field(at, "rule", &row.rule, Sort::Chosen);
        walk.field(at, "standard", &row.standard, Sort::Chosen);
        walk.field(at, "row", &row.row, Sort::Chosen);
        walk.field(at, "reason", &row.reason, Sort::Words);
        walk.field(at, "by", &row.by, Sort::Words);
    }
    for path in &plan.unknown {
        walk.standard = standard_of(path);
        walk.key(&|| path.clone(), path.segments().last().map_or("", String::as_str));
    }
    for (path, value) in &plan.stray {
        walk.standard = standard_of(path);
        walk.value(&|| path.clone(), value, Sort::Aside);
    }
    walk.standard = None;
    for (nth, comment) in plan.comments.iter().enumerate() {
        walk.show(&FieldPath::root, comment, Held::Comment(nth), Sort::Aside);
    }
}

/// Shows every number and day that no field of the format holds: those of a standard's own fields, those under
/// keys that the format does not have, and those that are not understood.
pub(super) fn for_each_figure(plan: &Plan, mut see: impl FnMut(At<'_>, Option<&str>, &Value)) {
    for answer in &plan.answers {
        for (key, value) in &answer.fields {
            let path = || FieldPath::of(["standards", answer.id.as_str(), key]);
            figures(&path, value, &mut |path, value| see(path, Some(&answer.id), value));
        }
    }
    for (path, value) in &plan.stray {
        figures(&|| path.clone(), value, &mut |at, value| see(at, standard_of(path), value));
    }
}

fn figures(path: At<'_>, value: &Value, see: &mut dyn FnMut(At<'_>, &Value)) {
    match value {
        Value::Integer(_) | Value::Date(_) => see(path, value),
        Value::List(items) => {
            for (nth, item) in items.iter().enumerate() {
                match item {
                    Value::Table(_) => figures(&|| path().child(&row_keys(items)[nth]), item, see),
                    _ => figures(path, item, see),
                }
            }
        }
        Value::Table(entries) => {
            for (key, value) in entries {
                figures(&|| path().child(key), value, see);
            }
        }
        _ => {}
    }
}

fn standard_of(path: &FieldPath) -> Option<&str> {
    match path.segments() {
        [standards, id, ..] if standards == "standards" => Some(id),
        _ => None,
    }
}

/// Where a text stands, put together only where it is needed.
pub(super) type At<'p> = &'p dyn Fn() -> FieldPath;

/// Goes through a plan.
struct Walk<'s, 'a, S> {
    see: &'s mut S,
    standard: Option<&'a str>,
    activity: Option<&'a Activity>,
}

impl<'a, S: FnMut(Text<'a, '_>)> Walk<'_, 'a, S> {
    fn show(&mut self, path: At<'_>, text: &'a str, held: Held, sort: Sort) {
        (self.see)(Text { text, held, sort, standard: self.standard, activity: self.activity, path });
    }

    fn key(&mut self, path: At<'_>, name: &'a str) {
        self.show(path, name, Held::Key, Sort::Aside);
    }

    fn field(&mut self, at: &[&str], leaf: &str, text: &'a str, sort: Sort) {
        if !text.is_empty() {
            self.show(&|| FieldPath::of(at.iter().copied().chain([leaf])), text, Held::Whole, sort);
        }
    }

    fn list(&mut self, at: &[&str], leaf: &str, texts: &'a [String], sort: Sort) {
        for (nth, text) in texts.iter().enumerate() {
            self.show(&|| FieldPath::of(at.iter().copied().chain([leaf])), text, Held::Item(nth), sort);
        }
    }

    fn activity(&mut self, standard: &str, activity: &'a Activity) {
        let at = &["standards", standard, "activities", activity.key.as_str()];
        self.activity = Some(activity);
        self.field(at, "id", &activity.id, Sort::Chosen);
        self.field(at, "title", &activity.title, Sort::Title);
        self.field(at, "kind", &activity.kind, Sort::Chosen);
        self.list(at, "venues", &activity.venues, Sort::Chosen);
        self.field(at, "venue", &activity.venue, Sort::Venue);
        self.list(at, "access", &activity.access, Sort::Words);
        self.field(at, "link", &activity.link, Sort::Link);
        self.list(at, "neighbourhoods", &activity.neighbourhoods, Sort::Chosen);
        self.list(at, "audience", &activity.audience, Sort::Words);
        self.field(at, "purpose", &activity.purpose, Sort::Words);
        self.list(at, "channels", &activity.channels, Sort::Chosen);
        self.field(at, "owner", &activity.owner, Sort::Words);
        self.field(at, "deputy", &activity.deputy, Sort::Words);
        self.field(at, "measure", &activity.measure, Sort::Words);
        self.field(at, "target", &activity.target, Sort::Words);
        self.activity = None;
    }

    fn value(&mut self, path: At<'_>, value: &'a Value, sort: Sort) {
        match value {
            Value::Text(text) | Value::Moment(text) => self.show(path, text, Held::Whole, sort),
            Value::List(items) => {
                for (nth, item) in items.iter().enumerate() {
                    match item {
                        Value::Table(_) => self.value(&|| path().child(&row_keys(items)[nth]), item, sort),
                        Value::Text(text) => self.show(path, text, Held::Item(nth), sort),
                        _ => self.value(path, item, sort),
                    }
                }
            }
            Value::Table(entries) => {
                for (key, value) in entries {
                    let inner = || path().child(key);
                    self.key(&inner, key);
                    let sort = match (sort, key.as_str()) {
                        (Sort::Words, "id") => Sort::Chosen,
                        (Sort::Words, "title") => Sort::Title,
                        _ => sort,
                    };
                    self.value(&inner, value, sort);
                }
            }
            // Numbers and days are looked at as what they are: `for_each_figure`.
            _ => {}
        }
    }
}
