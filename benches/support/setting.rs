//! Where and with what is measured: figures say little without it.

use std::env::consts::{ARCH, OS};
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;

/// What is known of the machine and the programs, as a Markdown list.
pub struct Setting(Vec<(&'static str, String)>);

impl Setting {
    /// What is known of the machine. Most of it comes from Linux' /proc.
    pub fn of_machine() -> Self {
        let mut setting = Self(Vec::new());
        setting.add("processor", Some(processor()));
        setting.add("memory", memory());
        setting.add("system", Some(system()));
        setting.add("date", date());
        setting
    }

    /// Adds what is known; what is not is left out.
    pub fn add(&mut self, what: &'static str, is: Option<String>) {
        self.0.extend(is.map(|is| (what, is)));
    }
}

impl Display for Setting {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        self.0.iter().try_for_each(|(what, is)| writeln!(f, "- {what}: {is}"))
    }
}

/// The model, and how many cores this program may use.
fn processor() -> String {
    let model = entry("/proc/cpuinfo", "model name", ':');
    let cores = thread::available_parallelism().ok().map(|cores| match cores.get() {
        1 => "1 core".to_owned(),
        cores => format!("{cores} cores"),
    });
    let known: Vec<String> = [model, Some(ARCH.to_owned()), cores].into_iter().flatten().collect();
    known.join(", ")
}

fn memory() -> Option<String> {
    let total = entry("/proc/meminfo", "MemTotal", ':')?;
    let kibibytes: f64 = total.strip_suffix("kB")?.trim().parse().ok()?;
    Some(format!("{:.1} GiB", kibibytes / f64::from(1 << 20)))
}

/// The system, and its kernel's version where /proc tells it.
fn system() -> String {
    let name = entry("/etc/os-release", "PRETTY_NAME", '=').unwrap_or_else(|| OS.to_owned());
    match fs::read_to_string("/proc/sys/kernel/osrelease") {
        Ok(kernel) => format!("{name}, Linux {}", kernel.trim()),
        Err(_) => name,
    }
}

/// Today, in UTC.
fn date() -> Option<String> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let now = OffsetDateTime::from_unix_timestamp(seconds.try_into().ok()?).ok()?;
    Some(format!("{} (UTC)", now.date()))
}

/// What a file of keys and values says of a key the first time, without quotes.
fn entry(file: &str, key: &str, mark: char) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let (_, value) = text
        .lines()
        .filter_map(|line| line.split_once(mark))
        .find(|(found, _)| found.trim() == key)?;
    Some(value.trim().trim_matches('"').to_owned())
}
