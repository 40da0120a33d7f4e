//! The rules: everything that can be found wrong, by name.
//!
//! A rule is a line in the table below, a page in `docs/rules/`, and the place
//! that finds it.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// Something that can be wrong. Two rules are the same if their names are.
#[derive(Debug)]
pub struct Rule {
    /// The stable name, in kebab-case.
    pub name: &'static str,
    /// How bad a breach is, unless the command line says otherwise.
    pub severity: Severity,
    /// The part of the work that finds it.
    pub stage: Stage,
    /// The page about it, in Markdown: a heading, why there is such a rule, a
    /// wrong and a right example, and where the rule comes from.
    pub page: &'static str,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A thought, for those who ask for it; the form is printed.
    Hint,
    /// Worth a look; the form is printed.
    Warning,
    /// The form is not printed.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Hint => "建议",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }
}

/// The part of the work that finds a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading a file: without it there is no project to judge.
    Reading,
    /// Judging what a project says.
    Content,
    /// Printing: editions, fonts, layout and outputs.
    Printing,
    /// Reading printed forms back.
    Verifying,
}

impl Stage {
    /// What the stage is called in lists of rules.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reading => "写法",
            Self::Content => "内容",
            Self::Printing => "排版和输出",
            Self::Verifying => "核对",
        }
    }
}

impl Rule {
    /// The rule called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|rule| rule.name == name)
    }

    /// What the rule finds, in a few words: its page's heading.
    pub fn summary(&self) -> &'static str {
        let heading = self.page.lines().next().unwrap_or_default();
        heading.trim_start_matches(['#', ' '])
    }

    /// Whether a breach may be so bad; `None` where it is not to be spoken of. Fails in the
    /// user's words.
    pub fn check_severity(&self, severity: Option<Severity>) -> Result<(), String> {
        match self.is_adjustable() || severity >= Some(Severity::Error) {
            true => Ok(()),
            false => Err(format!("规则“{}”不能放宽：有这样的错，表格就印不出来", self.name)),
        }
    }

    /// Whether the command line may say how bad a breach is. What keeps a form
    /// from being read or printed is an error, whatever one wishes; what is found in PDFs stays as it is.
    pub fn is_adjustable(&self) -> bool {
        match self.stage {
            Stage::Verifying => false,
            Stage::Content => true,
            Stage::Reading | Stage::Printing => self.severity != Severity::Error,
        }
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl Hash for Rule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// Rules as texts: their names.
pub mod by_name {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Rule;

    /// Writes a rule's name.
    pub fn serialize<S: Serializer>(
        rule: &&'static Rule,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(rule.name)
    }

    /// Reads a rule's name; another version of the program may have other rules.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<&'static Rule, D::Error> {
        let name = String::deserialize(deserializer)?;
        Rule::named(&name).ok_or_else(|| D::Error::custom("no such rule"))
    }
}

macro_rules! rules {
    ($($stage:ident { $($severity:ident $constant:ident $name:literal)* })*) => {
        $($(
            #[allow(missing_docs, reason = "the rule's page documents it")]
            pub static $constant: Rule = Rule {
                name: $name,
                severity: Severity::$severity,
                stage: Stage::$stage,
                page: include_str!(concat!("../../docs/rules/", $name, ".md")),
            };
        )*)*

        /// All rules, in the order of the stages.
        pub static ALL: &[&Rule] = &[$($(&$constant),*),*];
    };
}

