//! What the editor can do.

use std::path::PathBuf;

use lsp_types::{InitializeParams, MarkupKind};

use super::position::Encoding;
use super::uri;

/// What the editor can do, as far as it matters.
#[derive(Debug, Default)]
pub struct Editor {
    /// What it counts on a line.
    pub encoding: Encoding,
    /// Whether it fills in what has gaps.
    pub has_snippets: bool,
    /// Whether it indents what has several lines as it is asked to.
    pub has_insert_modes: bool,
    /// Whether it shows Markdown.
    pub has_markdown: bool,
    /// Whether it changes only those versions of files that changes are for.
    pub has_versions: bool,
    /// Whether it shows further places of a finding.
    pub has_related: bool,
    /// Whether it tells of changes on the disk.
    pub can_watch: bool,
    /// The process that ends when it does.
    pub process: Option<u32>,
    /// The folders that it works in.
    pub folders: Vec<PathBuf>,
}

impl Editor {
    /// What the editor says of itself.
    pub fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|it| it.position_encodings.as_deref());
        let item = text.and_then(|it| it.completion.as_ref()?.completion_item.as_ref());
        let formats = text.and_then(|it| it.hover.as_ref()?.content_format.as_deref());
        let edits = workspace.and_then(|it| it.workspace_edit.as_ref());
        let told = text.and_then(|it| it.publish_diagnostics.as_ref());
        let watch = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        Self {
            encoding: Encoding::choose(offered.unwrap_or_default()),
            has_snippets: item.is_some_and(|it| it.snippet_support == Some(true)),
            has_insert_modes: item.is_some_and(|it| it.insert_text_mode_support.is_some()),
            has_markdown: formats.is_some_and(|it| it.contains(&MarkupKind::Markdown)),
            has_versions: edits.is_some_and(|it| it.document_changes == Some(true)),
            has_related: told.is_some_and(|it| it.related_information == Some(true)),
            can_watch: watch.is_some_and(|it| it.dynamic_registration == Some(true)),
            process: params.process_id,
            folders: folders(params),
        }
    }
}

#[allow(deprecated, reason = "older editors name one folder only")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let many = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let mut folders: Vec<PathBuf> = many.filter_map(uri::path).collect();
    if folders.is_empty() {
        let path = || params.root_path.as_ref().map(PathBuf::from).filter(|it| it.is_absolute());
        folders.extend(params.root_uri.as_ref().and_then(uri::path).or_else(path));
    }
    folders
}
