//! Lists in brackets, as they are written: also those that YAML cannot be made of.

use std::ops::Range;

/// A part of a list in brackets.
#[derive(Debug, Clone)]
pub struct Token {
    /// What it is.
    pub piece: Piece,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// What a [`Token`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// `[` or `{`.
    Open,
    /// `]` or `}`.
    Close,
    /// The comma between two values.
    Comma,
    /// A value, or a part of one, in quotes.
    Quoted,
    /// A value, or a part of one, without quotes.
    Plain,
    /// `#` after a blank, with all that follows on the line.
    Comment,
}

/// A list in brackets.
#[derive(Debug)]
pub struct Flow<'a> {
    text: &'a str,
    /// Its parts, in the order of the text.
    pub tokens: Vec<Token>,
    /// The byte behind its last bracket; `None` where that is missing.
    pub end: Option<usize>,
}

impl<'a> Flow<'a> {
    /// Reads the list whose bracket is at byte `start`. What comes after byte `stop` does not
    /// belong to it.
    pub fn read(text: &'a str, start: usize, stop: usize) -> Self {
        let mut flow = Self { text, tokens: Vec::new(), end: None };
        let (mut at, mut depth) = (start, 0_usize);
        while at < stop && flow.end.is_none() {
            let rest = &text[at..stop];
            let Some(c) = rest.chars().next() else { break };
            let (piece, length) = match c {
                '[' | '{' => (Piece::Open, 1),
                ']' | '}' => (Piece::Close, 1),
                ',' => (Piece::Comma, 1),
                '"' | '\'' if flow.expects_a_value() => (Piece::Quoted, quoted(rest)),
                '#' if text[..at].ends_with([' ', '\n']) => {
                    (Piece::Comment, rest.find('\n').unwrap_or(rest.len()))
                }
                c if c.is_whitespace() => {
                    at += c.len_utf8();
                    continue;
                }
                _ => (Piece::Plain, plain(rest)),
            };
            let end = at + text[at..at + length].trim_end().len();
            flow.tokens.push(Token { piece, span: at..end });
            at += length;
            match piece {
                Piece::Open => depth += 1,
                Piece::Close => {
                    depth = depth.saturating_sub(1);
                    flow.end = (depth == 0).then_some(at);
                }
                _ => {}
            }
        }
        flow
    }

    /// Whether quotes at this place are those of a value.
    fn expects_a_value(&self) -> bool {
        let last = self.tokens.iter().rev().find(|token| token.piece != Piece::Comment);
        match last {
            None => true,
            // After what has no comma behind it, in the way that people forget it.
            Some(token) => match token.piece {
                Piece::Plain => self.said(token).ends_with(SEPARATORS),
                _ => true,
            },
        }
    }

    /// What a part says.
    pub fn said(&self, token: &Token) -> &'a str {
        &self.text[token.span.clone()]
    }

    /// The parts but for comments.
    pub fn parts(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| token.piece != Piece::Comment)
    }

    /// The values as they are written, without comments: what stands between two commas. An
    /// empty one is none.
    pub fn values(&self) -> Vec<String> {
        let mut values = vec![String::new()];
        for token in self.parts().skip(1) {
            match token.piece {
                Piece::Comma => values.push(String::new()),
                Piece::Close | Piece::Open => {}
                Piece::Quoted | Piece::Plain => {
                    if let Some(value) = values.last_mut() {
                        if !value.is_empty() {
                            value.push(' ');
                        }
                        value.push_str(self.said(token));
                    }
                }
                Piece::Comment => {}
            }
        }
        values
    }
}

/// What people write between two values instead of a half-width comma.
pub const SEPARATORS: [char; 6] = ['，', '、', ';', '；', '/', '|'];

/// How many bytes a text in quotes has, both quotes included.
fn quoted(text: &str) -> usize {
    let quote = text.chars().next().unwrap_or_default();
    let mut rest = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = rest.next() {
        if c == '\\' && quote == '"' {
            rest.next();
        } else if c == quote {
            match rest.peek() {
                Some((_, next)) if quote == '\'' && *next == quote => drop(rest.next()),
                _ => return at + 1,
            }
        }
    }
    text.len()
}

/// How many bytes a text without quotes has.
fn plain(text: &str) -> usize {
    let ends = |(at, c): &(usize, char)| match c {
        ',' | '[' | ']' | '{' | '}' => true,
        '#' => text[..*at].ends_with([' ', '\n']),
        // Quotes after a sign that stands for a comma are those of the next value.
        '"' | '\'' => text[..*at].trim_end().ends_with(SEPARATORS),
        _ => false,
    };
    text.char_indices().skip(1).find(ends).map_or(text.len(), |(at, _)| at)
}
