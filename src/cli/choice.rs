//! The options by which `check` and `fix` choose publisher and rules
use anyhow::bail;
use clap::{Args, ValueEnum};
use connsmith::check::Options;
use connsmith::profile::{Publisher, Selection, names_rule};
use connsmith::rules::RULES;

#[derive(Args)]
pub struct ChoiceArguments {
    /// For whom to check; without it the configuration, then the folder names of Microsoft's repository decide, then `certified`
    #[arg(long, value_enum)]
    publisher: Option<PublisherArgument>,

    /// Run these rules only: rule ids, official codes, policy numbers or subjects (repeatable, comma-separated)
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    select: Vec<String>,

    /// Leave these rules out (repeatable, comma-separated)
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    ignore: Vec<String>,

    /// Include info findings and the rules that are off by default
    #[arg(long)]
    pub strict: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum PublisherArgument {
    /// Owns the API (verified publisher)
    Certified,
    /// Does not own the API (independent publisher)
    Independent,
    /// Private use
    Custom,
}

impl ChoiceArguments {
    /// What the options ask for. A rule that does not exist is a mistake in the command, not a rule without findings.
    pub fn options(&self) -> anyhow::Result<Options> {
        for name in self.select.iter().chain(&self.ignore) {
            if !RULES.iter().any(|rule| names_rule(name, rule)) {
                match super::explain::nearest(name) {
                    Some(near) => bail!("there is no rule `{name}`; did you mean `{near}`?"),
                    None => bail!("there is no rule `{name}`; `connsmith rules` lists them"),
                }
            }
        }
        Ok(Options {
            publisher: self.publisher.map(|publisher| match publisher {
                PublisherArgument::Certified => Publisher::Certified,
                PublisherArgument::Independent => Publisher::Independent,
                PublisherArgument::Custom => Publisher::Custom,
            }),
            selection: Selection { strict: self.strict, select: self.select.clone(), ignore: self.ignore.clone() },
        })
    }
}
