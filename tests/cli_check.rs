//! `nec check`: what it finds, in which form, with which exit status.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};
use serde_json::Value;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_json_has_every_key() {
    let desk = Desk::new();
    let (json, status) = desk.checked(&[]);
    assert_eq!(status, 1);
    assert_eq!(keys(&json), ["version", "today", "summary", "plans", "findings"]);
    assert_eq!((&json["version"], &json["today"]), (&Value::from(1), &Value::from("2026-11-22")));
    assert_eq!(
        keys(&json["summary"]),
        ["plans", "incomplete", "non_compliant", "advice", "waived", "unreadable"]
    );
    let plan = &json["plans"][0];
    assert_eq!(keys(plan), ["area", "period", "path", "status", "phase", "standards"]);
    assert_eq!(
        (&plan["area"], &plan["period"], &plan["path"], &plan["status"], &plan["phase"]),
        (
            &Value::from("west-dorset"),
            &Value::from("2026-27"),
            &Value::from(PLAN),
            &Value::from("draft"),
            &Value::from("drafting")
        )
    );
    assert_eq!(plan["standards"].as_array().unwrap().len(), 8);
    assert_eq!(keys(&plan["standards"][0]), ["number", "id", "state"]);
    let findings = json["findings"].as_array().unwrap();
    for class in ["incomplete", "non-compliant", "advice"] {
        let count = findings.iter().filter(|finding| finding["class"] == class).count();
        assert_eq!(json["summary"][class.replace('-', "_")], count, "{class}");
    }
    assert!(!findings.is_empty());
    for finding in findings {
        assert_eq!(
            keys(finding),
            [
                "rule", "class", "area", "period", "standard", "path", "file", "line", "column", "message",
                "help", "waived", "also"
            ]
        );
        assert!(finding["line"].as_u64().unwrap() >= 1 && finding["column"].as_u64().unwrap() >= 1);
        assert_eq!(finding["file"], PLAN);
        assert!(!finding["message"].as_str().unwrap().is_empty());
    }
    assert_eq!(desk.checked(&[]).0, json, "the same again");
}

#[test]
fn a_flag_points_at_the_line_where_it_is_to_be_mended() {
    let desk = Desk::new();
    desk.write(PLAN, desk.read(PLAN) + "\n[standards.website]\nreviewed-every = \"now and then\"\n");
    let line = desk.read(PLAN).lines().position(|line| line.starts_with("reviewed-every")).unwrap() + 1;
    let (short, _, status) = desk.all(&["check", "--format", "short"]);
    assert_eq!(status, 1);
    let told = short.lines().find(|line| line.ends_with("[value-not-understood]")).unwrap();
    assert!(told.starts_with(&format!("{PLAN}:{line}:18: to do: ")), "{told}");
    let (human, _, _) = desk.all(&["check"]);
    assert!(
        human.contains("reviewed-every = \"now and then\"") && human.contains("^^^^^^^^^^^^^^"),
        "{human}"
    );
    assert!(human.contains("Flags say what is written down. They do not say how good it is."));
}

#[test]
fn every_row_of_a_group_is_named() {
    let desk = Desk::new();
    let (json, _) = desk.checked(&[]);
    let findings = json["findings"].as_array().unwrap();
    let group = findings.iter().find(|finding| finding["rule"] == "named-officer-missing").unwrap();
    assert_eq!(group["also"].as_array().unwrap().len(), 2, "{group}");
    assert_eq!(keys(&group["also"][0]), ["path", "line", "column"]);
}

#[test]
fn the_exit_status_says_whether_anything_stands_against_a_plan() {
    let desk = Desk::new();
    desk.nec(&["check"]).assert().code(1);
    // Long past, only a few rules look at a plan, and it has broken none of these.
    let closed = ["check", "--today", "2030-01-01"];
    let (out, _, status) = desk.all(&closed);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("shown as it stood"), "{out}");
    let empty = Desk::empty();
    empty.nec(&["init"]).assert().success();
    let (out, err, status) = empty.all(&["check"]);
    assert_eq!((status, out.contains("No plan was checked")), (0, true), "{out}{err}");
    assert!(err.contains("nec new"));
}

