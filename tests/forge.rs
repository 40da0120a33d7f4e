//! The workflows for forges: their shell parts run, against a forge that is none.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::skip::{has, skip};

/// Stands in for curl: hands out the program and the pages of comments, and keeps what
/// it is asked to write.
const CURL: &str = r#"#!/bin/sh
printf '%s\n' "$*" >> "$FORGE/asked"
method=GET; data=; output=; url=
while [ $# -gt 0 ]; do
  case "$1" in
    --request) method=$2; shift ;;
    --data) data=${2#@}; shift ;;
    --output) output=$2; shift ;;
    --header) case "$2" in @*) grep -q secret "${2#@}" || exit 67 ;; esac; shift ;;
    --*) ;;
    *) url=$1 ;;
  esac
  shift
done
if [ -n "$output" ]; then exec cp "$FORGE/program" "$output"; fi
if [ "$method" = GET ]; then
  page="$FORGE/page${url##*page=}"
  if [ -f "$page" ]; then cat "$page"; else echo '[]'; fi
  exit 0
fi
if [ -f "$FORGE/refuses-$method" ]; then exit 22; fi
printf '%s %s\n' "$method" "$url" >> "$FORGE/written"
cp "$data" "$FORGE/body"
"#;

/// Stands in for the program.
const PROGRAM: &str = r#"#!/bin/sh
printf '%s\n' "$*" >> "$FORGE/ran"
if [ "$1" = diff ]; then cat "$FORGE/diff"; exit "$(cat "$FORGE/code")"; fi
"#;

const MARK: &str = "<!-- jixiao diff -->";
/// What a project could say to be run, or to leave the text that it stands in.
const DIFF: &str = "## 一份表格有改动\n\n“甲” → `$(touch pwned)` \"; touch pwned; ' \\ $HOME\n";

/// A forge with its workflow.
struct Forge {
    folder: TempDir,
    /// Each runs in a shell of its own.
    scripts: Vec<String>,
    update: &'static str,
}

/// The two workflows, each in a forge of its own; none where the tools are missing.
fn forges() -> Vec<Forge> {
    if !has("jq") || !has("sha256sum") {
        skip("jq and sha256sum");
        return Vec::new();
    }
    vec![Forge::new(gitlab(), "PUT"), Forge::new(github(), "PATCH")]
}

fn workflow(name: &str) -> serde_yaml::Value {
    let text = fs::read_to_string(format!("docs/forge/{name}")).expect("the workflow");
    serde_yaml::from_str(&text).expect("YAML")
}

/// The entries of a script run in one shell, one after the other.
fn gitlab() -> Vec<String> {
    let workflow = workflow("gitlab-ci.yml");
    let entries = workflow["jixiao"]["script"].as_sequence().expect("a script");
    vec![entries.iter().map(|entry| entry.as_str().expect("a text")).collect()]
}

/// Each step runs in a shell of its own.
fn github() -> Vec<String> {
    let workflow = workflow("github.yml");
    let steps = workflow["jobs"]["jixiao"]["steps"].as_sequence().expect("steps");
    let scripts: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    assert_eq!(scripts.len(), 5);
    // What an expression puts into a script would be run.
    assert!(scripts.iter().all(|script| !script.contains("${{")));
    scripts.into_iter().map(str::to_owned).collect()
}

