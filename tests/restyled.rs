//! Whatever a file looks like, it has one layout and says the same in it.

use std::sync::Arc;

use jixiao::diagnostic::SourceFile;
use jixiao::diagnostic::render;
use jixiao::form::Form;
use jixiao::source::Document;
use jixiao::source::layout::{self, Comment, Map, Tree, Value};
use proptest::prelude::*;

use crate::support::build;
use crate::support::project::mangle;
use crate::support::restyle::{forms, write};

fn dice() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 40..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Two ways to write a form come to the same text.
    #[test]
    fn there_is_one_layout(form in forms(), one in dice(), other in dice()) {
        let [one, other] = [one, other].map(|dice| write(&form, &dice, false).text);
        prop_assert_eq!(formatted(&one), formatted(&other), "{}\n---\n{}", one, other);
    }

    /// Comments change nothing but that they are there, each of them once.
    #[test]
    fn no_comment_is_lost(form in forms(), dice in dice()) {
        let written = write(&form, &dice, true);
        let text = formatted(&written.text);
        let mut tree = read(&text);
        let mut comments = take_comments(&mut tree);
        comments.sort();
        let mut expected = written.comments;
        expected.sort();
        prop_assert_eq!(comments, expected, "{}\n---\n{}", written.text, text);
        prop_assert_eq!(tree.write(Some(target())), formatted(&write(&form, &dice, false).text));
        prop_assert_eq!(formatted(&text), text, "{}", written.text);
    }

    /// A file with some slips of the pen is left alone, or says the same.
    #[test]
    fn a_mangled_form_is_left_alone_or_says_the_same(
        form in forms(),
        dice in dice(),
        slips in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..3usize, "[:：,，\\[\\]{}\"'|>#&*!%@` \n\t~甲1-]{0,4}"),
            0..5,
        ),
    ) {
        let form = mangle(&write(&form, &dice, true).text, &slips);
        let file = SourceFile::new("甲.yaml", form.as_str());
        let Ok(text) = layout::format(&file, build::forms(), target()) else {
            let said = Document::parse(file, build::forms()).map(|it| it.read(target(), Some(&[])));
            let is_wrong = said.is_ok_and(|said| said.found.is_empty());
            prop_assert!(!is_wrong, "{}", form);
            return Ok(());
        };
        let plain = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
        prop_assert_eq!(formatted(&text), plain, "{}", form);
        let [before, after] = [&form, &text].map(|text| {
            document(text).read(target(), Some(&[]))
        });
        prop_assert_eq!(&before.values, &after.values);
    }
}

/// The canonical text, with the line ends and the mark that every text has in memory; the
/// file's own are those that it had.
fn formatted(text: &str) -> String {
    let file = SourceFile::new("甲.yaml", text);
    let formatted = layout::format(&file, build::forms(), target()).unwrap_or_else(|found| {
        panic!("{}{text}", found.iter().map(render::render).collect::<String>())
    });
    let plain = formatted.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    let has_returns = 2 * text.matches("\r\n").count() > text.matches('\n').count();
    let lines = if has_returns { plain.replace('\n', "\r\n") } else { plain.clone() };
    assert_eq!(formatted, file.mark().to_owned() + &lines, "{text}");
    plain
}

fn read(text: &str) -> Tree {
    Tree::of(&document(text), Some(target()), false).expect("a tree")
}

fn document(text: &str) -> Document {
    Document::parse(SourceFile::new("甲.yaml", text), build::forms()).expect("a document")
}

/// The form of all these files.
fn target() -> &'static Arc<Form> {
    let edition = build::forms().newest(None).expect("the default form");
    edition.form().expect("a sound form")
}

/// Takes all comments out of a tree.
fn take_comments(tree: &mut Tree) -> Vec<String> {
    let mut comments = texts(&mut tree.header);
    take_comments_of(&mut tree.root, &mut comments);
    comments
}

fn take_comments_of(map: &mut Map, comments: &mut Vec<String>) {
    for entry in &mut map.entries {
        comments.extend(texts(&mut entry.before));
        comments.append(&mut entry.beside);
        if let Value::Map(below) = &mut entry.value {
            take_comments_of(below, comments);
        }
    }
    comments.extend(texts(&mut map.after));
}

fn texts(comments: &mut Vec<Comment>) -> Vec<String> {
    comments.drain(..).map(|comment| comment.text).collect()
}
