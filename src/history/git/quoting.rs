//! How git writes the names of files in its own messages: it shows Chinese ones as numbers,
//! unless `core.quotePath` says otherwise.

use gix::bstr::{BStr, ByteSlice};
use gix::config::File;

use super::Change;

/// What git calls the setting.
pub const NAME: &str = "core.quotePath";
const KEY: &str = "quotePath";
/// Says that the setting is this program's: a user may have written the same.
const OWN: (&str, &str) = ("jixiao", "quotePath");

/// Has git write names as they are, unless `before`, what holds so far, is of the user's
/// choice.
pub fn write(config: &mut File, before: Option<&BStr>) -> Result<Option<Change>, String> {
    let is_ours = config.raw_value_by(OWN.0, None, OWN.1).is_ok();
    match before {
        Some(value) if is_ours && is_off(value) => return Ok(Some(Change::Kept)),
        Some(_) => return Ok(None),
        None => {}
    }
    for (section, key) in [("core", KEY), OWN] {
        let mut section = config.new_section(section, None).map_err(|cause| cause.to_string())?;
        section.push(key, Some(b"false".as_bstr())).map_err(|cause| cause.to_string())?;
    }
    Ok(Some(Change::Added))
}

/// Removes the setting, if it is this program's.
pub fn remove(config: &mut File) -> Option<Change> {
    config.raw_value_by(OWN.0, None, OWN.1).ok()?;
    let last =
        config.raw_values_by("core", None, KEY).ok().and_then(|values| values.last().cloned());
    take(config, OWN.0, OWN.1);
    match last {
        Some(value) if is_off(value.as_ref()) => {
            take(config, "core", KEY);
            Some(Change::Removed)
        }
        _ => None,
    }
}

/// Removes the last value of a key, and its section, if that held nothing else.
fn take(config: &mut File, section: &str, key: &str) {
    let ids = config.sections_and_ids_by_name(section).into_iter().flatten();
    let ids: Vec<_> = ids.filter(|(it, _)| it.value(key).is_some()).map(|(_, id)| id).collect();
    let Some(id) = ids.last().copied() else { return };
    let Some(mut section) = config.section_mut_by_id(id) else { return };
    section.remove(key);
    let is_bare = section.num_values() == 0 && section.to_bstring().find_byteset("#;").is_none();
    if is_bare {
        config.remove_section_by_id(id);
    }
}

fn is_off(value: &BStr) -> bool {
    ["false", "no", "off", "0"].iter().any(|off| value.eq_ignore_ascii_case(off.as_bytes()))
}
