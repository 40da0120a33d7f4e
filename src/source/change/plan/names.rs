//! Rows and groups that come, go, move and get other names.

use super::{Planner, Way, entry};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::change::step::Step;
use crate::source::change::{blank, limits};
use crate::source::layout::Known;
use crate::source::places::Node;

impl<'a> Planner<'a> {
    /// Gives a row or a group another name.
    pub(super) fn rename(
        &self,
        path: &[String],
        name: &str,
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let way = self.find(path)?;
        self.check_is_named(way.above())?;
        if path.last().is_some_and(|old| old == name) {
            return Ok(None);
        }
        self.check_name(&path[..path.len() - 1], name)?;
        Ok(Some(Step::Rename { at: way.at, name: name.to_owned() }))
    }

    pub(super) fn check_is_named(&self, known: Known) -> Result<(), Diagnostic> {
        match known.is_named() {
            true => Ok(()),
            false => Err(self.refuse("这一项是表上固定的，不能这样改")),
        }
    }

    /// Whether a name may stand below a path, beside those that are there.
    pub(super) fn check_name(&self, above: &[String], name: &str) -> Result<(), Diagnostic> {
        limits::name(self.file, name)?;
        let way = self.way(above);
        if way.rest.is_empty() && way.node.entry(name).is_some() {
            let (message, help) = match name {
                "" => ("这里已经有一行还没有写名称".to_owned(), "先写上那一行的名称"),
                name => (format!("这里已经有“{name}”了"), "换一个名称"),
            };
            return Err(self.refuse_by(&rule::DUPLICATE_KEY, message).help(help));
        }
        Ok(())
    }

    /// Adds a name with blanks below it.
    pub(super) fn add(
        &self,
        path: &[String],
        before: Option<&str>,
    ) -> Result<Step<'a>, Diagnostic> {
        let Some((name, above)) = path.split_last() else {
            return Err(self.refuse("没有写要加哪一项"));
        };
        let known = self.known(above);
        self.check_is_named(known)?;
        self.check_name(above, name)?;
        let below = known.below(name);
        let value = blank::below(below).ok_or_else(|| self.is_not_there(name))?;
        let way = self.way(above);
        if !way.rest.is_empty() {
            if let Some(before) = before {
                return Err(self.is_not_there(before));
            }
            return self.insert(Way { rest: &path[way.at.len()..], ..way }, value);
        }
        self.check_may_have_entries(&way)?;
        let (index, is_before) = self.before(way.node, before)?;
        let entry = entry(name, value);
        Ok(Step::Insert { map: way.at, index, entry, known: below, is_before })
    }

    /// The place before an entry, or at the end.
    fn before(&self, node: &Node, before: Option<&str>) -> Result<(usize, bool), Diagnostic> {
        let entries = node.entries();
        let Some(before) = before else { return Ok((entries.len(), false)) };
        let index = entries.iter().position(|entry| entry.key == before);
        index.map(|index| (index, true)).ok_or_else(|| self.is_not_there(before))
    }

    /// Takes something out.
    pub(super) fn remove(&self, path: &[String]) -> Result<Step<'a>, Diagnostic> {
        let way = self.find(path)?;
        if way.at.is_empty() {
            return Err(self.refuse("没有写要删去哪一项"));
        }
        let levels = self.emptied(&way);
        Ok(Step::Remove { at: way.at, levels })
    }

    /// How many groups above have nothing else than what is at the end of a path.
    fn emptied(&self, way: &Way) -> usize {
        let mut levels = 0;
        // A field stays, though nothing is left below it.
        while let Some(above) = (way.at.len() - 1).checked_sub(levels)
            && above > 0
            && way.known[above - 1].is_named()
            && self.node(&way.at[..above]).is_some_and(|node| node.entries().len() == 1)
        {
            levels += 1;
        }
        levels
    }

    fn node(&self, at: &[usize]) -> Option<&'a Node> {
        at.iter().try_fold(self.root, |node, index| Some(&node.entries().get(*index)?.value))
    }

    /// Takes a row or a group to another place.
    pub(super) fn shift(
        &self,
        path: &[String],
        to: Option<&[String]>,
        before: Option<&str>,
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let way = self.find(path)?;
        self.check_is_named(way.above())?;
        let Some((name, above)) = path.split_last() else { return Ok(None) };
        let to = to.unwrap_or(above);
        let target = self.find(to)?;
        if target.last().levels() != way.above().levels() {
            return Err(self.refuse(format!("“{name}”不能移到这里：级次不一样")));
        }
        self.check_may_have_entries(&target)?;
        let (index, is_before) = self.before(target.node, before)?;
        let own = way.at.last().copied().unwrap_or_default();
        if to == above {
            let is_there = index == own || index == own + 1;
            return Ok((!is_there).then_some(Step::Move {
                from: way.at,
                levels: 0,
                map: target.at,
                index,
                is_before,
            }));
        }
        self.check_name(to, name)?;
        let levels = self.emptied(&way);
        Ok(Some(Step::Move { from: way.at, levels, map: target.at, index, is_before }))
    }
}
