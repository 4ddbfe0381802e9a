use std::process::ExitCode;

fn main() -> ExitCode {
    nec::cli::run()
}
