//! Fingerprints of findings, which are stable when lines move.
use crate::connector::Connector;
use crate::connector::anchor::Anchors;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;
use crate::text::document::{Document, File};
use rustc_hash::FxHashMap;

/// The fingerprints of findings of one subject, in their order: 16 hexadecimal digits of the file's name, the rule, the
/// [place in names](Anchors::of) and the message, plus a counter for findings that agree in all of these. They are stable when
/// lines move and when lists and paths are reordered.
pub fn fingerprints(subject: &dyn Subject, findings: &[Finding]) -> Vec<String> {
    let mut seen: FxHashMap<u64, usize> = FxHashMap::default();
    let mut places = Places::default();
    let mut names: FxHashMap<File, String> = FxHashMap::default();
    let connectors: Vec<&Connector> = subject.connectors().into_iter().map(|listed| listed.connector).collect();
    let fingerprint = |finding: &Finding| {
        let file = finding.at.file;
        let name = names.entry(file).or_insert_with(|| subject.file_name(file));
        let place = places.of(subject, &connectors, finding);
        let hash = hash(&[name, finding.rule.id, &place, &finding.message]);
        let number = seen.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    };
    findings.iter().map(fingerprint).collect()
}

/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), of texts with line ends between them: the same on every machine and in
/// every version.
fn hash(texts: &[&str]) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let of = |hash, (at, text): (usize, &&str)| {
        let hash = if at > 0 { add(hash, b'\n') } else { hash };
        text.bytes().fold(hash, add)
    };
    texts.iter().enumerate().fold(0xcbf2_9ce4_8422_2325, of)
}

/// An index of a subject's files, so that the cost of a finding's place is proportional to its depth.
#[derive(Default)]
struct Places<'s> {
    /// By file: its connector, with an index of its lists.
    anchors: FxHashMap<File, Option<(&'s Document, Anchors<'s>)>>,
}

impl<'s> Places<'s> {
    /// The place of a finding in names; its pointer if it is in no connector.
    fn of(&mut self, subject: &'s dyn Subject, connectors: &[&'s Connector], finding: &Finding) -> String {
        let (file, pointer) = (finding.at.file, &finding.at.pointer);
        let known = self.anchors.entry(file).or_insert_with(|| {
            let document = subject.document(file)?;
            let holds =
                |connector: &&&Connector| connector.document(document.file).is_some_and(|own| std::ptr::eq(own, document));
            Some((document, Anchors::new(connectors.iter().find(holds)?)))
        });
        let place = known.as_mut().and_then(|(document, anchors)| Some(anchors.of(document.at_pointer(pointer)?)));
        place.unwrap_or_else(|| pointer.clone())
    }
}
