//! Every value of every form that is in the repository.

use jixiao::source::change::Amendment;
use proptest::prelude::*;
use proptest::sample::Index;

use super::said::{Leaf, at, leaves, said};
use super::{changed, real_files, set};

/// What is set in the place of a value.
fn another(leaf: &Leaf) -> &'static str {
    if leaf.is_number { "77.5" } else { "改成：这样的, “内容”" }
}

/// Where two texts differ: the bytes of each.
pub fn difference<'a>(before: &'a str, after: &'a str) -> (usize, &'a str, &'a str) {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum::<usize>()
    };
    let start = same(&mut before.chars().zip(after.chars()));
    let (old, new) = (&before[start..], &after[start..]);
    let end = same(&mut old.chars().rev().zip(new.chars().rev()));
    (start, &old[..old.len() - end], &new[..new.len() - end])
}

#[test]
fn a_value_is_all_that_changes() {
    let mut count = 0;
    for (path, form, text) in real_files() {
        let before = said(&text);
        for leaf in leaves(&form, &before) {
            let Some(old) = &leaf.text else { continue };
            let new = another(&leaf);
            let after = changed(&text, &form, &[set(&leaf.path, new)]);
            let mut expected = before.clone();
            *at(&mut expected, &leaf.steps) = match leaf.is_number {
                true => serde_yaml::from_str(new).expect("a number"),
                false => new.into(),
            };
            assert_eq!(said(&after), expected, "{leaf:?}");
            // Nothing but the value gives way: its words, and the signs around them.
            let (_, gone, come) = difference(&text, &after);
            let is_of = |text: &str, line: &str| {
                let bare = line.trim().trim_matches(['"', '|', '-']);
                text.contains(bare)
            };
            assert!(gone.lines().all(|line| is_of(old, line)), "{leaf:?}: {gone}");
            assert!(is_of(new, come.trim_end()), "{leaf:?}: {come}");
            // The files are in canonical layout: so is what is set back.
            assert_eq!(changed(&after, &form, &[set(&leaf.path, old)]), text, "{path:?} {leaf:?}");
            assert_eq!(changed(&text, &form, &[set(&leaf.path, old)]), text, "{path:?} {leaf:?}");
            count += 1;
        }
    }
    assert!(count > 600, "{count}");
}

#[test]
fn a_value_becomes_lines_and_is_emptied() {
    for (path, form, text) in real_files() {
        let before = said(&text);
        for leaf in leaves(&form, &before) {
            let Some(old) = &leaf.text else { continue };
            for new in ["甲：\n\n  乙 # 丙\n- 丁", " 甲\n乙", ""] {
                let after = changed(&text, &form, &[set(&leaf.path, new)]);
                let mut expected = before.clone();
                let value = at(&mut expected, &leaf.steps);
                let written = at(&mut said(&after), &leaf.steps).clone();
                assert_eq!(super::said::text_of(&written).as_deref(), Some(new), "{leaf:?}");
                *value = written;
                assert_eq!(said(&after), expected, "{leaf:?}");
                let back = changed(&after, &form, &[set(&leaf.path, old)]);
                assert_eq!(back, text, "{path:?} {leaf:?} {new:?}");
            }
        }
    }
}

#[test]
fn what_is_chosen_of_a_list_is_all_that_changes() {
    let mut count = 0;
    for (_, form, text) in real_files() {
        for leaf in leaves(&form, &said(&text)).into_iter().filter(|leaf| leaf.text.is_none()) {
            let value = at(&mut said(&text), &leaf.steps).clone();
            let old: Vec<String> = serde_yaml::from_value(value).expect("marks");
            let mark = |marks: &[String]| Amendment::Mark {
                path: leaf.path.clone(),
                marks: marks.to_vec(),
            };
            let new: Vec<String> = leaf.choices.iter().rev().take(2).cloned().collect();
            let after = changed(&text, &form, &[mark(&new)]);
            let mut expected = said(&text);
            let inner: Vec<&String> = leaf.choices[leaf.choices.len() - 2..].iter().collect();
            *at(&mut expected, &leaf.steps) = serde_yaml::to_value(&inner).expect("a value");
            assert_eq!(said(&after), expected);
            assert_eq!(changed(&after, &form, &[mark(&old)]), text);
            let none = changed(&text, &form, &[mark(&[])]);
            assert!(none.contains(&format!("{}: []\n", leaf.path.last().expect("a key"))));
            count += 1;
        }
    }
    assert!(count > 3, "{count}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Many changes to a file, in another layout: each is as if it were alone, and all are as
    /// if they came one by one.
    #[test]
    fn changes_keep_every_other_value(
        file in any::<Index>(),
        picked in prop::collection::vec((any::<Index>(), "[一-三0-9:# '\"\\[,.-]{0,6}(\n[甲 ]{1,3}丁)?"), 1..12),
        returns in any::<bool>(),
        mark in any::<bool>(),
    ) {
        let files = real_files();
        let (_, form, text) = file.get(&files);
        let text = if returns { text.replace('\n', "\r\n") } else { text.clone() };
        let text = if mark { format!("\u{FEFF}{text}") } else { text };
        let mut expected = said(&text);
        let leaves: Vec<Leaf> =
            leaves(form, &expected).into_iter().filter(|leaf| leaf.text.is_some()).collect();
        let mut all = Vec::new();
        let mut one_by_one = text.clone();
        for (index, new) in &picked {
            let leaf = index.get(&leaves);
            all.push(set(&leaf.path, new));
            one_by_one = changed(&one_by_one, form, &[set(&leaf.path, new)]);
            let written = at(&mut said(&one_by_one), &leaf.steps).clone();
            prop_assert_eq!(super::said::text_of(&written), Some(new.clone()), "{}", one_by_one);
            *at(&mut expected, &leaf.steps) = written;
        }
        let after = changed(&text, form, &all);
        prop_assert_eq!(&after, &one_by_one);
        prop_assert_eq!(said(&after), expected);
        prop_assert_eq!(after.starts_with('\u{FEFF}'), mark);
        let ends = after.matches("\r\n").count();
        prop_assert_eq!(ends, if returns { after.matches('\n').count() } else { 0 });
    }
}
