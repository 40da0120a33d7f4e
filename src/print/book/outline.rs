//! The outline: folders, and in them the forms by their titles.

use std::io::Write;
use std::path::{Component, Path};

use pdf_writer::writers::OutlineItem;
use pdf_writer::{Name, Obj, Ref, TextStr};

use super::Chapter;
use super::failure::Failure;
use super::file::{File, object};

/// The outline of a book.
#[derive(Default)]
pub struct Outline {
    items: Vec<Item>,
    /// How many of them come after those that follow.
    turned: usize,
}

/// A page, and where its upper edge is.
#[derive(Clone, Copy)]
pub struct Target {
    /// The page.
    pub page: Ref,
    /// Its upper edge.
    pub top: f32,
}

impl Target {
    /// Writes it.
    pub fn write(self, to: Obj<'_>) {
        let mut target = to.array();
        target.item(self.page).item(Name(b"XYZ"));
        // Whoever turns to a form keeps the zoom.
        target.item(0).item(self.top).item(0);
    }
}

/// A folder with items below it, or a form with none.
struct Item {
    title: String,
    is_folder: bool,
    target: Target,
    below: Vec<Item>,
}

/// Where an item is among the others.
struct Links {
    parent: Ref,
    previous: Option<Ref>,
    next: Option<Ref>,
}

/// The items below another one, or below none.
#[derive(Clone, Copy)]
struct Level {
    first: Ref,
    last: Ref,
    /// How many lines it takes where it is open.
    lines: i32,
}

impl Outline {
    /// Adds a form, which begins at `target`. Where the form before it was in the
    /// same folder, they stand together.
    pub fn add(&mut self, chapter: &Chapter, target: Target) {
        let mut items = &mut self.items;
        let folder = chapter.path.parent().unwrap_or(Path::new(""));
        let names = folder.components().filter(|part| matches!(part, Component::Normal(_)));
        for name in names {
            let title = name.as_os_str().to_string_lossy();
            if !items.last().is_some_and(|last| last.is_folder && last.title == title) {
                items.push(Item::new(&title, true, target));
            }
            let last = items.len() - 1;
            items = &mut items[last].below;
        }
        items.push(Item::new(&chapter.title, false, target));
    }

    /// Has the items that follow come before all that are there.
    pub fn turn(&mut self) {
        self.turned = self.items.len();
    }

    /// Adds what is no form, and in no folder.
    pub fn add_alone(&mut self, title: &str, target: Target) {
        self.items.push(Item::new(title, false, target));
    }

    /// Writes it; where it begins, if there is anything in it.
    pub fn finish<W: Write>(&mut self, file: &mut File<W>) -> Result<Option<Ref>, Failure> {
        self.items.rotate_left(self.turned);
        let root = file.reserve()?;
        let Some(level) = write_level(&self.items, root, true, file)? else {
            return Ok(None);
        };
        let outline = object(|chunk, id| {
            chunk.outline(id).first(level.first).last(level.last).count(level.lines);
        });
        file.write(root, &outline)?;
        Ok(Some(root))
    }
}

impl Item {
    fn new(title: &str, is_folder: bool, target: Target) -> Self {
        let title = title.replace(char::is_control, " ");
        Self { title, is_folder, target, below: Vec::new() }
    }

    fn write<W: Write>(
        &self,
        number: Ref,
        links: &Links,
        below: Option<Level>,
        is_open: bool,
        file: &mut File<W>,
    ) -> Result<(), Failure> {
        let item = object(|chunk, id| {
            let mut item: OutlineItem<'_> = chunk.outline_item(id);
            item.title(TextStr(&self.title)).parent(links.parent);
            if let Some(previous) = links.previous {
                item.prev(previous);
            }
            if let Some(next) = links.next {
                item.next(next);
            }
            if let Some(level) = below {
                item.first(level.first).last(level.last);
                item.count(if is_open { level.lines } else { -level.lines });
            }
            self.target.write(item.insert(Name(b"Dest")));
        });
        file.write(number, &item)
    }
}

/// Writes items that stand below `parent`. The outermost folders are open: there
/// may be a thousand forms in the others.
fn write_level<W: Write>(
    items: &[Item],
    parent: Ref,
    is_open: bool,
    file: &mut File<W>,
) -> Result<Option<Level>, Failure> {
    let numbers = items.iter().map(|_| file.reserve()).collect::<Result<Vec<_>, _>>()?;
    let mut lines = items.len() as i32;
    for (index, item) in items.iter().enumerate() {
        let below = write_level(&item.below, numbers[index], false, file)?;
        lines += below.filter(|_| is_open).map_or(0, |level| level.lines);
        let previous = index.checked_sub(1).and_then(|index| numbers.get(index)).copied();
        let links = Links { parent, previous, next: numbers.get(index + 1).copied() };
        item.write(numbers[index], &links, below, is_open, file)?;
    }
    let ends = numbers.first().zip(numbers.last());
    Ok(ends.map(|(first, last)| Level { first: *first, last: *last, lines }))
}
