//! The tags of a book: one document, of which each form is a part.

use std::collections::BTreeMap;
use std::io::Write;

use hayro_syntax::object::{Dict, MaybeRef, Name as PdfName, Object};
use pdf_writer::types::StructRole;
use pdf_writer::{Name, Ref};

use super::copy::Copier;
use super::failure::Failure;
use super::file::{File, object};
use super::form::{Form, expect_keys, tree_pairs};
use super::tree::Tree;

/// What the root of a form's tags may hold. Whatever else one may come to hold
/// would be lost.
const ROOT: [&str; 6] = ["Type", "K", "ParentTree", "ParentTreeNextKey", "IDTree", "RoleMap"];

/// The tags of a book.
pub struct Structure {
    root: Ref,
    document: Ref,
    /// The topmost tags of the forms.
    parts: Vec<Ref>,
    /// How many of them come after those that follow.
    turned: usize,
    /// From pages to the tags of what is on them.
    parents: Tree<i32>,
    next_key: i32,
    /// From IDs to the tags that bear them.
    ids: Tree<Vec<u8>>,
    /// What each of the roles is that are not PDF's own.
    roles: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl Structure {
    /// Tags of no form.
    pub fn new<W: Write>(file: &mut File<W>) -> Result<Self, Failure> {
        Ok(Self {
            root: file.reserve()?,
            document: file.reserve()?,
            parts: Vec::new(),
            turned: 0,
            parents: Tree::new(),
            next_key: 0,
            ids: Tree::new(),
            roles: BTreeMap::new(),
        })
    }

    /// The first key for pages that is still free.
    pub fn next_key(&self) -> i32 {
        self.next_key
    }

    /// Has the tags that follow come before all that are there.
    pub fn turn(&mut self) {
        self.turned = self.parts.len();
    }

    /// Takes over all tags of a form.
    pub fn add<'a, W: Write>(
        &mut self,
        form: &Form<'a>,
        copier: &mut Copier<'a, W>,
    ) -> Result<(), Failure> {
        expect_keys("StructTreeRoot", &form.structure, &ROOT)?;
        copier.stand_in(form.structure_id, self.document);
        match form.structure.get_raw::<Object<'a>>("K") {
            Some(MaybeRef::Ref(top)) => self.parts.push(copier.take(top)?),
            Some(MaybeRef::NotRef(Object::Array(tops))) => {
                for top in tops.raw_iter() {
                    self.parts.push(copier.take_value(top)?);
                }
            }
            _ => return Failure::form("PDF 没有标签"),
        }
        self.add_parents(form, copier)?;
        self.add_ids(form, copier)?;
        self.add_roles(&form.structure.get::<Dict<'_>>("RoleMap").unwrap_or_default())?;
        copier.finish()
    }

    fn add_parents<'a, W: Write>(
        &mut self,
        form: &Form<'a>,
        copier: &mut Copier<'a, W>,
    ) -> Result<(), Failure> {
        let tree = form.structure.get::<Dict<'a>>("ParentTree").unwrap_or_default();
        let mut pairs = Vec::new();
        for (key, value) in tree_pairs(&tree, "Nums")? {
            let Some(key) = key.into_number() else {
                return Failure::form("标签的编号读不懂");
            };
            pairs.push((copier.mark().key(key.as_i64())?, copier.take_value(value)?));
        }
        pairs.sort_by_key(|(key, _)| *key);
        self.parents.add(copier.file(), &pairs)?;
        if let Some((last, _)) = pairs.last() {
            self.next_key = last.saturating_add(1);
        }
        Ok(())
    }

    fn add_ids<'a, W: Write>(
        &mut self,
        form: &Form<'a>,
        copier: &mut Copier<'a, W>,
    ) -> Result<(), Failure> {
        let tree = form.structure.get::<Dict<'a>>("IDTree").unwrap_or_default();
        let mut pairs = Vec::new();
        for (id, value) in tree_pairs(&tree, "Names")? {
            let Some(id) = id.into_string() else {
                return Failure::form("标签的编号读不懂");
            };
            pairs.push((copier.mark().id(&id), copier.take_value(value)?));
        }
        pairs.sort();
        self.ids.add(copier.file(), &pairs)
    }

    fn add_roles(&mut self, roles: &Dict<'_>) -> Result<(), Failure> {
        for name in roles.keys() {
            let role = roles.get::<PdfName<'_>>(&name).map(|role| role.to_vec());
            let role = role.unwrap_or_default();
            let known = self.roles.entry(name.to_vec()).or_insert_with(|| role.clone());
            if *known != role {
                let name = name.as_str();
                return Failure::form(format!("标签 {name} 的含义和别的表格里的不同"));
            }
        }
        Ok(())
    }

    /// Writes what is left; where the tags begin. The document bears `title`.
    pub fn finish<W: Write>(mut self, file: &mut File<W>, title: &str) -> Result<Ref, Failure> {
        self.parts.rotate_left(self.turned);
        let document = object(|chunk, id| {
            let mut document = chunk.struct_element(id);
            document.kind(StructRole::Document).parent(self.root);
            document.title(pdf_writer::TextStr(title));
            let mut parts = document.children();
            for part in &self.parts {
                parts.struct_element(*part);
            }
        });
        file.write(self.document, &document)?;
        let parents = self.parents.finish(file)?;
        let ids = self.ids.finish(file)?;
        let root = object(|chunk, id| {
            let mut root = chunk.indirect(id).dict();
            root.pair(Name(b"Type"), Name(b"StructTreeRoot"));
            root.insert(Name(b"K")).array().item(self.document);
            let trees = [(Name(b"ParentTree"), parents), (Name(b"IDTree"), ids)];
            for (name, tree) in trees {
                if let Some(tree) = tree {
                    root.pair(name, tree);
                }
            }
            root.pair(Name(b"ParentTreeNextKey"), self.next_key);
            let roles = self.roles.iter().map(|(name, role)| (Name(name), Name(role)));
            root.insert(Name(b"RoleMap")).dict().pairs(roles);
        });
        file.write(self.root, &root)?;
        Ok(self.root)
    }
}
