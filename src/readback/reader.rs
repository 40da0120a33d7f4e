//! Reading PDFs of others, in processes of their own.
//!
//! What a PDF unpacks to has no bounds, and a reader that has been led astray may take
//! all memory and time there is. So the program starts itself once more for each PDF.
//! The reader gets the bytes on its standard input and gives a [`Reading`] on its
//! standard output. It sees no file, and has little memory and time: where it ends
//! without an answer, there is something wrong with the PDF.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::reading::{self, Reading};
use super::unreadable::Unreadable;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, in_chinese};
use crate::system::frame;
use crate::system::limit::{Held, Limits};

/// How large a PDF may be. A form takes less than a thirtieth of this.
const LARGEST: u64 = 32 << 20;
/// What a reader may take.
const LIMITS: Limits = Limits { memory: 256 << 20, seconds: Some(1) };
/// How long a reader may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long an answer may be. The largest project takes a fifth of this.
const LONGEST_ANSWER: u64 = 32 << 20;

/// Starts readers.
pub struct Readers<'a> {
    /// The program to start, which is to call [`serve`].
    pub command: &'a (dyn Fn() -> Command + Sync),
}

impl Readers<'_> {
    /// Reads the PDF at `path`; with what stands on its pages, if asked for. Gives its
    /// bytes, too.
    pub fn read(&self, path: &Path, with_pages: bool) -> Result<(Reading, Vec<u8>), Diagnostic> {
        let bytes = load(path)?;
        let read = self.ask(&bytes, with_pages).map_err(|cause| {
            let message = format!("读 PDF 的进程启动不了：{}", in_chinese(&cause));
            Diagnostic::new(&rule::INTERNAL, message).at(path)
        })?;
        match read {
            Ok(reading) => Ok((reading, bytes)),
            Err(failure) => Err(failure.explain(path)),
        }
    }

    fn ask(&self, bytes: &[u8], with_pages: bool) -> io::Result<Result<Reading, Unreadable>> {
        let mut command = (self.command)();
        // Where it ends badly, no one reads how it came to that.
        command.env_remove("RUST_BACKTRACE").stdin(Stdio::piped());
        // Memory that the allocator sets aside at its start would be free of the limit.
        command.env("MIMALLOC_ARENA_EAGER_COMMIT", "0").env("MIMALLOC_RETRY_ON_OOM", "0");
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let process = command.spawn()?;
        let mut reader = Reader { _held: LIMITS.hold(&process), process };
        let (Some(mut input), Some(output)) =
            (reader.process.stdin.take(), reader.process.stdout.take())
        else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (sender, answer) = mpsc::channel();
        thread::spawn(move || {
            let answer = frame::read_at_most(&mut BufReader::new(output), LONGEST_ANSWER);
            // No one waits for it any more where it has taken too long.
            let _ = sender.send(answer);
        });
        // Where the reader has died already, its answer will tell.
        let _ = frame::write(&mut input, &with_pages)
            .and_then(|()| frame::write_bytes(&mut input, bytes))
            .and_then(|()| input.flush());
        Ok(match answer.recv_timeout(PATIENCE) {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                Err(Unreadable::damaged("读它要太多时间或内存，或者内容有意做坏了"))
            }
        })
    }
}

/// A process, which ends with this value.
struct Reader {
    process: Child,
    _held: Held,
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads a PDF for the process at the other end of standard input and output.
pub fn serve() -> io::Result<()> {
    LIMITS.adopt();
    let mut from = io::stdin().lock();
    let with_pages: bool = frame::read(&mut from)?;
    let bytes = frame::read_bytes(&mut from)?;
    let answer = reading::read(bytes, with_pages);
    let mut out = io::stdout().lock();
    frame::write(&mut out, &answer)?;
    out.flush()
}

/// The bytes of the PDF at `path`.
fn load(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |cause: io::Error| Diagnostic::unreadable(path, &cause);
    let metadata = path.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(unreadable(io::ErrorKind::IsADirectory.into()));
    }
    if !metadata.is_file() {
        return Err(unreadable(io::Error::other("不是普通文件")));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    match bytes.len() as u64 > LARGEST {
        true => Err(Unreadable::damaged("它超过 32 MiB，表格没有这么大").explain(path)),
        false => Ok(bytes),
    }
}
