//! What is pasted around the contents of a project file: the form's title, and the marks
//! of a chat or a web page.

use super::Failure;
use crate::diagnostic::{Diagnostic, Place, rule};
use crate::source::line;
use crate::source::misplaced::meant;
use crate::source::outline::Line;

/// What programs that show texts put around a piece of code.
const FENCE: &str = "```";

/// Lines above the first key, such as the form's title.
pub fn above_the_first_key(failure: &Failure) -> Option<Diagnostic> {
    let vocabulary = failure.vocabulary;
    let is_key = |line: &Line| {
        line.has_known_key(vocabulary) || vocabulary.at_the_start_of(line.text).is_some()
    };
    let first_key = failure.lines.iter().position(is_key)?;
    // The parser goes on with a text up to the first colon.
    if vocabulary.is_empty() || failure.line() > first_key {
        return None;
    }
    // A misspelt key has another cause, and so has a comment that begins with another sign.
    let is_other = |line: &&Line| {
        let key = line::key_before(line.text, "：").map(|(key, _)| key);
        key.is_some_and(|key| meant(key, vocabulary.keys()).is_some())
            || line.text.starts_with(['＃', '/'])
    };
    let is_text =
        |line: &&Line| line.is_something() && line.text != "---" && line.entry().is_none();
    let above: Vec<&Line> = failure.lines[..first_key].iter().filter(is_text).collect();
    let first = above.first().filter(|first| !is_other(first))?;
    let text = failure.lines[first_key].text;
    let key = vocabulary.at_the_start_of(text).or(text.split([':', '：']).next())?;
    let title = above.iter().find(|line| vocabulary.has_title(line.text));
    let message = match title {
        Some(_) => "表的标题由程序印，不用写".to_owned(),
        None => format!("“{key}”上面还有别的文字"),
    };
    let help = match above.as_slice() {
        [_] => "删去这一行；要留着给自己看，在前面加上“# ”".to_owned(),
        many => {
            format!("删去“{key}”上面的这 {} 行；要留着给自己看，在每行前面加上“# ”", many.len())
        }
    };
    let place = title.unwrap_or(first);
    let found = Diagnostic::new(&rule::YAML_SYNTAX, message);
    Some(found.at(Place::new(failure.file, place.start..place.end())).help(help))
}

/// A line of ```` ``` ````.
pub fn fence(failure: &Failure) -> Option<Diagnostic> {
    let mut lines = failure.lines.iter().filter(|line| !line.is_in_block);
    let line = lines.find(|line| line.text.starts_with(FENCE))?;
    Some(
        Diagnostic::new(&rule::YAML_SYNTAX, format!("“{FENCE}”不是项目文件的内容"))
            .at(Place::new(failure.file, line.start..line.end()))
            .help(format!("从网页或聊天里复制时带来的：删去每一行“{FENCE}”")),
    )
}
