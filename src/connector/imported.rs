//! What `connsmith import` keeps beside a connector: what it wrote, and which texts it made up.
use super::Connector;
use crate::text::document::{Document, File, Node};
use crate::text::pointer;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{BufReader, Read};

/// The file that holds what the last import wrote, compressed.
pub const BASE: &str = "import.base";

/// Most bytes of it that are read.
pub const MAX_BASE: u64 = 16 << 20;

/// Longest base that is read, uncompressed.
const LONGEST: u64 = 64 << 20;

/// Longest base in which a check looks for texts that were made up, uncompressed. A definition has at most 1 MB.
const LONGEST_LOOKED_AT: u64 = 16 << 20;

/// What an import wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base<'t> {
    pub definition: Cow<'t, str>,
    pub properties: Cow<'t, str>,
    /// Empty where there is none.
    #[serde(default)]
    pub script: Cow<'t, str>,
    /// Texts of the definition that the import made up.
    #[serde(default)]
    pub invented: Vec<Invented>,
}

/// A text that the import made up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invented {
    /// JSON pointer of the operation that has it; empty for that of the text before. Paths may be long, and have many parameters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// Place and name of a parameter that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<(String, String)>,
    /// `summary` or `description`.
    pub key: String,
    pub text: String,
}

impl Invented {
    /// Where these texts still stand in a definition, without those that a person changed, or took away with what had them.
    pub fn left<'a>(list: &[Invented], definition: &'a Document) -> Vec<Node<'a>> {
        let at = |pointer: &str| {
            let (path, verb) = pointer.strip_prefix("/paths/")?.split_once('/')?;
            definition.root().get("paths")?.get(&pointer::unescaped(path))?.get(verb)
        };
        // Whoever wrote the file may name an operation many times, or one with many parameters.
        let (mut indexed, mut parameters) = (FxHashSet::default(), FxHashMap::default());
        let (mut operation, mut left) = (None, Vec::new());
        for text in list {
            if !text.at.is_empty() {
                operation = at(&text.at);
            }
            let Some(operation) = operation else { continue };
            let node = match &text.parameter {
                None => Some(operation),
                Some((place, name)) => {
                    if indexed.insert(operation.id) {
                        for one in operation.get("parameters").into_iter().flat_map(Node::items) {
                            if let (Some(place), Some(name)) = (one.get_str("in"), one.get_str("name")) {
                                parameters.entry((operation.id, place, name)).or_insert(one);
                            }
                        }
                    }
                    parameters.get(&(operation.id, place.into(), name.into())).copied()
                }
            };
            left.extend(node.and_then(|node| node.get(&text.key)).filter(|found| found.is(&text.text)));
        }
        left
    }
}

impl Base<'_> {
    /// Its bytes in the file.
    ///
    /// # Errors
    /// When there is no memory for them.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
        serde_json::to_writer(&mut encoder, self)?;
        encoder.finish()
    }

    /// Reads the bytes of the file.
    ///
    /// # Errors
    /// When they are none of an import, or hold too much.
    pub fn read(bytes: &[u8]) -> std::io::Result<Base<'static>> {
        let mut text = Vec::new();
        ZlibDecoder::new(bytes).take(LONGEST + 1).read_to_end(&mut text)?;
        if text.len() as u64 > LONGEST {
            return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, "it holds more than 64 MiB"));
        }
        let base: Base = serde_json::from_slice(&text)?;
        let is_object = |text: &str| Document::json(File::Other(0), "", text.as_bytes().to_vec()).root().is_object();
        match is_object(&base.definition) && is_object(&base.properties) {
            true => Ok(base),
            false => Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "its definition or properties are no objects")),
        }
    }
}

impl Connector {
    /// Whether an import made up this text of the definition, and nobody has changed it since.
    pub(crate) fn is_made_up(&self, text: Node) -> bool {
        let (Some(base), Some(definition)) = (&self.base, &self.definition) else { return false };
        let made_up = self.made_up.get_or_init(|| {
            let mut ids: Vec<u32> = Invented::left(&invented(base), definition).into_iter().map(|node| node.id).collect();
            ids.sort_unstable();
            ids
        });
        text.doc.file == File::Definition && made_up.binary_search(&text.id).is_ok()
    }
}

/// The texts of a base that were made up. One that cannot be read has none: `import --update` says what is wrong with it.
fn invented(base: &[u8]) -> Vec<Invented> {
    #[derive(Default, Deserialize)]
    struct Record {
        #[serde(default)]
        invented: Vec<Invented>,
    }
    let text = BufReader::new(ZlibDecoder::new(base).take(LONGEST_LOOKED_AT));
    serde_json::from_reader(text).unwrap_or_else(|_| Record::default()).invented
}

#[cfg(test)]
mod tests {
    use super::Base;

    #[test]
    fn what_is_kept_can_be_read() {
        let definition = format!("{{\"x\": \"{}\"}}", "a".repeat(1000)).into();
        let base = Base { definition, properties: "{}".into(), ..Base::default() };
        let bytes = base.bytes().unwrap();
        assert!(bytes.len() < 150);
        assert_eq!(Base::read(&bytes).unwrap(), base);
    }

    #[test]
    fn a_base_of_somebody_else_is_refused() {
        let base = |text: &str| Base { definition: text.to_owned().into(), properties: "{}".into(), ..Base::default() };
        assert!(Base::read(b"x").is_err());
        assert!(Base::read(&base("[1]").bytes().unwrap()).is_err());
        let bomb = base(&format!("{{\"x\": \"{}\"}}", "a".repeat(65 << 20))).bytes().unwrap();
        assert_eq!(Base::read(&bomb).unwrap_err().to_string(), "it holds more than 64 MiB");
    }
}
