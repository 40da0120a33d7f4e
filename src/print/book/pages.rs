//! The page tree: nodes that hold the pages of some forms each.

use std::io::Write;

use pdf_writer::Ref;

use super::failure::Failure;
use super::file::{File, object};

/// When a node is full. A form never leaves its node, however long it is.
const FULL: usize = 64;

/// The page tree of a book.
pub struct Pages {
    root: Ref,
    nodes: Vec<Ref>,
    /// The node that pages are being hung from.
    node: Ref,
    kids: Vec<Ref>,
    count: usize,
    /// How many nodes come after those that follow.
    turned: usize,
}

impl Pages {
    /// A tree without a page.
    pub fn new<W: Write>(file: &mut File<W>) -> Result<Self, Failure> {
        let (root, node) = (file.reserve()?, file.reserve()?);
        Ok(Self { root, nodes: Vec::new(), node, kids: Vec::new(), count: 0, turned: 0 })
    }

    /// The node that the next form's pages have as their parent.
    pub fn node<W: Write>(&mut self, file: &mut File<W>) -> Result<Ref, Failure> {
        if self.kids.len() >= FULL {
            self.close(file)?;
            self.node = file.reserve()?;
        }
        Ok(self.node)
    }

    /// Hangs a form's pages from the node.
    pub fn add(&mut self, pages: &[Ref]) {
        self.kids.extend(pages);
        self.count += pages.len();
    }

    /// Has the pages that follow come before all that are there.
    pub fn turn<W: Write>(&mut self, file: &mut File<W>) -> Result<(), Failure> {
        self.close(file)?;
        self.node = file.reserve()?;
        self.turned = self.nodes.len();
        Ok(())
    }

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Writes what is left; where the tree begins.
    pub fn finish<W: Write>(mut self, file: &mut File<W>) -> Result<Ref, Failure> {
        self.close(file)?;
        self.nodes.rotate_left(self.turned);
        let root = object(|chunk, id| {
            chunk.pages(id).count(self.count as i32).kids(self.nodes.iter().copied());
        });
        file.write(self.root, &root)?;
        Ok(self.root)
    }

    fn close<W: Write>(&mut self, file: &mut File<W>) -> Result<(), Failure> {
        let kids = std::mem::take(&mut self.kids);
        let node = object(|chunk, id| {
            chunk.pages(id).parent(self.root).count(kids.len() as i32).kids(kids);
        });
        self.nodes.push(self.node);
        file.write(self.node, &node)
    }
}
