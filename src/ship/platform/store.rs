//! The accounts that are signed in, with their tokens: one file, which several processes may use at a time.
//!
//! Where the system has a keyring, the file is encrypted with a key that is kept there: a keyring's entries are too short for
//! tokens on some systems, and cannot be changed atomically. Elsewhere only the owner may read it. Each change is
//! made under a lock and by renaming, so a process that is killed in between leaves the old file or the new one.
use super::token::Token;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Bytes of the key of an encrypted store.
pub const KEY_LENGTH: usize = 32;

/// The prefix of temporary files that will become the accounts.
const TEMPORARY: &str = ".accounts-";

/// A folder with the accounts.
#[derive(Clone)]
pub struct Store {
    folder: PathBuf,
    key: Option<[u8; KEY_LENGTH]>,
}

/// The content of the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    /// The account that is used when none is named.
    pub current: Option<String>,
    pub accounts: Vec<Account>,
}

/// A user who is signed in to one tenant of one cloud.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Name to sign in with.
    pub user: String,
    /// Id of the tenant that was signed in to.
    pub tenant: String,
    /// The tenant as given when signing in: its id, a domain, or `common`.
    pub asked: String,
    /// Where: the authority's address.
    pub authority: String,
    /// The application that asked.
    pub client: String,
    /// Object id.
    pub oid: Option<String>,
    pub refresh_token: Option<String>,
    /// Access tokens, by resource.
    pub tokens: BTreeMap<String, Token>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.name())
    }
}

impl Account {
    /// What distinguishes it from others: user and tenant.
    pub fn name(&self) -> String {
        format!("{}/{}", self.user, self.tenant)
    }

    /// Whether a name given by a user matches it: its whole name, its user or its tenant.
    pub fn is_called(&self, name: &str) -> bool {
        self.user.eq_ignore_ascii_case(name) || self.name().eq_ignore_ascii_case(name) || self.is_of(name)
    }

    /// Whether it belongs to this tenant.
    pub fn is_of(&self, tenant: &str) -> bool {
        [&self.tenant, &self.asked].iter().any(|known| known.eq_ignore_ascii_case(tenant))
    }
}

impl Accounts {
    /// The account that is used when none is named.
    pub fn current(&self) -> Option<&Account> {
        let current = self.current.as_deref()?;
        self.accounts.iter().find(|account| account.name() == current)
    }

    /// Adds an account, or replaces the existing entry, and makes it the current one.
    pub fn add(&mut self, account: Account) {
        let name = account.name();
        self.accounts.retain(|known| known.name() != name || known.authority != account.authority);
        self.accounts.push(account);
        self.current = Some(name);
    }

    /// Removes the accounts for which `leaves` is true.
    pub fn remove(&mut self, leaves: impl Fn(&Account) -> bool) -> Vec<Account> {
        let (gone, kept) = std::mem::take(&mut self.accounts).into_iter().partition(leaves);
        self.accounts = kept;
        if self.current().is_none() {
            self.current = self.accounts.last().map(Account::name);
        }
        gone
    }
}

/// Why the accounts cannot be loaded or saved.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the accounts in `{}` cannot be read: {error}", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("the accounts in `{}` cannot be written: {error}", path.display())]
    Unwritable { path: PathBuf, error: io::Error },
    #[error("the accounts in `{}` cannot be parsed: {why}; `connsmith logout --all` removes them", path.display())]
    Damaged { path: PathBuf, why: String },
}

impl Store {
    /// The store in a folder, which need not exist yet. With a key it is encrypted.
    pub fn new(folder: PathBuf, key: Option<[u8; KEY_LENGTH]>) -> Store {
        Store { folder, key }
    }

    /// The file; an encrypted and an unencrypted store can exist side by side.
    pub fn path(&self) -> PathBuf {
        self.folder.join(if self.key.is_some() { "accounts.sealed" } else { "accounts.json" })
    }

