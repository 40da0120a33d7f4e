//! Writing a new project file.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Earlier, Heritage, Place, Recurrence, Wish, edition, name, write};
use crate::diagnostic::{Diagnostic, rule};
use crate::form::{Form, Project};
use crate::source::{self, Defaults, Forms};
use crate::system::output;

/// A project file that someone wants.
#[derive(Debug, Clone, Default)]
pub struct New {
    /// What the project is called, and its file as far as files can be called so; without it,
    /// as the one which it continues, the file with the form's name.
    pub name: Option<String>,
    /// The file of the project that it continues.
    pub from: Option<PathBuf>,
    /// Whether it recurs, see [`Wish::recurrence`].
    pub recurrence: Option<Recurrence>,
    /// The year, see [`Wish::year`].
    pub year: Option<String>,
    /// The form, see [`Wish::form`].
    pub form: Option<String>,
    /// The folder of the file; without it, that of the one which it continues, or the working
    /// folder.
    pub folder: Option<PathBuf>,
}

/// A project file that has been written.
#[derive(Debug)]
pub struct Created {
    /// Where it is.
    pub path: PathBuf,
    /// What of an earlier project is in it, and what is not.
    pub heritage: Option<Heritage>,
}

/// Writes a new project file, where there is none yet.
pub fn create(new: &New, forms: &Arc<Forms>) -> Result<Created, Vec<Diagnostic>> {
    let Outlined { place, text, heritage } = outline(new, forms)?;
    place.make_folder()?;
    output::create(&place.input.path, text.as_bytes())?;
    Ok(Created { path: place.input.path.to_path_buf(), heritage })
}

/// What a new project file would have of an earlier one, and what not; nothing is written.
pub fn foresee(new: &New, forms: &Arc<Forms>) -> Result<Option<Heritage>, Vec<Diagnostic>> {
    Ok(outline(new, forms)?.heritage)
}

/// A file that is not written yet.
struct Outlined {
    place: Place,
    text: String,
    heritage: Option<Heritage>,
}

fn outline(new: &New, forms: &Arc<Forms>) -> Result<Outlined, Vec<Diagnostic>> {
    let project = new.from.as_deref().map(|path| read(path, forms)).transpose()?;
    let from = project.as_ref().zip(new.from.as_deref());
    let from = from.map(|(project, file)| Earlier { project, file });
    let wish = Wish {
        name: "",
        recurrence: new.recurrence,
        year: new.year.as_deref(),
        form: new.form.as_deref(),
        from,
    };
    // The next form of a project goes beside it.
    let beside = new.from.as_deref().and_then(Path::parent).map(Path::to_owned);
    let folder = new.folder.clone().or(beside).unwrap_or_default();
    let earlier_name = from.map(|from| from.project.name().into_owned());
    // A form that continues a project under the same name has the form's name in its file's.
    let own = new.name.as_ref().filter(|name| earlier_name.as_ref() != Some(*name));
    let stem = match (own, &from) {
        (Some(name), _) => name::stem(name),
        (None, Some(from)) => stem_of(from, &wish, forms)?,
        (None, None) => String::new(),
    };
    let mut place = Place::new(&folder, &stem, forms)?;
    // Another form of a project has the form's name in its file's, too.
    if let (Some(name), None) = (own, &from)
        && let Some(there) = form_at(&place, forms)
        && let form = edition(&wish, &place, forms)?.0.form()?
        && there.name != form.name
    {
        place = Place::new(&folder, &name::stem(&format!("{name}-{}", form.name)), forms)?;
    }
    let name = own.or(earlier_name.as_ref()).map_or("", String::as_str);
    let (text, heritage) = write(&Wish { name, ..wish }, &place, forms)?;
    Ok(Outlined { place, text, heritage })
}

/// What the file is called that continues a project.
fn stem_of(from: &Earlier, wish: &Wish, forms: &Forms) -> Result<String, Vec<Diagnostic>> {
    let form = wish.form.unwrap_or(&from.project.form().name);
    let chosen = forms.choose(Some(form), wish.year.unwrap_or(&from.project.year()));
    let edition =
        chosen.map_err(|why| why.explain(forms, wish.year.unwrap_or(&from.project.year())))?;
    Ok(from.stem(&edition.form()?.name))
}

/// The form of the file that is in a place already.
fn form_at(place: &Place, forms: &Arc<Forms>) -> Option<Arc<Form>> {
    source::form_of(&place.input, &Defaults::new(forms.clone())).ok()
}

/// The project in a file.
fn read(path: &Path, forms: &Arc<Forms>) -> Result<Project, Vec<Diagnostic>> {
    let mut inputs = source::find(&[path.to_owned()]);
    match inputs.projects.pop() {
        Some(input) if path.is_file() => {
            Ok(source::read(&input, &Defaults::new(forms.clone()))?.project)
        }
        Some(_) if !path.exists() => {
            Err(Diagnostic::unreadable(path, &io::ErrorKind::NotFound.into()).into())
        }
        _ if inputs.found.is_empty() => {
            let found = Diagnostic::new(&rule::UNREADABLE_FILE, "这不是项目文件").at(path);
            Err(found.help("写一个项目文件的路径").into())
        }
        _ => Err(inputs.found),
    }
}
