//! Which git command asks for a file as text.
//!
//! Git has every command that shows text use the driver, `git blame` among them. But that one
//! counts lines, and editors show its answers beside those of the file: it is given the file
//! itself. Git tells a driver nothing of who asks, so the processes above this one are looked
//! at, on systems that show them.

/// Whether `git blame` or `git annotate` asks.
pub fn counts_lines() -> bool {
    commands_above().iter().any(|command| {
        let arguments: Vec<&str> = command.split_terminator('\0').collect();
        matches!(subcommand(&arguments), Some("blame" | "annotate"))
    })
}

/// What git is to do, by the arguments of a process; `None` where it is none of git's.
fn subcommand<'a>(arguments: &[&'a str]) -> Option<&'a str> {
    /// Options whose value is an argument of its own.
    const WITH_VALUE: [&str; 7] =
        ["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--config-env", "--attr-source"];
    let (program, mut rest) = arguments.split_first()?;
    if program.rsplit('/').next() != Some("git") {
        return None;
    }
    loop {
        let (first, after) = rest.split_first()?;
        match *first {
            option if WITH_VALUE.contains(&option) => rest = after.get(1..)?,
            option if option.starts_with('-') => rest = after,
            command => return Some(command),
        }
    }
}

/// The command lines of the processes above this one, their arguments divided by NUL: a shell
/// is between git and this program.
#[cfg(target_os = "linux")]
fn commands_above() -> Vec<String> {
    /// How far up git is at most.
    const HIGHEST: usize = 3;

    let parent = |process: &u32| {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
        parent.trim().parse().ok()
    };
    let above = std::iter::successors(parent(&std::process::id()), parent).take(HIGHEST);
    let command = |process| std::fs::read(format!("/proc/{process}/cmdline")).ok();
    above.filter_map(command).map(|it| String::from_utf8_lossy(&it).into_owned()).collect()
}

#[cfg(not(target_os = "linux"))]
fn commands_above() -> Vec<String> {
    Vec::new()
}
