//! The logical name of a connector in Dataverse.

/// Prefix and title as one name: `cat` and `Human-in-the-Loop` give `cat_human-2din-2dthe-2dloop`. Every character but
/// letters and digits of ASCII becomes `-` and two hexadecimal digits for each of its bytes.
pub fn logical_name(prefix: &str, title: &str) -> String {
    let mut name = format!("{prefix}_");
    for byte in title.to_lowercase().bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => name.push(char::from(byte)),
            _ => name.push_str(&format!("-{byte:02x}")),
        }
    }
    name
}

/// Whether a logical name is that of a connector of a publisher: older exports write `5F` behind the underscore.
pub fn has_prefix(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('_'))
}

/// A name of letters, digits and underscores made of a title, as a solution must have: `Human-in-the-Loop` gives
/// `HumanInTheLoop`.
pub fn unique_name(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() { format!("Connector{name}") } else { name }
}

/// The number that begins the values of a publisher's options, 10000 to 99999: the same for the same prefix.
pub fn option_prefix(prefix: &str) -> u32 {
    let sum = prefix.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    10_000 + sum % 90_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_real_exports() {
        for (prefix, title, name) in [
            ("cat", "Human-in-the-Loop", "cat_human-2din-2dthe-2dloop"),
            ("mcscat", "AzureUsage", "mcscat_azureusage"),
            ("rcs", "SAP Success Factors", "rcs_sap-20success-20factors"),
            ("new", "Café", "new_caf-c3-a9"),
        ] {
            assert_eq!(logical_name(prefix, title), name);
        }
        assert!(has_prefix("cat_5Fcustomazuredevops", "cat") && !has_prefix("category_x", "cat"));
        assert_eq!(unique_name("Human-in-the-Loop"), "HumanInTheLoop");
        assert_eq!(unique_name("365 é"), "Connector365");
    }
}
