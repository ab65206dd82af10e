//! Ctrl-C and SIGTERM: immediately if nothing can be left half-done, else once that is done.
use connsmith::text::write::{self, Change, Error};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError, RwLock, TryLockError};

/// Held for reading by code that must not be interrupted; several threads may hold it.
static BUSY: RwLock<()> = RwLock::new(());

/// Whether writing or sending has started.
static WROTE: AtomicBool = AtomicBool::new(false);

/// Whether a request was sent that may change something in Azure.
#[cfg(feature = "platform")]
static SENT: AtomicBool = AtomicBool::new(false);

/// Whether the program is a server, which is stopped rather than canceled.
#[cfg(feature = "serve")]
static SERVES: AtomicBool = AtomicBool::new(false);

/// The exit status of an interrupted program, as in shells.
const INTERRUPTED: i32 = 130;

/// What Ctrl-C does instead of ending the program.
static INSTEAD: Mutex<Option<Box<dyn Fn() + Send>>> = Mutex::new(None);

/// From now on, the first Ctrl-C calls this, and the waiting code has to end the program. The second one ends it.
#[cfg(feature = "serve")]
pub fn instead(work: impl Fn() + Send + 'static) {
    *INSTEAD.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(work));
    watch();
}

/// From now on, Ctrl-C and SIGTERM stop a server.
#[cfg(feature = "serve")]
pub fn serve() {
    SERVES.store(true, Ordering::Relaxed);
    watch();
}

/// From now on, Ctrl-C and SIGTERM wait for [`whole`].
pub fn watch() {
    static WATCHED: Once = Once::new();
    // Without a handler, the system's own one ends the program, which is acceptable.
    WATCHED.call_once(|| {
        _ = ctrlc::set_handler(|| {
            let instead = INSTEAD.lock().unwrap_or_else(PoisonError::into_inner).take();
            match instead {
                Some(work) => work(),
                None => end(),
            }
        });
    });
}

/// Ends the program as soon as nothing is half-done.
pub fn end() -> ! {
    if let Err(TryLockError::WouldBlock) = BUSY.try_write() {
        super::note("stopping once the files being written are complete");
    }
    let _busy = BUSY.write().unwrap_or_else(PoisonError::into_inner);
    if std::io::stderr().is_terminal() {
        let _ = console::Term::stderr().show_cursor(); // a pick-list hides it
        // The current line shows `^C` or a question.
        let _ = writeln!(std::io::stderr());
    }
    #[cfg(feature = "serve")]
    if SERVES.load(Ordering::Relaxed) {
        super::note("stopped");
        std::process::exit(INTERRUPTED)
    }
    let what = if WROTE.load(Ordering::Relaxed) { "files written so far are kept" } else { "nothing was written" };
    #[cfg(feature = "platform")]
    let what = match SENT.load(Ordering::Relaxed) {
        // That no file was written would be read as: nothing happened.
        true => {
            "what was sent may have reached Azure: `show` of `connsmith ns`, `ns connection`, `ns trigger` and `ns mcp` shows the state"
        }
        false => what,
    };
    let _ = writeln!(std::io::stderr(), "Cancelled; {what}");
    std::process::exit(INTERRUPTED)
}

/// A request is sent that may change something in Azure. It can be interrupted, but nobody knows then whether it was carried out.
#[cfg(feature = "platform")]
pub fn azure_changes() {
    SENT.store(true, Ordering::Relaxed);
}

/// Runs an operation that must not be left half-done.
pub fn whole<T>(work: impl FnOnce() -> T) -> T {
    guarded(|| {
        WROTE.store(true, Ordering::Relaxed);
        work()
    })
}

/// Runs an operation that must not be left half-done and is not mentioned to the user.
pub fn guarded<T>(work: impl FnOnce() -> T) -> T {
    watch();
    let _busy = BUSY.read().unwrap_or_else(PoisonError::into_inner);
    work()
}

/// Writes files that belong together, as [`write::write`] does, and reports what else that changed.
pub fn save(changes: &[Change]) -> Vec<Result<(), Error>> {
    let lost: Vec<_> = changes.iter().map(|change| write::loses(&change.path)).collect();
    let done = whole(|| write::write(changes));
    for ((change, done), lost) in changes.iter().zip(&done).zip(lost) {
        if let (Ok(()), Some(lost)) = (done, lost) {
            super::note(&format!("`{}` was replaced: {lost}", change.name));
        }
    }
    done
}

/// Writes a file to the requested path, as [`write::put`] does.
pub fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // A pipe that nobody reads would keep the program from ending.
    match write::is_device(path) {
        true => write::put(path, bytes),
        false => whole(|| write::put(path, bytes)),
    }
}
