//! What is printed of a form: blocks from top to bottom, in a grid of columns.

use super::formula::Ref;

/// The page of a form.
#[derive(Debug)]
pub struct Page {
    /// Whether it is wider than high.
    pub landscape: bool,
    /// The size of the type, in points.
    pub size: f64,
    /// The columns of the grid, each with its share of the page's width.
    pub columns: Vec<f64>,
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// A part of the page. Its columns are those of the grid, counted from the left edge of
/// the block.
#[derive(Debug)]
pub enum Block {
    /// Rows of cells, most of them labels with their values.
    Facts(Vec<Vec<Fact>>),
    /// A label at the left, with a long text that may run over pages.
    Texts {
        /// How many columns of the grid the labels take.
        label: usize,
        /// The fields: what the label says, and the field's path.
        texts: Vec<(String, Vec<usize>)>,
    },
    /// Long texts side by side, each below its label.
    Beside(Vec<Beside>),
    /// Rows under names that the author chooses, below a header.
    Table(RowsBlock),
    /// Rows that the form fixes, below a header.
    Matrix(RowsBlock),
    /// Rows under several levels of names, below a header.
    Tree(RowsBlock),
    /// A text over the whole width.
    Note(Note),
    /// Blocks behind a label that goes over all of them.
    Group {
        /// What the label says.
        label: String,
        /// How many columns of the grid it takes.
        span: usize,
        /// The blocks; their columns are counted from the label's right edge.
        blocks: Vec<Block>,
    },
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// How many columns of the grid it takes.
    pub span: usize,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Fixed words of the form, set as a label; may be empty.
    Label(String),
    /// Fixed words of the form, set as its values are.
    Words(String),
    /// What fields say, one right behind the other, with the name that their cell has.
    Fields {
        /// What the cell is called: the label before it, without line breaks.
        name: String,
        /// The fields.
        paths: Vec<Vec<usize>>,
    },
    /// All choices of a field, each with a box that is ticked or not.
    Boxes(Vec<usize>),
    /// A value that is computed, or stands in a matrix.
    Value(Ref),
}

/// A text over the whole width, with what the form says in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its pieces, one right behind the other.
    pub pieces: Vec<Piece>,
    /// Whether it has no lines around it, as what stands above or below a table.
    pub is_plain: bool,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Words of the form.
    Words(String),
    /// What a field or a computed value says.
    Of(Ref),
}

/// Long texts side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// How many columns of the grid it takes.
    pub span: usize,
    /// The label above it.
    pub label: String,
    /// The field.
    pub path: Vec<usize>,
}

/// The rows of a field.
#[derive(Debug)]
pub struct RowsBlock {
    /// The field's path.
    pub path: Vec<usize>,
    /// How many columns of the grid each cell of a row takes: the names or the label, then
    /// the columns, of which marks take as many as there are to choose from.
    pub spans: Vec<usize>,
    /// The headers above the names or the label.
    pub heads: Vec<String>,
    /// Whether the header is shown.
    pub has_header: bool,
}

impl Block {
    /// The paths of the fields that it prints, in its order; those of values, too.
    pub fn paths(&self) -> Vec<&[usize]> {
        match self {
            Self::Facts(rows) => {
                rows.iter().flatten().flat_map(|fact| fact.content.paths()).collect()
            }
            Self::Texts { texts, .. } => texts.iter().map(|(_, path)| path.as_slice()).collect(),
            Self::Beside(texts) => texts.iter().map(|text| text.path.as_slice()).collect(),
            Self::Table(rows) | Self::Matrix(rows) | Self::Tree(rows) => vec![&rows.path],
            Self::Note(note) => note.pieces.iter().flat_map(Piece::paths).collect(),
            Self::Group { blocks, .. } => blocks.iter().flat_map(Self::paths).collect(),
        }
    }

    /// The paths of the fields that it prints as long texts.
    pub fn long_texts(&self) -> Vec<&[usize]> {
        match self {
            Self::Texts { .. } | Self::Beside(_) => self.paths(),
            Self::Group { blocks, .. } => blocks.iter().flat_map(Self::long_texts).collect(),
            _ => Vec::new(),
        }
    }
}

impl Content {
    /// The paths of the fields whose values stand in it.
    fn paths(&self) -> Vec<&[usize]> {
        match self {
            Self::Fields { paths, .. } => paths.iter().map(Vec::as_slice).collect(),
            Self::Boxes(path) => vec![path],
            Self::Value(of) => of.path().into_iter().collect(),
            Self::Label(_) | Self::Words(_) => Vec::new(),
        }
    }
}

impl Piece {
    /// The path of the field whose value it is.
    fn paths(&self) -> Option<&[usize]> {
        match self {
            Self::Words(_) => None,
            Self::Of(of) => of.path(),
        }
    }
}
