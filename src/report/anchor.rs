//! Fingerprints of findings, which stay when lines move.
use crate::connector::Connector;
use crate::judge::config::at::anchor;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;
use rustc_hash::FxHashMap;

/// The fingerprints of findings of one subject, in their order: 16 hexadecimal digits of the file's name, the rule, the
/// [place in names](anchor) and the message, and which of those that agree in all of them it is. They stay when lines move
/// and when lists and paths are put in another order.
pub fn fingerprints(subject: &dyn Subject, findings: &[Finding]) -> Vec<String> {
    let mut seen: FxHashMap<u64, usize> = FxHashMap::default();
    let fingerprint = |finding: &Finding| {
        let parts = [&subject.file_name(finding.at.file), finding.rule.id, &place(subject, finding), &finding.message];
        let hash = hash(&parts.join("\n"));
        let number = seen.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    };
    findings.iter().map(fingerprint).collect()
}

/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The place of a finding in names; its pointer where it lies in no connector.
fn place(subject: &dyn Subject, finding: &Finding) -> String {
    let pointer = &finding.at.pointer;
    let anchor = || {
        let document = subject.document(finding.at.file)?;
        let holds = |connector: &&Connector| connector.document(document.file).is_some_and(|own| std::ptr::eq(own, document));
        Some(anchor(subject.connectors().into_iter().map(|listed| listed.connector).find(holds)?, document.at_pointer(pointer)?))
    };
    anchor().unwrap_or_else(|| pointer.clone())
}