    /// The accounts; none if nobody has ever signed in.
    ///
    /// # Errors
    /// When the file exists and cannot be read or parsed.
    pub fn read(&self) -> Result<Accounts, Error> {
        let path = self.path();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Accounts::default()),
            Err(error) => return Err(Error::Unreadable { path, error }),
        };
        let bytes = match &self.key {
            Some(key) => opened(key, bytes).ok_or_else(|| Error::Damaged {
                path: path.clone(),
                why: "the key in the system's keyring does not decrypt them".to_owned(),
            })?,
            None => bytes,
        };
        serde_json::from_slice(&bytes).map_err(|error| Error::Damaged { path, why: error.to_string() })
    }

    /// Changes the accounts. Other processes wait meanwhile.
    ///
    /// # Errors
    /// When they cannot be read or written; then they stay unchanged.
    pub fn change<T>(&self, change: impl FnOnce(&mut Accounts) -> T) -> Result<T, Error> {
        let _lock = self.lock()?;
        self.clean();
        let mut accounts = self.read()?;
        let before = accounts.clone();
        let result = change(&mut accounts);
        if accounts != before {
            self.write(&accounts).map_err(|error| Error::Unwritable { path: self.path(), error })?;
        }
        Ok(result)
    }

    /// Removes everything, including files that cannot be parsed.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn clear(&self) -> Result<(), Error> {
        if !self.folder.is_dir() {
            return Ok(());
        }
        let _lock = self.lock()?;
        self.clean();
        for name in ["accounts.sealed", "accounts.json"] {
            let path = self.folder.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::Unwritable { path, error }),
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes the leftovers of a process that was killed while it wrote. Only the holder of the lock writes.
    fn clean(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                let _ = fs::remove_file(entry.path()); // the next one tries again
            }
        }
    }

    /// The lock ends with the process that holds it, however it ends.
    fn lock(&self) -> Result<File, Error> {
        let unwritable = |error| Error::Unwritable { path: self.path(), error };
        private_folder(&self.folder).map_err(unwritable)?;
        let lock =
            OpenOptions::new().create(true).truncate(false).write(true).open(self.folder.join("lock")).map_err(unwritable)?;
        lock.lock().map_err(unwritable)?;
        Ok(lock)
    }

    fn write(&self, accounts: &Accounts) -> io::Result<()> {
        let mut bytes = serde_json::to_vec_pretty(accounts)?;
        if let Some(key) = &self.key {
            bytes = sealed(key, bytes)?;
        }
        // Files of this kind are their owner's alone from the start.
        let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&self.folder)?;
        file.write_all(&bytes)?;
        file.as_file().sync_all()?;
        file.persist(self.path()).map_err(|error| error.error)?;
        Ok(())
    }
}

/// Makes a folder that only its owner may open; an existing one is closed to others.
fn private_folder(folder: &Path) -> io::Result<()> {
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        done => return done,
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// A random key for an encrypted store.
///
/// # Errors
/// When the system has no randomness.
pub fn new_key() -> io::Result<[u8; KEY_LENGTH]> {
    random()
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("the system provides no random numbers"))?;
    Ok(bytes)
}

fn cipher(key: &[u8; KEY_LENGTH]) -> Option<LessSafeKey> {
    Some(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).ok()?))
}

/// Nonce, then cipher text and tag.
fn sealed(key: &[u8; KEY_LENGTH], mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let nonce: [u8; NONCE_LEN] = random()?;
    let failed = || io::Error::other("the accounts cannot be encrypted");
    let cipher = cipher(key).ok_or_else(failed)?;
    cipher.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut bytes).map_err(|_| failed())?;
    Ok([&nonce[..], &bytes].concat())
}

fn opened(key: &[u8; KEY_LENGTH], mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut body = bytes.split_off(NONCE_LEN.min(bytes.len()));
    let nonce = Nonce::try_assume_unique_for_key(&bytes).ok()?;
    let length = cipher(key)?.open_in_place(nonce, Aad::empty(), &mut body).ok()?.len();
    body.truncate(length);
    Some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(user: &str, tenant: &str) -> Account {
        Account {
            user: user.into(),
            tenant: tenant.into(),
            asked: "common".into(),
            authority: "https://login.example/".into(),
            client: "c".into(),
            oid: None,
            refresh_token: Some("refresh me".into()),
            tokens: BTreeMap::new(),
        }
    }

    #[test]
    fn accounts_of_two_tenants_stand_side_by_side_and_the_last_is_current() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("deep/er"), None);
        assert_eq!(store.read().unwrap(), Accounts::default());
        for tenant in ["one", "two", "one"] {
            store.change(|accounts| accounts.add(account("a@b.c", tenant))).unwrap();
        }
        let accounts = store.read().unwrap();
        assert_eq!(accounts.accounts.len(), 2);
        assert_eq!(accounts.current().unwrap().tenant, "one");
        store.change(|accounts| accounts.remove(|account| account.tenant == "one")).unwrap();
        assert_eq!(store.read().unwrap().current.as_deref(), Some("a@b.c/two"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&store.path()), mode(&folder.path().join("deep/er"))), (0o600, 0o700));
        }
    }

    #[test]
    fn what_a_killed_process_left_goes_with_the_next_change() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), None);
        let left = folder.path().join(".accounts-left.tmp");
        for change in [0, 1] {
            fs::write(&left, b"refresh me").unwrap();
            match change {
                0 => store.change(|accounts| accounts.add(account("a@b.c", "one"))).unwrap(),
                _ => store.clear().unwrap(),
            }
            assert!(!left.exists(), "{change}");
        }
    }

    #[test]
    fn with_a_key_the_file_says_nothing_and_another_key_does_not_open_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), Some(new_key().unwrap()));
        store.change(|accounts| accounts.add(account("a@b.c", "one"))).unwrap();
        assert_eq!(store.read().unwrap().accounts.len(), 1);
        let bytes = fs::read(store.path()).unwrap();
        assert!(!bytes.windows(7).any(|part| part == b"refresh"));
        let other = Store::new(folder.path().to_owned(), Some(new_key().unwrap()));
        assert!(matches!(other.read(), Err(Error::Damaged { .. })));
        fs::write(store.path(), b"short").unwrap();
        assert!(matches!(store.read(), Err(Error::Damaged { .. })));
        store.clear().unwrap();
        assert_eq!(store.read().unwrap(), Accounts::default());
    }
}