impl Forge {
    fn new(scripts: Vec<String>, update: &'static str) -> Self {
        let forge = Self { folder: tempfile::tempdir().expect("a folder"), scripts, update };
        fs::create_dir_all(forge.path("work")).expect("a folder");
        for (path, script) in [("curl", CURL), ("program", PROGRAM)] {
            forge.file(path, script);
            let executable = fs::Permissions::from_mode(0o755);
            fs::set_permissions(forge.path(path), executable).expect("permission");
        }
        forge.file("diff", DIFF);
        forge.file("code", "1");
        forge
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn file(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).expect("a file");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// Runs the workflow as forges do it, up to the first failure; the last output.
    fn run(&self) -> Output {
        let mut outputs = self.scripts.iter().map(|script| self.step(script));
        let mut output = outputs.next().expect("a script");
        while output.status.success() {
            let Some(next) = outputs.next() else { break };
            output = next;
        }
        assert!(!self.path("work/pwned").exists(), "{output:?}");
        output
    }

    fn step(&self, script: &str) -> Output {
        let sum = Command::new("sha256sum").arg(self.path("program")).output().expect("a sum");
        let sum = String::from_utf8(sum.stdout).expect("a text");
        let paths = std::env::var("PATH").expect("a path");
        Command::new("sh")
            .args(["-e", "-c", script])
            .current_dir(self.path("work"))
            .env("PATH", format!("{}:{paths}", self.folder.path().display()))
            .env("FORGE", self.folder.path())
            .env("JIXIAO_URL", "https://example.cn/jixiao")
            .env("JIXIAO_SHA256", &sum[..64])
            .env("RUNNER_TEMP", self.folder.path())
            .env("TMPDIR", self.folder.path())
            .envs([("JIXIAO_TOKEN", "secret"), ("TOKEN", "secret")])
            .envs([("CI_API_V4_URL", "https://forge/api"), ("CI_PROJECT_ID", "1")])
            .envs([("CI_MERGE_REQUEST_IID", "7"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "abc")])
            .envs([("API", "https://forge/issues"), ("NUMBER", "7"), ("BASE", "abc")])
            .output()
            .expect("a shell")
    }

    fn body(&self) -> String {
        let body: Value = serde_json::from_str(&self.read("body")).expect("JSON");
        body["body"].as_str().expect("a text").to_owned()
    }
}

/// Where there is no comment yet, one is written, with the text as it is; and the
/// program has been asked for all that it is to do.
#[test]
fn the_first_comment_is_written() {
    for forge in forges() {
        forge.file("page1", r#"[{"id": 1, "body": "别人的\n<!-- jixiao diff -->"}]"#);
        let output = forge.run();
        assert!(output.status.success(), "{output:?}");
        let written = forge.read("written");
        assert!(written.starts_with("POST ") && written.lines().count() == 1, "{written}");
        assert_eq!(forge.body(), format!("{MARK}\n{DIFF}"));
        let ran = forge.read("ran");
        assert!(ran.starts_with("diff --format markdown abc HEAD -- projects/\n"), "{ran}");
        assert!(ran.contains("\ncheck projects"), "{ran}");
        assert!(ran.contains("\nbuild projects --output out --combine out/合订本.pdf\n"), "{ran}");
        assert_eq!(forge.read("work/diff.md"), DIFF);
        // The token is in no command line.
        assert!(!forge.read("asked").contains("secret"));
    }
}

/// The comment that was written before is the one that changes, on whatever page it is.
#[test]
fn the_comment_is_updated() {
    for forge in forges() {
        forge.file("page1", r#"[{"id": 1, "body": "别人的"}]"#);
        forge.file("page2", r#"[{"id": 42, "body": "<!-- jixiao diff -->\n旧的"}]"#);
        forge.file("diff", "");
        forge.file("code", "0");
        assert!(forge.run().status.success());
        let written = forge.read("written");
        assert!(written.starts_with(forge.update) && written.ends_with("/42\n"), "{written}");
        assert_eq!(forge.body(), format!("{MARK}\n表格的内容没有变。\n"));
    }
}

/// A comment that only looks like ours cannot be changed: there is another one then.
#[test]
fn a_comment_of_others_is_left_alone() {
    for forge in forges() {
        forge.file("page1", r#"[{"id": 42, "body": "<!-- jixiao diff -->\n别人的"}]"#);
        forge.file(&format!("refuses-{}", forge.update), "");
        assert!(forge.run().status.success());
        assert!(forge.read("written").starts_with("POST "));
    }
}

/// A text that no comment can hold is said to be elsewhere.
#[test]
fn a_long_comparison_is_not_cut() {
    for forge in forges() {
        forge.file("diff", &"改动\n".repeat(100_000));
        assert!(forge.run().status.success());
        assert!(forge.body().ends_with("产物 `diff.md`。\n"), "{}", forge.body());
    }
}

/// What goes wrong stops the run: a comparison that fails, and another program than
/// the one that is meant.
#[test]
fn trouble_stops_the_run() {
    for forge in forges() {
        forge.file("code", "2");
        assert!(!forge.run().status.success());
        assert_eq!(forge.read("written"), "");
    }
    for mut forge in forges() {
        let other = format!("{:064} ", 0);
        forge.scripts.iter_mut().for_each(|it| *it = it.replace("$JIXIAO_SHA256 ", &other));
        assert!(!forge.run().status.success());
        assert_eq!(forge.read("ran"), "");
    }
}

/// The hooks are for project files, and run commands that there are.
#[test]
fn the_hooks_run_what_there_is() {
    let text = fs::read_to_string(".pre-commit-hooks.yaml").expect("the hooks");
    let hooks: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
    let takes = |hook: &serde_yaml::Value, path: &str| {
        // What the regex crate does not know of Python's expressions.
        let exclude = hook["exclude"].as_str().expect("a pattern");
        let keeps_defaults =
            exclude.contains("(?!defaults\\.yaml$)") && path.ends_with("/_defaults.yaml");
        let exclude = exclude.replace("(?!defaults\\.yaml$)", "");
        let is_match =
            |pattern: &str| regex::Regex::new(pattern).expect("a pattern").is_match(path);
        is_match(hook["files"].as_str().expect("a pattern"))
            && (keeps_defaults || !is_match(&exclude))
    };
    for hook in hooks.as_sequence().expect("hooks") {
        let entry = hook["entry"].as_str().expect("an entry");
        let command = entry.strip_prefix("jixiao ").expect("the program");
        let help = Command::new(env!("CARGO_BIN_EXE_jixiao")).args([command, "--help"]).output();
        assert!(help.expect("the program to run").status.success(), "{entry}");
        for path in ["projects/甲.yaml", "预算/projects/2026/乙.yml"] {
            assert!(takes(hook, path), "{entry} {path}");
        }
        for path in ["甲.yaml", "projects/_甲.yaml", "projects/.甲.yaml", "projects/甲.txt"] {
            assert!(!takes(hook, path), "{entry} {path}");
        }
        assert_eq!(takes(hook, "projects/2026/_defaults.yaml"), command == "fmt");
    }
}