#[test]
fn advice_fails_only_when_asked_to() {
    let desk = Desk::new();
    // A force that has switched off every rule but one, which gives advice.
    let off: String = nec::check::rules()
        .iter()
        .filter(|rule| rule.name != "unknown-key")
        .map(|rule| format!("{} = \"off\"\n", rule.name))
        .collect();
    desk.write("nec.toml", desk.read("nec.toml").replace("[rules]\n", &format!("[rules]\n{off}")));
    desk.write(PLAN, desk.read(PLAN).replace("[profile]\n", "[profile]\npopulaton = 5\n"));
    let (json, status) = desk.checked(&[]);
    assert_eq!((status, &json["summary"]["advice"]), (0, &1.into()), "{json}");
    assert_eq!(json["findings"][0]["rule"], "unknown-key");
    desk.nec(&["check", "--deny", "waived"]).assert().success();
    desk.nec(&["check", "--deny", "advice,waived"]).assert().code(1);
    desk.nec(&["check", "--deny", "nonsense"]).assert().code(2);
    desk.write(
        "nec.toml",
        desk.read("nec.toml").replace("[rules]\n", "[rules]\nunknown-key = \"non-compliant\"\n"),
    );
    let (json, status) = desk.checked(&[]);
    assert_eq!((status, &json["findings"][0]["class"]), (1, &"non-compliant".into()));
}

