//! Trees of numbers and names that are written leaf by leaf.

use std::io::Write;

use pdf_writer::{Name, Obj, Ref, Str};

use super::failure::Failure;
use super::file::{File, object};

/// How many kids a node has at most.
const KIDS: usize = 64;

/// What a tree is sorted by.
pub trait Key {
    /// The name that leaves have their pairs under.
    const PAIRS: Name<'static>;

    /// Writes it.
    fn write(&self, to: Obj<'_>);
}

impl Key for i32 {
    const PAIRS: Name<'static> = Name(b"Nums");

    fn write(&self, to: Obj<'_>) {
        to.primitive(*self);
    }
}

impl Key for Vec<u8> {
    const PAIRS: Name<'static> = Name(b"Names");

    fn write(&self, to: Obj<'_>) {
        to.primitive(Str(self));
    }
}

/// A tree, of which only the nodes are kept that have none above them yet.
pub struct Tree<K> {
    nodes: Vec<Node<K>>,
}

struct Node<K> {
    id: Ref,
    first: K,
    last: K,
}

impl<K: Key + Clone> Tree<K> {
    /// An empty tree.
    pub fn new() -> Self {
        Self { nodes: Vec::new() }
    }

    /// Adds pairs that are sorted, and that come after all that are there.
    pub fn add<W: Write>(&mut self, file: &mut File<W>, pairs: &[(K, Ref)]) -> Result<(), Failure> {
        let (Some((first, _)), Some((last, _))) = (pairs.first(), pairs.last()) else {
            return Ok(());
        };
        let id = file.reserve()?;
        let leaf = object(|chunk, id| {
            let mut leaf = chunk.indirect(id).dict();
            write_limits(leaf.insert(Name(b"Limits")), first, last);
            let mut items = leaf.insert(K::PAIRS).array();
            for (key, value) in pairs {
                key.write(items.push());
                items.item(*value);
            }
        });
        file.write(id, &leaf)?;
        self.nodes.push(Node { id, first: first.clone(), last: last.clone() });
        Ok(())
    }

    /// Writes what is left; where the tree begins, if there is anything in it.
    pub fn finish<W: Write>(mut self, file: &mut File<W>) -> Result<Option<Ref>, Failure> {
        if self.nodes.is_empty() {
            return Ok(None);
        }
        while self.nodes.len() > KIDS {
            let above = self.nodes.chunks(KIDS).map(|kids| write_node(file, kids));
            self.nodes = above.collect::<Result<_, _>>()?;
        }
        let id = file.reserve()?;
        let root = object(|chunk, id| {
            write_kids(chunk.indirect(id).dict().insert(Name(b"Kids")), &self.nodes);
        });
        file.write(id, &root)?;
        Ok(Some(id))
    }
}

/// Writes a node above `kids`, of which there is at least one.
fn write_node<K: Key + Clone, W: Write>(
    file: &mut File<W>,
    kids: &[Node<K>],
) -> Result<Node<K>, Failure> {
    let (first, last) = (kids[0].first.clone(), kids[kids.len() - 1].last.clone());
    let id = file.reserve()?;
    let node = object(|chunk, id| {
        let mut node = chunk.indirect(id).dict();
        write_limits(node.insert(Name(b"Limits")), &first, &last);
        write_kids(node.insert(Name(b"Kids")), kids);
    });
    file.write(id, &node)?;
    Ok(Node { id, first, last })
}

fn write_limits<K: Key>(to: Obj<'_>, first: &K, last: &K) {
    let mut limits = to.array();
    first.write(limits.push());
    last.write(limits.push());
}

fn write_kids<K>(to: Obj<'_>, kids: &[Node<K>]) {
    to.array().items(kids.iter().map(|kid| kid.id));
}
