"""Runs programs and measures them: the only place of the benchmarks that measures whole processes."""
import json
import os
import re
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Run:
    """What a process took: seconds of all cores, seconds on the clock, and its peak in MB. A process is never seen to take less
    memory than this script, which is about 15 MB."""

    cpu: float
    wall: float
    peak: float


def run(command, statuses=(0, 1)):
    """Runs a command whose output nobody wants. It must end with one of the statuses."""
    started = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in statuses:
        raise SystemExit(f"{command[0]} ended with {process.returncode}: {said.decode(errors='replace')[-500:]}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median(runs):
    """Of each figure the median."""
    return Run(*(statistics.median(getattr(one, name) for one in runs) for name in ("cpu", "wall", "peak")))


def several(command, times, statuses=(0, 1)):
    """Runs a command so many times; the medians come back."""
    return median([run(command, statuses) for _ in range(times)])


def paired(one, other, pairs, statuses=(0, 1)):
    """Runs two commands in turns: the median of the ratios of their time, which noise that lasts disturbs little, and the medians of
    both."""
    runs = [(run(one, statuses), run(other, statuses)) for _ in range(pairs)]
    ratio = statistics.median(a.cpu / b.cpu for a, b in runs)
    return ratio, median([a for a, _ in runs]), median([b for _, b in runs])


def build(*options):
    """Builds a program with the release profile; its path comes back."""
    command = ["cargo", "build", "--release", "--locked", "--message-format=json", *options]
    built = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    messages = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    return next(Path(message["executable"]) for message in messages if message.get("executable"))


def connsmith():
    """The program that is measured: the one that `CONNSMITH` names, else the release build of this tree."""
    named = os.environ.get("CONNSMITH")
    return Path(named).resolve() if named else build("--bin", "connsmith")


def comparator():
    """The program that parses with serde_json, the version that connsmith has."""
    package = ROOT / "benches" / "parse"
    ours, theirs = versions(ROOT)["serde_json"], versions(package)["serde_json"]
    if ours != theirs:
        raise SystemExit(f"serde_json is {theirs} in benches/parse: cd benches/parse && cargo update serde_json --precise {ours}")
    return build("--manifest-path", package / "Cargo.toml", "--target-dir", ROOT / "target" / "parse")


def versions(package):
    """The version of each dependency that a package is locked to; of several the last."""
    locked = re.findall(r'name = "(.+)"\nversion = "(.+)"', (package / "Cargo.lock").read_text())
    return dict(locked)
