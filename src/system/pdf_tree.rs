//! Trees of names and numbers in PDFs, read leaf by leaf.

use hayro_syntax::object::{Array, Dict, MaybeRef, Object};

/// How deep a tree may be; a cycle would have no end.
const DEEPEST: usize = 32;

/// A key with its value.
pub type TreePair<'a> = (Object<'a>, MaybeRef<Object<'a>>);

/// The pairs in a tree of names or numbers, whose leaves have them under `key`; or what is
/// wrong with it, in Chinese.
pub fn tree_pairs<'a>(tree: &Dict<'a>, key: &str) -> Result<Vec<TreePair<'a>>, String> {
    let mut pairs = Vec::new();
    walk(tree, key, DEEPEST, &mut pairs)?;
    Ok(pairs)
}

fn walk<'a>(
    tree: &Dict<'a>,
    key: &str,
    depth: usize,
    pairs: &mut Vec<TreePair<'a>>,
) -> Result<(), String> {
    if depth == 0 {
        return Err(format!("{key} 的层次太多"));
    }
    for kid in tree.get::<Array<'_>>("Kids").iter().flat_map(|kids| kids.iter::<Dict<'_>>()) {
        walk(&kid, key, depth - 1, pairs)?;
    }
    let leaf = tree.get::<Array<'_>>(key);
    let mut items = leaf.iter().flat_map(|leaf| leaf.raw_iter());
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        match key {
            MaybeRef::NotRef(key) => pairs.push((key, value)),
            MaybeRef::Ref(_) => return Err("标签的编号不在原处".to_owned()),
        }
    }
    Ok(())
}
