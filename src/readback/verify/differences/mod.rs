//! Which parts of a PDF are not as in the form printed anew, in the words of those who fill
//! it in.

mod catalog;
mod info;
mod notes;
mod pages;

use serde::Serialize;

use super::marks::Cells;
use crate::readback::Anatomy;

/// Something that is not as in the form printed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is about.
    pub kind: Kind,
    /// What it is, in Chinese.
    pub message: String,
}

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The text of a cell, or around the grid.
    Text,
    /// How many pages there are.
    PageCount,
    /// How large the paper is.
    PageSize,
    /// Whether a page is turned.
    Rotation,
    /// Whether a page is cropped.
    Crop,
    /// Something stands on a page: a stamp, a note, a link.
    Annotation,
    /// A field that can be filled in.
    Field,
    /// Something happens by itself, or a script is run.
    Action,
    /// Parts that can be hidden.
    Layer,
    /// An attached file.
    Attachment,
    /// A surface, a picture or the like is drawn.
    Drawing,
    /// The rules of the grid.
    Grid,
    /// Where glyphs stand, how large they are, and what they look like.
    Glyphs,
    /// A font.
    Font,
    /// How a page is drawn.
    Content,
    /// The title, the author and the like.
    Title,
    /// When the document was made or changed.
    Dates,
    /// The program that it was made with.
    Producer,
    /// What else the file says about itself.
    Metadata,
    /// Bookmarks.
    Bookmarks,
    /// The structure for those who cannot see.
    Tags,
    /// Whether it is encrypted.
    Encryption,
    /// It can be read in several ways.
    Structure,
    /// Anything else.
    Other,
}

impl Kind {
    /// Whether it is something that no printed form has, and that may show something else
    /// than the form, or hide it.
    pub fn is_hidden_content(self) -> bool {
        matches!(
            self,
            Self::Annotation | Self::Field | Self::Action | Self::Layer | Self::Attachment
        )
    }

    /// Whether it makes other pages of them.
    pub fn is_other_paper(self) -> bool {
        matches!(self, Self::PageCount | Self::PageSize | Self::Rotation | Self::Crop)
    }

    /// Whether it is a finding of its own.
    pub fn is_told_by_itself(self) -> bool {
        self.is_hidden_content()
            || self.is_other_paper()
            || matches!(self, Self::Text | Self::Drawing)
    }

    /// Whether it leaves the pages as they are.
    pub fn leaves_pages_alone(self) -> bool {
        matches!(self, Self::Title | Self::Bookmarks | Self::Tags) || self.comes_with_saving()
    }

    /// Whether it comes with saving a PDF anew, and counts for nothing.
    pub fn comes_with_saving(self) -> bool {
        matches!(self, Self::Dates | Self::Producer | Self::Metadata | Self::Encryption)
    }
}

impl Difference {
    /// A difference of a kind.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

/// What is not in a PDF as in the form printed anew; without the latter, what no printed form
/// has. `cells` are those of the PDF.
pub fn find(pdf: &Anatomy, anew: Option<&Anatomy>, cells: &Cells<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    notes::find(pdf, cells, &mut found);
    catalog::find(pdf, anew, &mut found);
    if pdf.is_doubtful {
        let message = "文件的写法不规范，不同的软件可能看到不同的内容";
        found.push(Difference::new(Kind::Structure, message));
    }
    if let Some(anew) = anew {
        pages::find(pdf, anew, &mut found);
        info::find(pdf, anew, &mut found);
    }
    found.sort_by_key(|difference| difference.kind);
    found.dedup();
    found
}

/// Adds what is the same on several pages once, with their numbers.
struct ByPage(Vec<(Kind, String, Vec<usize>)>);

impl ByPage {
    fn add(&mut self, page: usize, kind: Kind, message: String) {
        match self.0.iter_mut().find(|(it, said, _)| *it == kind && *said == message) {
            Some((.., pages)) => pages.push(page),
            None => self.0.push((kind, message, vec![page])),
        }
    }

    fn into_differences(self) -> impl Iterator<Item = Difference> {
        self.0.into_iter().map(|(kind, message, pages)| {
            Difference::new(kind, format!("{}{message}", numbers(&pages)))
        })
    }
}

/// The numbers of some pages, such as `第 1—3、5 页`.
fn numbers(pages: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if *page == *last + 1 => *last = *page,
            Some((_, last)) if page == last => {}
            _ => runs.push((*page, *page)),
        }
    }
    let run = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}—{last}"),
    };
    format!("第 {} 页", runs.iter().map(run).collect::<Vec<_>>().join("、"))
}
