//! Two programs, one that is gone, and files that nobody can read.

#![allow(clippy::unwrap_used)]
use super::*;

fn venue(id: &str) -> About {
    About::Venue { id: id.into() }
}

/// With words in its first field.
fn draft(about: About, words: &str) -> Draft {
    let fields = about.fields().unwrap_or(1);
    let mut words = vec![words.to_owned()];
    words.resize(fields, String::new());
    let began = if matches!(about, About::Venue { .. }) { vec![String::new(); fields] } else { Vec::new() };
    Draft { about, words, began }
}

fn words(folder: &Path) -> Vec<String> {
    read(folder, &Owner::new()).all().iter().map(|draft| draft.words[0].clone()).collect()
}

#[test]
fn a_draft_is_there_until_it_is_taken_and_only_its_owner_may_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let about = About::Settling { file: "2026-27/a.toml".into(), path: vec!["x".into(), "y z".into()] };
    let [first, second] = ["Half a", "Half a sentence"].map(|words| draft(about.clone(), words));
    let mut me = Owner::new();
    keep(folder.path(), &first, None, &mut me).unwrap();
    keep(folder.path(), &draft(venue(""), "Hall"), None, &mut me).unwrap();
    keep(folder.path(), &second, Some(&first.words), &mut me).unwrap();
    assert_eq!(read(folder.path(), &me).of(&about), Some(&second));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = folder.path().join(FILE).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    forget(folder.path(), &about, &second.words, &me).unwrap();
    drop(me);
    assert_eq!(words(folder.path()), ["Hall"]);
}

#[test]
fn two_programs_that_write_in_the_same_dialog_lose_neither() {
    let folder = tempfile::tempdir().unwrap();
    let [mine, theirs, more] = ["Mine", "Theirs", "Mine, and more"].map(|words| draft(venue(""), words));
    let (mut me, mut other) = (Owner::new(), Owner::new());
    keep(folder.path(), &mine, None, &mut me).unwrap();
    assert!(read(folder.path(), &other).all().is_empty(), "what somebody is writing is offered to nobody");
    // Offered or not, what a living other writes is not written over, and not cleared.
    keep(folder.path(), &theirs, Some(&mine.words), &mut other).unwrap();
    forget(folder.path(), &venue(""), &mine.words, &other).unwrap();
    assert_eq!(read(folder.path(), &me).all(), std::slice::from_ref(&mine));
    keep(folder.path(), &more, Some(&mine.words), &mut me).unwrap();
    drop((me, other));
    assert_eq!(words(folder.path()), ["Theirs", "Mine, and more"]);
}

#[test]
fn the_words_of_a_program_that_is_gone_are_taken_up_once() {
    let folder = tempfile::tempdir().unwrap();
    let [half, one, two] = ["Half", "Half a", "Half b"].map(|words| draft(venue(""), words));
    let mut gone = Owner::new();
    keep(folder.path(), &half, None, &mut gone).unwrap();
    drop(gone);
    let (mut me, mut other) = (Owner::new(), Owner::new());
    assert_eq!(read(folder.path(), &me).all(), std::slice::from_ref(&half));
    assert_eq!(read(folder.path(), &other).all(), std::slice::from_ref(&half));
    keep(folder.path(), &one, Some(&half.words), &mut me).unwrap();
    keep(folder.path(), &two, Some(&half.words), &mut other).unwrap();
    drop((me, other));
    assert_eq!(words(folder.path()), ["Half a", "Half b"]);
    let locks = private::files(folder.path(), "drafts-");
    assert!(locks.is_empty(), "{locks:?}");
}

#[test]
fn what_was_written_last_is_offered_and_what_fits_no_dialog_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let kept = |words: &str, at| Kept { draft: draft(venue(""), words), at, owner: String::new() };
    let mut odd = kept("Odd", now());
    odd.draft.words.pop();
    let list = List { version: VERSION, drafts: vec![kept("New", now() - 5), kept("Old", now() - 9), odd] };
    std::fs::write(folder.path().join(FILE), serde_json::to_vec(&list).unwrap()).unwrap();
    assert_eq!(words(folder.path()), ["Old", "New"]);
}

#[test]
fn what_nobody_comes_back_to_is_put_among_the_kept_texts() {
    let folder = tempfile::tempdir().unwrap();
    let old = now() - WAITS - 1;
    let kept = |words: &str, at| Kept { draft: draft(venue(""), words), at, owner: String::new() };
    let list = List { version: VERSION, drafts: vec![kept("New", now()), kept("Old", old)] };
    std::fs::write(folder.path().join(FILE), serde_json::to_vec(&list).unwrap()).unwrap();
    let put = sweep(folder.path());
    assert_eq!(put.len(), 1);
    assert_eq!(std::fs::read_to_string(&put[0]).unwrap().trim_end(), "Old");
    assert_eq!(words(folder.path()), ["New"]);
    assert_eq!(sweep(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn what_cannot_be_understood_is_put_away_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), "{\"words\": \"dear\"").unwrap();
    assert!(words(folder.path()).is_empty());
    keep(folder.path(), &draft(venue(""), "Hall"), None, &mut Owner::new()).unwrap();
    let kept = private::files(&folder.path().join(private::KEPT), "drafts");
    assert!(std::fs::read_to_string(&kept[0]).unwrap().contains("dear"));
    assert_eq!(words(folder.path()), ["Hall"]);
}

#[test]
fn what_is_too_large_is_put_away_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join(FILE)).unwrap();
    file.set_len(MOST_OF_FILE + 1).unwrap();
    keep(folder.path(), &draft(venue(""), "Hall"), None, &mut Owner::new()).unwrap();
    let kept = private::files(&folder.path().join(private::KEPT), "drafts");
    assert_eq!(kept[0].metadata().unwrap().len(), MOST_OF_FILE + 1);
    assert_eq!(words(folder.path()), ["Hall"]);
}

#[test]
fn what_cannot_be_put_away_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), "{\"words\": \"dear\"").unwrap();
    std::fs::write(folder.path().join(private::KEPT), "in the way").unwrap();
    let problem = keep(folder.path(), &draft(venue(""), "Hall"), None, &mut Owner::new()).unwrap_err();
    assert!(problem.what.contains("cannot be read or put away"), "{problem}");
    assert!(std::fs::read_to_string(folder.path().join(FILE)).unwrap().contains("dear"));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_put_away_before_anything_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), "dear").unwrap();
    let shut = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(folder.path().join(FILE), shut).unwrap();
    keep(folder.path(), &draft(venue(""), "Hall"), None, &mut Owner::new()).unwrap();
    let kept = private::files(&folder.path().join(private::KEPT), "drafts");
    std::fs::set_permissions(&kept[0], std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), "dear");
}
