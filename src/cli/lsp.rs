//! The command line of `jixiao lsp`.

use clap::Args;

#[derive(Debug, Args)]
pub struct LspArgs {
    /// Whether files of settings are left alone.
    #[arg(skip)]
    pub no_config: bool,
    /// What editors give to say how they are connected; there is but one way.
    #[arg(long, hide = true)]
    pub stdio: bool,
}
