//! What no source settles about the gateway. Each open question is one named choice with a default, which an author who knows
//! better can change.

/// One open question.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub name: &'static str,
    /// The first one counts unless another is chosen.
    pub options: &'static [&'static str],
    /// What the choice is about.
    pub about: &'static str,
}

/// All of them.
pub const CHOICES: &[Choice] = &[
    Choice {
        name: "defaults",
        options: &["all", "hidden-and-required"],
        about: "which defaults of parameters are sent without being given",
    },
    Choice {
        name: "encoding",
        options: &["once", "caller"],
        about: "how the API gets values of `x-ms-url-encoding: double`: encoded once, or as the caller encodes them",
    },
    Choice {
        name: "two-keys",
        options: &["first", "both"],
        about: "two API keys in the security definitions: the first one is sent, or both",
    },
    Choice {
        name: "missing-value",
        options: &["fail", "empty"],
        about: "an expression of a policy without value or default: the call fails, or the text is empty",
    },
    Choice {
        name: "empty-header",
        options: &["send", "remove"],
        about: "a header that `setheader` sets to nothing: it is sent empty, or taken away",
    },
    Choice {
        name: "inserted-values",
        options: &["as-is", "encoded"],
        about: "values that a policy inserts into a host or path: as they are, or percent-encoded",
    },
    Choice {
        name: "failure-section",
        options: &["transport", "status"],
        about: "when policies of the section `Failure` run: without any answer, or for answers of 400 and above too",
    },
    Choice {
        name: "side-call-body",
        options: &["none", "original"],
        about: "what a POST of `setvaluefromurl` sends: nothing, or the body of the request",
    },
    Choice {
        name: "side-call-failure",
        options: &["fail", "skip"],
        about: "`setvaluefromurl` gets no value: the call fails, or goes on without it",
    },
    Choice {
        name: "parts",
        options: &["as-is", "trimmed"],
        about: "the parts that `stringtoarray` makes: as they are, or without white space around them and without empty ones",
    },
    Choice {
        name: "repeated-key",
        options: &["last", "first"],
        about: "of two elements with the same key `convertarraytoobject` keeps the last one, or the first",
    },
    Choice {
        name: "constant",
        options: &["json", "text"],
        about: "a constant of `setproperty` that reads as a JSON object or array: it is one, or stays text",
    },
    Choice {
        name: "missing-parent",
        options: &["make", "fail"],
        about: "`setproperty` finds no parent object: it is made, or the call fails",
    },
    Choice {
        name: "quotes",
        options: &["literal", "around"],
        about: "single quotes around the whole value of `setproperty`: part of the text, or left out",
    },
];

/// The options that are chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    chosen: Vec<(&'static str, &'static str)>,
}

impl Choices {
    /// Reads `NAME=OPTION`; a later one wins.
    ///
    /// # Errors
    /// When there is no such choice or option.
    pub fn choose(&mut self, text: &str) -> Result<(), String> {
        let (name, option) = text.split_once('=').ok_or_else(|| format!("`{text}` is not `CHOICE=OPTION`"))?;
        let known = || CHOICES.iter().map(|choice| choice.name).collect::<Vec<_>>().join(", ");
        let choice = CHOICES.iter().find(|choice| choice.name == name);
        let choice = choice.ok_or_else(|| format!("there is no choice `{name}`: there are {}", known()))?;
        let found = choice.options.iter().find(|known| **known == option);
        let found = found.ok_or_else(|| format!("`{name}` has no option `{option}`: choose {}", choice.options.join(" or ")))?;
        self.chosen.retain(|(known, _)| *known != name);
        self.chosen.push((choice.name, found));
        Ok(())
    }

    /// The option that counts for a choice.
    pub fn of(&self, choice: &Choice) -> &'static str {
        let chosen = self.chosen.iter().find(|(name, _)| *name == choice.name).map(|(_, option)| *option);
        chosen.or(choice.options.first().copied()).unwrap_or_default()
    }

    /// Whether this option counts for the choice of this name.
    pub fn is(&self, name: &str, option: &str) -> bool {
        CHOICES.iter().any(|choice| choice.name == name && self.of(choice) == option)
    }
}
