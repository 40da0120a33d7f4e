//! The line that shows how far a build has come: never wider than the terminal.

use std::time::Duration;

use jixiao::system::progress::line;
use unicode_width::UnicodeWidthStr;

#[test]
fn the_line_fits_into_any_terminal() {
    for width in 0..=200 {
        for (done, total) in [(0, 1), (1, 1), (7, 120), (120, 120), (5000, 5000), (99_999, 100_000)]
        {
            for seconds in [None, Some(0), Some(59), Some(3599), Some(360_000)] {
                let line = line(done, total, seconds.map(Duration::from_secs), width);
                assert!(line.width() <= width.saturating_sub(1), "{width}: {line:?}");
                assert!(
                    width < 15 || line.contains(&format!("{done}/{total}")),
                    "{width}: {line:?}"
                );
            }
        }
    }
}

#[test]
fn what_fits_is_shown() {
    let line = |width| line(60, 120, Some(Duration::from_secs(61)), width);
    assert_eq!(line(200), format!("[{}{}] 60/120 份，还需 2 分", "=".repeat(15), " ".repeat(15)));
    assert_eq!(line(80), line(200));
    assert_eq!(line(40), "[========        ] 60/120 份，还需 2 分");
    assert_eq!(line(24), "60/120 份，还需 2 分");
    assert_eq!(line(20), "60/120 份");
    assert_eq!(line(7), "60/120");
    assert_eq!(line(6), "");
}

/// On a terminal of so many columns, which may become narrower meanwhile.
#[cfg(target_os = "linux")]
mod terminal {
    use std::fs::File;
    use std::io::Read;
    use std::os::fd::OwnedFd;
    use std::process::{Command, Stdio};
    use std::thread;

    use rustix::fs::{Mode, OFlags};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{Winsize, tcsetwinsize};
    use unicode_width::UnicodeWidthStr;

    use crate::support::cli::Workplace;
    use crate::support::project::FORM;

    fn winsize(columns: u16) -> Winsize {
        Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
    }

    /// What a build of some forms draws on a terminal, line by line over itself; the terminal
    /// has so many columns, and others as soon as something is drawn.
    fn drawn(workplace: &Workplace, before: u16, after: u16) -> Vec<String> {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("its other end");
        let name = ptsname(&ours, Vec::new()).expect("a name");
        let flags = OFlags::RDWR | OFlags::NOCTTY;
        let theirs: OwnedFd = rustix::fs::open(name, flags, Mode::empty()).expect("its other end");
        tcsetwinsize(&theirs, winsize(before)).expect("a size");
        let mut build = Command::new(env!("CARGO_BIN_EXE_jixiao"))
            .args(["build", "p", "-o", &format!("out{before}-{after}"), "-j", "1"])
            .current_dir(workplace.path(""))
            .env("TERM", "xterm")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(theirs))
            .spawn()
            .expect("the program");
        let mut ours = File::from(ours);
        let reader = thread::spawn(move || {
            let mut seen = Vec::new();
            let mut some = [0; 4096];
            // A terminal whose other end is closed gives an error.
            while let Ok(count @ 1..) = ours.read(&mut some) {
                if seen.is_empty() {
                    tcsetwinsize(&ours, winsize(after)).expect("a size");
                }
                seen.extend_from_slice(&some[..count]);
            }
            String::from_utf8(seen).expect("UTF-8")
        });
        assert!(build.wait().expect("an end").success());
        let seen = reader.join().expect("a text");
        let lines = seen.split(['\r', '\n']).map(|part| part.trim_start_matches("\u{1b}[K"));
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn nothing_drawn_is_wider_than_the_terminal() {
        let workplace = Workplace::new();
        for number in 0..40 {
            let name = format!("项目名称: {number}号平台");
            workplace.file(&format!("p/{number}.yaml"), FORM.replace("项目名称: 平台", &name));
        }
        for (before, after) in [(20, 20), (60, 60), (200, 200), (100, 30), (25, 100)] {
            let lines = drawn(&workplace, before, after);
            let (bars, said): (Vec<_>, Vec<_>) = lines.iter().partition(|it| it.contains("/40"));
            assert!(bars.len() > 1, "{lines:?}");
            assert!(said.iter().all(|line| !line.contains('\u{1b}')), "{said:?}");
            let widths: Vec<_> = bars.iter().map(|line| line.width()).collect();
            assert!(widths[0] < before.into(), "{before}: {bars:?}");
            assert!(widths[1..].iter().all(|width| *width < after.into()), "{after}: {bars:?}");
        }
    }
}