rules! {
    Reading {
        Error UNREADABLE_FILE "unreadable-file"
        Error NO_PROJECTS "no-projects"
        Error NOT_A_PROJECT "not-a-project"
        Error SAME_OUTPUT "same-output"
        Error LINKED_DEFAULTS "linked-defaults"
        Warning SYMBOLIC_LINK "symbolic-link"
        Warning SKIPPED_FILE "skipped-file"
        Error BAD_SETTING "bad-setting"
        Warning UNUSED_SETTING "unused-setting"
        Error TOO_LARGE "too-large"
        Error NOT_UTF8 "not-utf8"
        Error INVISIBLE_CHARACTER "invisible-character"
        Error YAML_SYNTAX "yaml-syntax"
        Error FULLWIDTH_COLON "fullwidth-colon"
        Error FULLWIDTH_BAR "fullwidth-bar"
        Error COLON_WITHOUT_SPACE "colon-without-space"
        Error TOO_DEEP "too-deep"
        Error SECOND_DOCUMENT "second-document"
        Error YAML_ANCHOR "yaml-anchor"
        Error YAML_TAG "yaml-tag"
        Error YAML_MERGE "yaml-merge"
        Error DUPLICATE_KEY "duplicate-key"
        Error UNKNOWN_KEY "unknown-key"
        Error MISSING_KEY "missing-key"
        Error WRONG_KIND "wrong-kind"
        Error WRONG_LENGTH "wrong-length"
        Error EMPTY_VALUE "empty-value"
        Error NULL_VALUE "null-value"
        Error BAD_YEAR "bad-year"
        Error BAD_AMOUNT "bad-amount"
        Error UNKNOWN_FORM "unknown-form"
        Error UNKNOWN_EDITION "unknown-edition"
        Warning OLD_EDITION "old-edition"
        Warning FOLDED_TEXT "folded-text"
        Warning COMMENT_IN_TEXT "comment-in-text"
    }
    Content {
        Error NOT_IN_LIST "not-in-list"
        Error BAD_DATE "bad-date"
        Error END_BEFORE_START "end-before-start"
        Error SUM_MISMATCH "sum-mismatch"
        Error EXPENSE_HALF_OVER_FULL "expense-half-over-full"
        Error FORM_RULE "form-rule"
        Error UNKNOWN_INDICATOR "unknown-indicator"
        Error DUPLICATE_INDICATOR "duplicate-indicator"
        Warning MISSING_FIXED_INDICATOR "missing-fixed-indicator"
        Warning NONSTANDARD_VALUE "nonstandard-value"
        Warning UNIT_MISMATCH "unit-mismatch"
        Warning HALF_OVER_FULL "half-over-full"
        Warning RATE_WITHOUT_NUMBER "rate-without-number"
        Warning SCORE_AGAINST_ACTUAL "score-against-actual"
        Warning NUMBER_WITHOUT_UNIT "number-without-unit"
        Warning RATE_WITHOUT_PERCENT "rate-without-percent"
        Warning RATE_OVER_WHOLE "rate-over-whole"
        Warning NAMED_LIKE_GROUP "named-like-group"
        Warning ONE_OFF_YEARS "one-off-years"
        Warning STARTS_AFTER_YEAR "starts-after-year"
        Warning ENDS_BEFORE_YEAR "ends-before-year"
        Warning BAD_PHONE "bad-phone"
        Warning PERSON_WITHOUT_PHONE "person-without-phone"
        Warning UNUSED_ALLOW "unused-allow"
        Warning ZERO_EXPENSE "zero-expense"
        Warning SPENT_OVER_BUDGET "spent-over-budget"
        Warning COST_OVER_TOTAL "cost-over-total"
        Warning UNEVEN_DECIMALS "uneven-decimals"
        Warning AMOUNT_OUT_OF_LINE "amount-out-of-line"
        Warning FORM_ADVICE "form-advice"
        Warning PLACEHOLDER "placeholder"
        Warning TEMPLATE_LEFTOVER "template-leftover"
        Warning REPEATED_CITATION "repeated-citation"
        Warning CITATION_CONFLICT "citation-conflict"
        Warning DOCUMENT_NUMBER "document-number"
        Warning RADICAL_LETTER "radical-letter"
        Warning ODD_WIDTH "odd-width"
        Warning BLANK_IN_WORD "blank-in-word"
        Warning DOUBLED_MARK "doubled-mark"
        Warning LATIN_STOP "latin-stop"
        Warning UNBALANCED_MARKS "unbalanced-marks"
        Warning STRAY_QUOTE "stray-quote"
        Warning MIXED_WIDTH "mixed-width"
        Warning TRAILING_BLANK "trailing-blank"
        Warning REPEATED_TEXT "repeated-text"
        Warning OTHER_YEAR_IN_GOAL "other-year-in-goal"
        Warning OTHER_YEAR_IN_NAME "other-year-in-name"
        Warning OTHER_YEAR_IN_INDICATOR "other-year-in-indicator"
        Warning DUPLICATE_PROJECT "duplicate-project"
        Warning TARGET_CHANGED "target-changed"
        Warning TARGET_DROPPED "target-dropped"
        Warning INDICATOR_NOT_SET "indicator-not-set"
        Warning BUDGET_CHANGED "budget-changed"
        Hint RECURRING_NOT_LONG_TERM "recurring-not-long-term"
        Hint NO_USUAL_INDICATOR "no-usual-indicator"
        Hint GOAL_NUMBER_WITHOUT_INDICATOR "goal-number-without-indicator"
        Hint OUTPUT_NOT_IN_GOAL "output-not-in-goal"
        Hint OUTPUT_AS_BENEFIT "output-as-benefit"
    }
    Printing {
        Error BAD_FORM "bad-form"
        Error BAD_TEMPLATE "bad-template"
        Error BAD_FONT "bad-font"
        Error MISSING_FONT "missing-font"
        Error MISSING_GLYPH "missing-glyph"
        Error DOES_NOT_FIT "does-not-fit"
        Error TYPST "typst"
        Error UNWRITABLE_FILE "unwritable-file"
        Warning OUTDATED_OUTPUT "outdated-output"
        Warning BAD_MANIFEST "bad-manifest"
        Error INCOMPLETE_BOOK "incomplete-book"
        Warning PARTIAL_BOOK "partial-book"
        Error INCOMPLETE_REPORT "incomplete-report"
        Error TIMEOUT "timeout"
        Error CRASHED "crashed"
        Error INTERNAL "internal"
    }
    Verifying {
        Error DAMAGED_PDF "damaged-pdf"
        Error FOREIGN_PDF "foreign-pdf"
        Error DRAFT_PDF "draft-pdf"
        Error PRINTED_OTHERWISE "printed-otherwise"
        Error HIDDEN_CONTENT "hidden-content"
        Error BAD_SIGNATURE "bad-signature"
        Error UNPROVEN_PDF "unproven-pdf"
        Error NO_PDFS "no-pdfs"
        Warning CHANGED_PDF "changed-pdf"
        Warning UNCHECKED_SIGNATURE "unchecked-signature"
        Warning COVERED_CELLS "covered-cells"
    }
}
