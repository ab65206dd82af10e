//! Tables of facts, as `build.rs` writes what `schemas/*.toml` say: their texts stay where they are, in the program.

/// A table: values by their names.
#[derive(Debug)]
pub struct Table(Vec<(&'static str, Value)>);

/// A value in a table.
#[derive(Debug)]
pub enum Value {
    Text(&'static str),
    Integer(i64),
    Boolean(bool),
    Array(Vec<Value>),
    Table(Table),
}

impl Table {
    /// Reads a table; None for a text that `build.rs` did not write.
    pub(super) fn parse(text: &'static str) -> Option<Table> {
        let mut reader = Reader { rest: text };
        let table = reader.table()?;
        reader.rest.is_empty().then_some(table)
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Whether there is a value of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The values with their names, sorted by these.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }
}

impl Value {
    /// The text; None for anything else.
    pub fn as_str(&self) -> Option<&'static str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The number; None for anything else.
    pub fn as_integer(&self) -> Option<i64> {
        if let Value::Integer(number) = self { Some(*number) } else { None }
    }

    /// The truth value; None for anything else.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Boolean(flag) = self { Some(*flag) } else { None }
    }

    /// The items; None for anything else.
    pub fn as_array(&self) -> Option<&[Value]> {
        if let Value::Array(items) = self { Some(items) } else { None }
    }

    /// The table; None for anything else.
    pub fn as_table(&self) -> Option<&Table> {
        if let Value::Table(table) = self { Some(table) } else { None }
    }

    /// The value of this name, of a table.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_table()?.get(name)
    }
}

struct Reader {
    rest: &'static str,
}

impl Reader {
    fn table(&mut self) -> Option<Table> {
        let count = self.count()?;
        let mut members = Vec::with_capacity(count);
        for _ in 0..count {
            members.push((self.text()?, self.value()?));
        }
        Some(Table(members))
    }

    fn value(&mut self) -> Option<Value> {
        let (kind, rest) = self.rest.split_at_checked(1)?;
        self.rest = rest;
        Some(match kind {
            "s" => Value::Text(self.text()?),
            "i" => Value::Integer(self.number()?),
            "b" => Value::Boolean(self.number()? == 1),
            "a" => {
                let count = self.count()?;
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    items.push(self.value()?);
                }
                Value::Array(items)
            }
            "t" => Value::Table(self.table()?),
            _ => return None,
        })
    }

    fn text(&mut self) -> Option<&'static str> {
        let length = self.count()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(text)
    }

    /// A length, or how many items follow. There are thousands of them, and most have one or two digits.
    fn count(&mut self) -> Option<usize> {
        let (mut count, mut at) = (0_usize, 0);
        while let digit @ b'0'..=b'9' = *self.rest.as_bytes().get(at)? {
            count = count.checked_mul(10)?.checked_add(usize::from(digit - b'0'))?;
            at += 1;
        }
        self.rest = self.rest.get(at..)?.strip_prefix(':')?;
        Some(count)
    }

    fn number(&mut self) -> Option<i64> {
        let (number, rest) = self.rest.split_once(':')?;
        self.rest = rest;
        number.parse().ok()
    }
}
