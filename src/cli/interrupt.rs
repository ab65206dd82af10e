//! Ctrl-C: at once where nothing can be left half-done, else when that is done.
use std::sync::{Mutex, PoisonError, TryLockError};

static BUSY: Mutex<()> = Mutex::new(());

/// The exit status of a program that was interrupted, as shells have it.
const INTERRUPTED: i32 = 130;

/// From now on Ctrl-C waits for [`whole`].
pub fn watch() {
    // Without a handler the system's own ends the program: no reason not to run.
    let _ = ctrlc::set_handler(|| end());
}

/// Ends the program, as soon as nothing is half-done.
pub fn end() -> ! {
    if let Err(TryLockError::WouldBlock) = BUSY.try_lock() {
        super::note("one moment: what must not be left half-done is brought to an end");
    }
    let _busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = console::Term::stderr().show_cursor(); // a pick-list hides it
    std::process::exit(INTERRUPTED)
}

/// Does something that must not be left half-done.
#[cfg(feature = "platform")]
pub fn whole<T>(work: impl FnOnce() -> T) -> T {
    let _busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
    work()
}
