//! Forms whose tables of objects may be read in several ways: programs may show something
//! else than what is looked at here.

use super::workplace;
use crate::support::cli::Outcome;
use crate::support::forge;

/// What is said where programs may not see the same.
const DOUBT: &str = "不同的软件可能看到不同的内容";

type Edit = fn(Vec<u8>) -> Vec<u8>;

fn verify(edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Outcome {
    workplace(edit).run("verify 甲.pdf")
}

fn last(pdf: &[u8], part: &str) -> usize {
    pdf.windows(part.len()).rposition(|window| window == part.as_bytes()).expect(part)
}

/// A PDF with `to` in the place where `from` stands last.
fn replaced(pdf: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = last(pdf, from);
    [&pdf[..at], to.as_bytes(), &pdf[at + from.len()..]].concat()
}

/// A PDF with a second version that is as the first one, and with more in its trailer.
fn with_trailer(pdf: &[u8], more: &str) -> Vec<u8> {
    replaced(&forge::updated(pdf, &[]), "trailer\n<<", &format!("trailer\n<<{more}"))
}

/// The same with more entries in its table.
fn with_entries(pdf: &[u8], entries: &str) -> Vec<u8> {
    replaced(&forge::updated(pdf, &[]), "trailer\n", &format!("{entries}trailer\n"))
}

#[test]
fn tables_and_trailers_that_are_read_otherwise_are_doubtful() {
    let cases: Vec<(&str, Edit)> = vec![
        ("root twice", |pdf| with_trailer(&pdf, "/Root 1 0 R")),
        ("information twice", |pdf| with_trailer(&pdf, "/Info 1 0 R")),
        ("root of another version", |pdf| {
            let (root, catalog) = forge::catalog(&pdf);
            let copied = forge::updated(&pdf, &[(forge::size(&pdf), catalog.into_bytes())]);
            let copy = forge::size(&copied) - 1;
            replaced(&copied, &format!("/Root {root} 0 R"), &format!("/Root {copy} 0 R"))
        }),
        ("information of another version", |pdf| {
            let (number, info) = forge::info(&pdf);
            let copied = forge::updated(&pdf, &[(forge::size(&pdf), info.into_bytes())]);
            let copy = forge::size(&copied) - 1;
            replaced(&copied, &format!("/Info {number} 0 R"), &format!("/Info {copy} 0 R"))
        }),
        ("comment behind the place", |pdf| {
            replaced(&forge::updated(&pdf, &[]), "startxref\n", "startxref %c\n")
        }),
        ("comment before the table", |pdf| {
            let pdf = forge::updated(&pdf, &[]);
            let at = last(&pdf, "\nxref\n") + 1;
            [&pdf[..at], b"%c\n", &pdf[at..]].concat()
        }),
        ("comment in the table", |pdf| with_entries(&pdf, "%c\n")),
        ("second table", |pdf| with_trailer(&pdf, "/XRefStm 15")),
        ("second table, written otherwise", |pdf| with_trailer(&pdf, "/XRef#53tm 15")),
        ("version before elsewhere", |pdf| {
            replaced(&forge::updated(&pdf, &[]), "/Prev ", "/Prev 9 0 R/X ")
        }),
        ("freed", |pdf| {
            let (number, _) = forge::content(&pdf);
            with_entries(&pdf, &format!("{number} 1\n0000000000 00001 f \n"))
        }),
        ("too few objects", |pdf| replaced(&forge::updated(&pdf, &[]), "/Size ", "/Size 9/X ")),
        ("short entries", |pdf| {
            replaced(&forge::updated(&pdf, &[]), "trailer", "1 1\n0000000015 00000 n\ntrailer")
        }),
        ("something before the head", |pdf| [b"junk\n".to_vec(), pdf].concat()),
    ];
    for (name, edit) in cases {
        let outcome = verify(edit);
        assert_eq!(outcome.code, 1, "{name}: {outcome:?}");
        assert!(outcome.stderr.contains(DOUBT), "{name}: {outcome:?}");
    }
}

#[test]
fn tables_as_programs_write_them_are_in_order() {
    let cases: Vec<(&str, Edit)> = vec![
        ("nothing added", |pdf| forge::updated(&pdf, &[])),
        ("more in the trailer", |pdf| with_trailer(&pdf, "/DocChecksum/ABC")),
        ("freed and never there", |pdf| with_entries(&pdf, "0 1\n0000000000 65535 f\r\n")),
        ("stream", |pdf| with_stream(&pdf, &Table::default())),
    ];
    for (name, edit) in cases {
        let outcome = verify(edit);
        assert_eq!(outcome.code, 0, "{name}: {outcome:?}");
        assert!(outcome.stderr.contains("另存过，内容和重新排出的全部相同"), "{name}: {outcome:?}");
    }
}

/// How a table in a stream is written.
struct Table {
    keys: &'static str,
    /// How often the page is told in it, and what kind of entry that is.
    page: Vec<u8>,
    /// The numbers of the objects in the stream of objects; 0 is that of the page.
    held: Vec<i32>,
}

impl Default for Table {
    fn default() -> Self {
        Self { keys: "/Type/XRef/W[1 4 1]", page: vec![2], held: vec![0] }
    }
}

/// A PDF whose first page is written anew in a stream, which a table in a stream tells of.
fn with_stream(pdf: &[u8], table: &Table) -> Vec<u8> {
    let (number, page) = forge::first_page(pdf);
    let (root, _) = forge::catalog(pdf);
    let (info, _) = forge::info(pdf);
    let first = forge::size(pdf);
    let start = &pdf[last(pdf, "startxref") + "startxref".len()..last(pdf, "%%EOF")];
    let start = String::from_utf8_lossy(start).trim().to_owned();
    let mut bytes = [pdf, b"\n"].concat();
    let numbers = table.held.iter().map(|it| if *it == 0 { number } else { *it });
    let head: String = numbers.map(|number| format!("{number} 0 ")).collect();
    let objects = bytes.len();
    let stream = format!(
        "{first} 0 obj\n<</Type/ObjStm/N {}/First {}/Length {}>>\nstream\n{head}{page}\nendstream\nendobj\n",
        table.held.len(),
        head.len(),
        head.len() + page.len()
    );
    bytes.extend(stream.bytes());
    let at = bytes.len();
    let row = |kind: u8, place: usize, index: u8| {
        [&[kind][..], &u32::try_from(place).expect("a place").to_be_bytes(), &[index]].concat()
    };
    let mut rows = Vec::new();
    let mut index = String::new();
    for kind in &table.page {
        index += &format!("{number} 1 ");
        rows.extend(row(*kind, if *kind == 2 { first as usize } else { 0 }, 0));
    }
    rows.extend(row(1, objects, 0));
    rows.extend(row(1, at, 0));
    let table = format!(
        "{} 0 obj\n<<{}/Size {}/Index[{index}{first} 2]/Root {root} 0 R/Info {info} 0 R\
         /Prev {start}/Length {}>>\nstream\n",
        first + 1,
        table.keys,
        first + 2,
        rows.len()
    );
    bytes.extend(table.bytes());
    bytes.extend(rows);
    bytes.extend(format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n").bytes());
    bytes
}

#[test]
fn tables_in_streams_that_are_read_otherwise_are_doubtful() {
    let cases = [
        ("twice", Table { page: vec![2, 2], ..Table::default() }),
        ("freed", Table { page: vec![0], ..Table::default() }),
        ("unknown kind", Table { page: vec![3], ..Table::default() }),
        ("other widths", Table { keys: "/Type/XRef/W[2 3 1]", ..Table::default() }),
        ("no table", Table { keys: "/Type/X/W[1 4 1]", ..Table::default() }),
        ("key twice", Table { keys: "/Type/XRef/W[1 4 1]/Root 1 0 R", ..Table::default() }),
        ("held twice", Table { held: vec![0, 0], ..Table::default() }),
        ("other object held", Table { held: vec![1], ..Table::default() }),
    ];
    for (name, table) in cases {
        let outcome = verify(|pdf| with_stream(&pdf, &table));
        assert_eq!(outcome.code, 1, "{name}: {outcome:?}");
        assert!(outcome.stderr.contains(DOUBT), "{name}: {outcome:?}");
    }
}
