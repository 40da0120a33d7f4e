//! How git writes the names of files in its own messages.

use crate::support::repository::{PROJECT, Repository};

const CONFIG: &str = ".git/config";

/// Git's own messages have the names of files as they are, unless the user has said how they
/// are to be.
#[test]
fn names_of_files_are_readable() {
    let Some(repository) = Repository::new("仓库") else { return };
    repository.file("projects/甲.yaml", PROJECT);
    assert!(repository.git("status --short -uall").contains("\\347"));
    repository.jixiao("git install").succeeded();
    assert!(repository.git("status --short -uall").contains("projects/甲.yaml"));
    repository.jixiao("git uninstall").succeeded();
    assert!(repository.git("status --short -uall").contains("\\347"));
    for choice in ["true", "false"] {
        let Some(repository) = Repository::new("仓库") else { return };
        repository.git(&format!("config core.quotepath {choice}"));
        let config = repository.read(CONFIG);
        let told = repository.jixiao("git install");
        assert!(!told.err.contains("quotePath"), "{told:?}");
        assert_eq!(repository.git("config core.quotePath").trim(), choice);
        repository.jixiao("git uninstall").succeeded();
        assert_eq!(repository.read(CONFIG), config);
    }
    // What was changed since is the user's own choice.
    let Some(repository) = Repository::new("仓库") else { return };
    repository.jixiao("git install").succeeded();
    repository.git("config core.quotePath true");
    repository.jixiao("git install").succeeded();
    repository.jixiao("git uninstall").succeeded();
    assert_eq!(repository.git("config core.quotePath").trim(), "true");
}
