//! Whether an object is written so plainly that all programs read it alike.
//!
//! Programs differ in what they make of a key that stands twice, of words that are none,
//! and of numbers without an end. No program that writes PDFs writes such.

use std::collections::HashSet;

/// The longest number that is read alike everywhere.
const LONGEST_NUMBER: usize = 18;

/// What is open at a place.
enum Open<'a> {
    Array,
    Dict { keys: HashSet<&'a [u8]>, wants_value: bool },
}

/// Whether `data`, which holds objects one after the other, is plain.
pub fn is_plain(data: &[u8]) -> bool {
    read(data).is_some()
}

/// Reads all of it; `None` where it is not plain.
fn read(mut rest: &[u8]) -> Option<()> {
    let mut open = vec![Open::Array];
    loop {
        rest = rest.trim_ascii_start();
        let Some(first) = rest.first() else { break };
        if rest.starts_with(b">>") || *first == b']' {
            let is_dict = *first == b'>';
            match open.pop()? {
                Open::Array if !is_dict && !open.is_empty() => {}
                Open::Dict { wants_value: false, .. } if is_dict => {}
                _ => return None,
            }
            rest = &rest[if is_dict { 2 } else { 1 }..];
            continue;
        }
        if let Open::Dict { keys, wants_value } = open.last_mut()? {
            if !*wants_value {
                let length = name(rest)?;
                // A key may be written in other ways, too, if it has escapes.
                if rest[..length].contains(&b'#') || !keys.insert(&rest[..length]) {
                    return None;
                }
                *wants_value = true;
                rest = &rest[length..];
                continue;
            }
            *wants_value = false;
        }
        let length = if rest.starts_with(b"<<") {
            open.push(Open::Dict { keys: HashSet::new(), wants_value: false });
            2
        } else if *first == b'[' {
            open.push(Open::Array);
            1
        } else {
            simple(rest)?
        };
        rest = &rest[length..];
    }
    (open.len() == 1).then_some(())
}

/// How long the object is that is no array and no dictionary.
fn simple(rest: &[u8]) -> Option<usize> {
    match rest.first()? {
        b'/' => name(rest),
        b'(' => literal(rest),
        b'<' => {
            let length = rest.iter().position(|byte| *byte == b'>')?;
            let is_digit = |byte: &u8| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace();
            rest[1..length].iter().all(is_digit).then_some(length + 1)
        }
        _ => reference(rest).or_else(|| word(rest)),
    }
}

fn name(rest: &[u8]) -> Option<usize> {
    (rest.first() == Some(&b'/')).then(|| 1 + regular(&rest[1..])).filter(|length| *length > 1)
}

fn literal(rest: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        match rest.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// How long a reference is, such as `12 0 R`.
fn reference(rest: &[u8]) -> Option<usize> {
    let number = |from: usize| {
        let length = rest[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let blanks = rest[from + length..].iter().take_while(|byte| byte.is_ascii_whitespace());
        let blanks = blanks.count();
        (length > 0 && blanks > 0).then_some(from + length + blanks)
    };
    let end = number(number(0)?)?;
    (regular(&rest[end..]) == 1 && rest[end] == b'R').then_some(end + 1)
}

/// How long a number is, or one of the few words.
fn word(rest: &[u8]) -> Option<usize> {
    let length = regular(rest);
    let word = &rest[..length];
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    let is_number = length <= LONGEST_NUMBER
        && digits.iter().any(u8::is_ascii_digit)
        && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && digits.iter().filter(|byte| **byte == b'.').count() <= 1;
    (is_number || [&b"true"[..], b"false", b"null"].contains(&word)).then_some(length)
}

/// How many bytes there are before white space or a delimiter.
fn regular(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_graphic() && !b"()<>[]{}/%".contains(byte)).count()
}
