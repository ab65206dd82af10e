//! Undocumented behavior of the gateway. Each open question is a named choice with a default, which users can change.

/// One open question.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub name: &'static str,
    /// The first one is the default.
    pub options: &'static [&'static str],
    /// What the choice is about.
    pub about: &'static str,
}

/// All of them.
pub const CHOICES: &[Choice] = &[
    Choice {
        name: "defaults",
        options: &["all", "hidden-and-required"],
        about: "which parameter defaults are sent when no value is given",
    },
    Choice {
        name: "encoding",
        options: &["once", "caller"],
        about: "how values with `x-ms-url-encoding: double` reach the API: encoded once, or as the caller encodes them",
    },
    Choice {
        name: "two-keys",
        options: &["first", "both"],
        about: "two API keys in the security definitions: only the first is sent, or both",
    },
    Choice {
        name: "missing-value",
        options: &["fail", "empty"],
        about: "a policy expression without a value or default: the call fails, or the text is empty",
    },
    Choice {
        name: "empty-header",
        options: &["send", "remove"],
        about: "a header that `setheader` sets to an empty value: it is sent empty, or removed",
    },
    Choice {
        name: "inserted-values",
        options: &["as-is", "encoded"],
        about: "values that a policy inserts into a host or path: inserted unchanged, or percent-encoded",
    },
    Choice {
        name: "failure-section",
        options: &["transport", "status"],
        about: "when policies in the `Failure` section run: only without a response, or also for responses of 400 and above",
    },
    Choice {
        name: "side-call-body",
        options: &["none", "original"],
        about: "what a POST by `setvaluefromurl` sends: nothing, or the request body",
    },
    Choice {
        name: "side-call-failure",
        options: &["fail", "skip"],
        about: "`setvaluefromurl` gets no value: the call fails, or continues without it",
    },
    Choice {
        name: "parts",
        options: &["as-is", "trimmed"],
        about: "the parts that `stringtoarray` produces: unchanged, or trimmed and without empty parts",
    },
    Choice {
        name: "repeated-key",
        options: &["last", "first"],
        about: "two elements with the same key in `convertarraytoobject`: the last one is kept, or the first",
    },
    Choice {
        name: "constant",
        options: &["json", "text"],
        about: "a constant of `setproperty` that looks like a JSON object or array: it is parsed, or stays text",
    },
    Choice {
        name: "missing-parent",
        options: &["make", "fail"],
        about: "`setproperty` finds no parent object: it is created, or the call fails",
    },
    Choice {
        name: "quotes",
        options: &["literal", "around"],
        about: "single quotes around the whole value of `setproperty`: part of the text, or removed",
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
    /// If there is no such choice or option.
    pub fn choose(&mut self, text: &str) -> Result<(), String> {
        let (name, option) = text.split_once('=').ok_or_else(|| format!("`{text}` is not `CHOICE=OPTION`"))?;
        let known = || CHOICES.iter().map(|choice| choice.name).collect::<Vec<_>>().join(", ");
        let choice = CHOICES.iter().find(|choice| choice.name == name);
        let choice = choice.ok_or_else(|| format!("no choice is named `{name}`; the choices are {}", known()))?;
        let found = choice.options.iter().find(|known| **known == option);
        let found = found
            .ok_or_else(|| format!("`{name}` has no option `{option}`; the options are {}", choice.options.join(" and ")))?;
        self.chosen.retain(|(known, _)| *known != name);
        self.chosen.push((choice.name, found));
        Ok(())
    }

    /// The current option of a choice.
    pub fn of(&self, choice: &Choice) -> &'static str {
        let chosen = self.chosen.iter().find(|(name, _)| *name == choice.name).map(|(_, option)| *option);
        chosen.or(choice.options.first().copied()).unwrap_or_default()
    }

    /// Whether this option is selected for the choice with this name.
    pub fn is(&self, name: &str, option: &str) -> bool {
        CHOICES.iter().any(|choice| choice.name == name && self.of(choice) == option)
    }
}
