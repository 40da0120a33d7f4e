//! The office's way: a document for each form, from which LibreOffice makes a PDF.
//!
//! The documents hold what the forms say in a plain table, which is less work than
//! the real layout; and the PDFs are for no archive, and not tagged.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;

use super::forms::scalar;
use super::process::{self, Usage};
use super::sides::{fonts, list, named, version};

/// LibreOffice: the `soffice` of the path, or the one that `SOFFICE` names.
pub struct Office {
    program: PathBuf,
    pub version: String,
}

impl Office {
    /// Finds the program, if it is there.
    pub fn find() -> Option<Self> {
        let program: PathBuf = named("SOFFICE").unwrap_or_else(|| "soffice".into()).into();
        let version = version(&program, "LibreOffice ")?;
        Some(Self { program, version })
    }

    /// Makes a .docx document of each form. This also makes the profile that the
    /// first call of LibreOffice takes seconds for.
    pub fn documents(&self, forms: &[PathBuf], folder: &Path) -> Documents<'_> {
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join(FONTS), font_configuration(folder)).expect("a configuration");
        let write = |(index, form): (usize, &PathBuf)| {
            let file = folder.join(format!("form{index:05}.fodt"));
            fs::write(&file, document(form)).expect("a document");
            file
        };
        let files: Vec<PathBuf> = forms.iter().enumerate().map(write).collect();
        self.convert(&files, "docx", folder);
        let files = list(&folder.join("docx"));
        Documents { office: self, folder: folder.to_owned(), files }
    }

    /// Converts all files in one call, into the folder `to` within `folder`.
    fn convert(&self, files: &[PathBuf], to: &str, folder: &Path) -> Usage {
        let output = folder.join(to);
        if output.exists() {
            fs::remove_dir_all(&output).expect("a folder to remove");
        }
        let profile = url(&folder.join("profile"));
        let mut command = Command::new(&self.program);
        command.env("FONTCONFIG_FILE", folder.join(FONTS)).env("LC_ALL", "C.UTF-8");
        command.arg(format!("-env:UserInstallation={profile}")).arg("--headless");
        command.args(["--convert-to", to, "--outdir"]).arg(&output).args(files);
        let usage = process::run(&mut command);
        // It also succeeds where it could not convert a file.
        assert_eq!(list(&output).len(), files.len(), "a converted file for each");
        usage
    }
}

/// Documents, each with what a form says.
pub struct Documents<'a> {
    office: &'a Office,
    folder: PathBuf,
    files: Vec<PathBuf>,
}

impl Documents<'_> {
    /// Makes PDFs of all documents.
    pub fn print(&self) -> Usage {
        self.office.convert(&self.files, "pdf", &self.folder)
    }
}

/// The name of the configuration of fonts.
const FONTS: &str = "fonts.conf";

/// Lets LibreOffice print with our fonts only, where it asks fontconfig for fonts.
fn font_configuration(folder: &Path) -> String {
    let [fonts, cache] =
        [fonts(), folder.join("cache")].map(|path| escaped(&path.to_string_lossy()));
    format!(
        "<?xml version=\"1.0\"?>\n\
         <fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>\n"
    )
}

/// A flat OpenDocument text with a table of what a form says.
fn document(form: &Path) -> String {
    let yaml = fs::read_to_string(form).expect("a form");
    let mut rows = String::new();
    put(&mut rows, "", &serde_yaml::from_str(&yaml).expect("a form"));
    TEMPLATE.replace("ROWS", &rows)
}

/// An A4 page as Writer makes it, in our body font, with borders around the cells.
const TEMPLATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:styles><style:default-style style:family="paragraph"><style:text-properties
  fo:font-family="Noto Serif CJK SC" fo:font-size="9pt" style:font-family-asian="Noto Serif CJK SC"
  style:font-size-asian="9pt" style:language-asian="zh" style:country-asian="CN"
/></style:default-style></office:styles>
<office:automatic-styles><style:style style:name="cell" style:family="table-cell"
><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style></office:automatic-styles>
<office:body><office:text><table:table>
<table:table-column table:number-columns-repeated="3"/>
ROWS</table:table></office:text></office:body></office:document>
"#;

/// Adds a row for each key that has a value, or one for half a year and one for all of it.
fn put(rows: &mut String, key: &str, value: &Value) {
    let cells = match value {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                put(rows, key.as_str().expect("a text"), value);
            }
            return;
        }
        Value::Sequence(values) => values.iter().map(|value| cell(&scalar(value), 1)).collect(),
        value => cell(&scalar(value), 2),
    };
    let _ = writeln!(rows, "<table:table-row>{}{cells}</table:table-row>", cell(key, 1));
}

/// A cell over some columns, with a paragraph for each line.
fn cell(text: &str, columns: usize) -> String {
    let mut cell = format!(
        "<table:table-cell table:style-name=\"cell\" table:number-columns-spanned=\"{columns}\">"
    );
    for line in text.lines() {
        let _ = write!(cell, "<text:p>{}</text:p>", escaped(line));
    }
    cell + "</table:table-cell>" + &"<table:covered-table-cell/>".repeat(columns - 1)
}

/// A text as XML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A path as a URL.
fn url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        let _ = match byte {
            b'/' | b'.' | b'-' | b'_' => write!(url, "{}", char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => write!(url, "{}", char::from(byte)),
            byte => write!(url, "%{byte:02X}"),
        };
    }
    url
}
