//! Which build a program is.

/// The release, as in Cargo.toml.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that was built, where the build was told it by `SIGNCHRONICLE_COMMIT`, as the Dockerfile does.
pub const COMMIT: Option<&str> = match option_env!("SIGNCHRONICLE_COMMIT") {
    Some(told) if !told.is_empty() => Some(told),
    _ => None,
};

/// What a program answers to `--version`: `bot-service 0.1.0 (commit abc1234)`.
pub fn version(program: &str) -> String {
    described(program, COMMIT)
}

fn described(program: &str, commit: Option<&str>) -> String {
    match commit {
        Some(commit) => format!("{program} {VERSION} (commit {commit})"),
        None => format!("{program} {VERSION} (unknown commit)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_tells_its_release_and_the_commit_where_the_build_knew_it() {
        let release = env!("CARGO_PKG_VERSION");
        assert_eq!(
            described("bot-service", Some("abc1234")),
            format!("bot-service {release} (commit abc1234)")
        );
        assert_eq!(
            described("bot-service", None),
            format!("bot-service {release} (unknown commit)")
        );
    }
}