#[test]
fn areas_files_and_periods_choose_what_is_checked() {
    let desk = Desk::new();
    desk.nec(&["new", "purbeck"]).assert().success();
    desk.nec(&["new", "purbeck", "--period", "2020", "--starts", "2020-01-01", "--ends", "2020-12-31"])
        .assert()
        .success();
    let plans = |args: &[&str]| {
        let (json, _) = desk.checked(args);
        let plans = json["plans"].as_array().unwrap();
        plans.iter().map(|plan| plan["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(plans(&[]), ["2020/purbeck.toml", "2026-27/purbeck.toml", PLAN]);
    assert_eq!(plans(&["purbeck"]), ["2020/purbeck.toml", "2026-27/purbeck.toml"]);
    assert_eq!(plans(&["Purbeck", "--period", "2020"]), ["2020/purbeck.toml"]);
    assert_eq!(plans(&["--period", "2026-27"]), ["2026-27/purbeck.toml", PLAN]);
    assert_eq!(plans(&[PLAN]), [PLAN]);
    let absolute = desk.root.join(PLAN);
    let output = desk
        .nec(&["check", "--format", "short", absolute.to_str().unwrap()])
        .current_dir("/")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(PLAN), "{output:?}");
    for (target, near) in [
        ("purbek", "purbeck"),
        ("poole", "nec new poole"),
        ("2026-27/nobody.toml", "no file"),
        (".gitignore/x", "no file"),
        ("../plans/.gitignore", "no file that nec checks"),
    ] {
        let (_, err, status) = desk.all(&["check", target]);
        assert_eq!(status, 2, "{target}");
        assert!(err.contains(near), "{target}: {err}");
    }
}

#[test]
fn the_day_is_the_options_then_the_environments_then_the_directorys() {
    let desk = Desk::new();
    let today = |command: &mut assert_cmd::Command| {
        let output = command.output().unwrap();
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        json["today"].as_str().unwrap().to_owned()
    };
    let args = ["check", "--format", "json"];
    desk.write("nec.toml", desk.read("nec.toml").replace("format = 1\n", "format = 1\nas-at = 2026-11-11\n"));
    assert_eq!(today(desk.nec(&args).args(["--today", "2027-01-01"])), "2027-01-01");
    assert_eq!(today(&mut desk.nec(&args)), "2026-11-22");
    assert_eq!(today(desk.nec(&args).env_remove("NEC_TODAY")), "2026-11-11");
    desk.nec(&args).env("NEC_TODAY", "soon").assert().code(2);
    desk.nec(&["check", "--today", "soon"]).assert().code(2);
}

#[test]
fn colours_are_as_the_option_says() {
    let desk = Desk::new();
    let coloured = |args: &[&str]| desk.all(args).0.contains('\u{1b}');
    assert!(!coloured(&["check"]), "standard output is no terminal");
    assert!(coloured(&["check", "--color", "always"]));
    assert!(coloured(&["--color=always", "check"]));
    let output = desk.nec(&["check", "--color", "always"]).env("NO_COLOR", "1").output().unwrap();
    assert!(output.stdout.contains(&0x1b), "the option wins over NO_COLOR");
    assert!(!coloured(&["check", "--color", "never"]));
}

#[test]
fn settings_that_hold_together_badly_are_told_with_their_line() {
    let desk = Desk::empty();
    desk.nec(&["init"]).assert().success();
    desk.write("nec.toml", desk.read("nec.toml").replace("[rules]", "[rules]\nmeetings-gap = \"off\""));
    let line = desk.read("nec.toml").lines().position(|line| line.starts_with("meetings-gap")).unwrap() + 1;
    let (json, status) = desk.checked(&[]);
    let [finding] = json["findings"].as_array().unwrap().as_slice() else { panic!("{json:#}") };
    assert_eq!((status, &finding["rule"], &finding["file"]), (0, &"unknown-key".into(), &"nec.toml".into()));
    assert_eq!((&finding["line"], &finding["path"]), (&line.into(), &"rules.meetings-gap".into()));
    let (human, _, _) = desk.all(&["check", "nec.toml"]);
    assert!(human.contains("meetings-gap = \"off\"") && human.contains("meeting-gap."), "{human}");
    desk.write("areas.toml", desk.read("areas.toml").replacen("id = \"purbeck\"", "id = \"west-dorset\"", 1));
    let (short, _, status) = desk.all(&["check", "--format", "short"]);
    assert_eq!(status, 1);
    assert!(short.contains("The area “west-dorset” is there twice"), "{short}");
}

#[test]
fn plans_are_compared_with_each_other() {
    let desk = Desk::new();
    desk.nec(&["new", "purbeck"]).assert().success();
    let theirs = "2026-27/purbeck.toml";
    let text = (0..40).map(|nth| format!("word{nth}")).collect::<Vec<_>>().join(" ");
    let website = |text: &str| format!("\n[standards.website]\ncommitment = \"{text}\"\n");
    desk.write(PLAN, desk.read(PLAN) + &website(&text));
    let flags = |rule: &str, args: &[&str]| {
        let (json, _) = desk.checked(args);
        let findings = json["findings"].as_array().unwrap().clone();
        findings.into_iter().filter(|finding| finding["rule"] == rule).collect::<Vec<_>>()
    };
    assert!(flags("copied-from-area", &[]).is_empty());
    desk.write(theirs, desk.read(theirs) + &website(&text.to_uppercase().replace("WORD20 ", "WORD20 \\n")));
    let copied = flags("copied-from-area", &[]);
    assert_eq!(copied.len(), 2, "{copied:?}");
    assert_eq!((&copied[0]["class"], &copied[0]["standard"]), (&"advice".into(), &"website".into()));
    let message = copied[1]["message"].as_str().unwrap();
    assert!(
        message.contains("Purbeck for 2026-27") && message.contains("standards.website.commitment"),
        "{message}"
    );
    // One plan alone is compared with all the same.
    assert_eq!(flags("copied-from-area", &[PLAN]), copied[1..]);

    // An older plan of the area that runs into this one, with the same words.
    let older = ["new", "purbeck", "--period", "2026", "--starts", "2026-01-01", "--ends", "2026-11-30"];
    desk.nec(&older).assert().success();
    assert!(flags("period-invalid", &[]).is_empty());
    desk.write(
        "2026/purbeck.toml",
        desk.read("2026/purbeck.toml").replace("ends = 2026-11-30", "ends = 2026-12-01") + &website(&text),
    );
    assert_eq!(flags("period-invalid", &[]).len(), 2);
    let from_period = flags("copied-from-period", &[]);
    assert_eq!((from_period.len(), &from_period[0]["period"]), (1, &"2026-27".into()));
}

#[test]
fn personal_data_is_pointed_at_and_shown_in_no_format() {
    let desk = Desk::new();
    let secret = "07700 900123";
    let summary = format!("The market town. Its \"watch\" is on {secret}, and {}.", vec!["so"; 40].join(" "));
    desk.out(&["set", "west-dorset", "profile.summary", &summary]);
    desk.out(&["set", "west-dorset", "author.post", "Inspector"]);
    let (json, _) = desk.checked(&[]);
    let flag =
        json["findings"].as_array().unwrap().iter().find(|flag| flag["rule"] == "personal-data").unwrap();
    let text = desk.read(PLAN);
    let line = text.lines().nth(usize::try_from(flag["line"].as_u64().unwrap()).unwrap() - 1).unwrap();
    let column = usize::try_from(flag["column"].as_u64().unwrap()).unwrap();
    assert!(line.chars().skip(column - 1).collect::<String>().starts_with(secret), "{line}: {column}");
    for format in ["human", "short", "json", "sarif", "junit", "github"] {
        let (out, err, status) = desk.all(&["check", "--format", format]);
        assert_eq!(status, 1, "{err}");
        assert!(out.contains("personal-data") && out.contains("hard-to-read"), "{format}: {out}");
        assert!(!out.contains("900") && !err.contains("900"), "{format}: {out}{err}");
    }
    let (human, _, _) = desk.all(&["check"]);
    let shown = human.lines().position(|line| line.contains("************")).unwrap();
    let (stars, carets) = (human.lines().nth(shown).unwrap(), human.lines().nth(shown + 1).unwrap());
    assert_eq!(stars.find("************"), carets.find("^^^^^^^^^^^^"), "{human}");
    let (_, err, status) = desk.all(&["commit"]);
    assert!(status == 1 && err.contains("personal-data") && !err.contains("900"), "{err}");
}

#[test]
fn a_broken_plan_gives_its_errors_at_once_and_the_flags_that_can_still_be_known() {
    let desk = Desk::new();
    let whole = desk.read(PLAN);
    let broken = whole.replace("area = \"west-dorset\"\n", "area = \"west-dorset\n")
        + "\n[standards.website]\ncommitment = \"\"\"Prose\nthat is not closed\nreviewed-every = \"now\"\npagee = 5\n\
           \n[[standards.face-to-face.activities]]\ntitle = \"Bridport\"\nstarts = 2027-05-01\nends = 2027-04-01\nvenue = {\n";
    desk.write(PLAN, &broken);
    desk.nec(&["new", "purbeck"]).assert().success();
    let (json, status) = desk.checked(&[]);
    assert_eq!((status, json["plans"].as_array().unwrap().len()), (1, 2));
    let plan = json["plans"].as_array().unwrap().iter().find(|plan| plan["path"] == PLAN).unwrap();
    assert_eq!((&plan["status"], &plan["standards"]), (&Value::Null, &Value::Null));
    let findings = json["findings"].as_array().unwrap();
    let of_plan: Vec<_> = findings.iter().filter(|finding| finding["file"] == PLAN).collect();
    let line = |what: &str| broken.lines().position(|line| line.starts_with(what)).unwrap() + 1;
    let told: Vec<(&str, usize)> = of_plan
        .iter()
        .map(|finding| (finding["rule"].as_str().unwrap(), finding["line"].as_u64().unwrap() as usize))
        .collect();
    assert_eq!(
        told,
        [
            ("file-unreadable", line("area = ")),
            ("file-unreadable", line("commitment = ")),
            ("file-unreadable", line("venue = {")),
            ("activity-impossible-date", line("ends = 2027-04-01")),
            ("value-not-understood", line("reviewed-every")),
            ("unknown-key", line("pagee")),
        ]
    );
    assert_eq!(json["summary"]["unreadable"], 1);
    assert!(of_plan.iter().all(|finding| finding["area"] == "west-dorset"));
    let (human, _, _) = desk.all(&["check", PLAN]);
    assert!(human.contains("not judged") && human.contains("area = \"west-dorset"), "{human}");
    // What is in conflict is one clear message.
    desk.write(PLAN, format!("<<<<<<< mine\n{whole}=======\n{broken}>>>>>>> theirs\n"));
    let (json, _) = desk.checked(&[PLAN]);
    assert_eq!(json["findings"].as_array().unwrap().len(), 1, "{json}");
}

#[test]
fn of_a_hundred_plans_the_broken_ones_are_told_and_the_others_checked() {
    let desk = Desk::new();
    let whole = desk.read(PLAN);
    for nth in 0..100 {
        let plan = whole.replace("area = \"west-dorset\"", &format!("area = \"area-{nth}\""));
        let plan = if nth % 10 == 0 { plan.replace("[profile]", "[profile") } else { plan };
        desk.write(&format!("2026-27/area-{nth}.toml"), &plan);
    }
    let (json, _) = desk.checked(&[]);
    assert_eq!(json["plans"].as_array().unwrap().len(), 101);
    assert_eq!(json["summary"]["unreadable"], 10);
    let unjudged = json["plans"].as_array().unwrap().iter().filter(|plan| plan["status"].is_null());
    assert_eq!(unjudged.count(), 10);
}
