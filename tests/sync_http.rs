//! `nec join` and `nec sync` over smart HTTP: `git http-backend` behind a small server that wants a password, which
//! a credential helper of the user's has.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};

use cli_support::{Desk, PLAN};
use shared::Shared;

/// “alex:secret”, as HTTP has it.
const PASSWORD: &str = "Basic YWxleDpzZWNyZXQ=";

/// Serves the folder on a port of this computer until the test ends; gives the address.
fn serve(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let folder = folder.to_path_buf();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let folder = folder.clone();
            std::thread::spawn(move || answer(stream, &folder));
        }
    });
    address
}

fn answer(mut stream: TcpStream, folder: &Path) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let header = |name: &str| {
        let found = lines.iter().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        found.unwrap_or_default()
    };
    if header("Authorization") != PASSWORD {
        let refusal = "HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"plans\"\r\n\r\n";
        let _ = stream.write_all(refusal.as_bytes());
        return;
    }
    let mut words = lines[0].split(' ');
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut body = vec![0; header("Content-Length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let mut backend = Command::new("git")
        .arg("http-backend")
        .env("GIT_PROJECT_ROOT", folder)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_PROTOCOL", header("Git-Protocol"))
        .env("HTTP_CONTENT_ENCODING", header("Content-Encoding"))
        .env("PATH_INFO", path)
        .env("QUERY_STRING", query)
        .env("REQUEST_METHOD", method)
        .env("CONTENT_TYPE", header("Content-Type"))
        .env("CONTENT_LENGTH", body.len().to_string())
        .env("REMOTE_USER", "alex")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = backend.stdin.take().unwrap();
    std::thread::spawn(move || stdin.write_all(&body));
    let mut said = Vec::new();
    backend.stdout.take().unwrap().read_to_end(&mut said).unwrap();
    backend.wait().unwrap();
    let text = String::from_utf8_lossy(&said);
    let status = text.lines().find_map(|line| line.strip_prefix("Status: ")).unwrap_or("200 OK");
    let _ = stream.write_all(format!("HTTP/1.0 {}\r\n", status.trim()).as_bytes());
    let _ = stream.write_all(&said);
}

#[test]
fn over_http_with_a_credential_helper_plans_come_and_go() {
    let shared = Shared::new();
    let folder = Path::new(&shared.address()).parent().unwrap().to_path_buf();
    shared.git_in(Path::new(&shared.address()), &["config", "http.receivepack", "true"]);
    let address = format!("{}/plans.git", serve(&folder));
    let mut desk = Desk::empty();
    let (_, err, status) = desk.all(&["join", &address, "copy"]);
    assert!(status == 2 && err.contains("did not let you in"), "{err}");
    assert!(!desk.root.join("copy").exists(), "nothing is half done");
    let helper = "[credential]\n\thelper = \"!f() { echo username=alex; echo password=secret; }; f\"\n";
    std::fs::write(desk.home.path().join("gitconfig"), helper).unwrap();
    desk.out(&["join", &address, "copy"]);
    desk.root = desk.root.join("copy");
    desk.nec(&["set", "west-dorset", "profile.summary", "A coast."]).assert().success();
    desk.nec(&["commit"]).assert().success();
    assert!(desk.out(&["sync"]).contains("Sent 1 version"));
    assert!(shared.sent(PLAN).contains("A coast."));
    let (_, err, status) = desk.all(&["sync", "--remote", &address.replace("plans.git", "none.git")]);
    assert!(status == 2 && err.contains("no shared repository at"), "{err}");
}
