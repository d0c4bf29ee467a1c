"""Calls fail, locks are held and files go under the running archiver: it says so, goes on, and records all there is."""
import collections, hashlib, json, os, shutil, sqlite3, time

from . import strace
from .archiver import Archiver, Simulator

NAME = "running-archiver"

Injection = collections.namedtuple("Injection", "call when error")
Injection.__str__ = lambda case: f"{case.call} {case.when} {case.error}"
# A lock that cannot be taken is one that another program holds, whatever the error: SQLite waits for it, in silence.
LOCKING = "fcntl"
FILES = ["log.sqlite", "log.sqlite-wal", "log.sqlite-shm"]


def run(campaign):
    first = campaign.random.randrange(20, 60)
    injections = [
        Injection("fdatasync", str(first), "EIO"), Injection("pwrite64", str(first), "EIO"),
        Injection("fdatasync", f"{first}..{first + 5}", "EIO"), Injection("pwrite64", f"{first}..{first + 9}", "ENOMEM"),
        Injection("pread64", f"{first}..{first + 5}", "EIO"), Injection(LOCKING, f"{first}..{first + 5}", "EIO"),
        Injection(LOCKING, f"{first}..{first + 5}", "EACCES"),
        Injection("fdatasync", f"{first}+3", "EIO"),
    ]
    campaign.each(["locked at start"], lambda case, folder: locked_at_start(folder, campaign))
    changes = [lock, write_ahead_log_removed, log_removed, folder_moved]
    if campaign.short:
        injections, changes = injections[:2], [lock, folder_moved]
    campaign.each(injections, lambda case, folder: injected(case, folder, campaign))
    named = {change.__name__: change for change in changes}
    campaign.each(list(named), lambda case, folder: changed(named[case], folder, campaign))


def injected(case, folder, campaign):
    """A call fails once, several times in a row, or again and again."""
    archive, trace = os.path.join(folder, "archive"), os.path.join(folder, "trace")
    with Simulator(campaign) as simulator:
        with Archiver(campaign, folder, archive, simulator.url) as daemon:
            daemon.wait_for(Archiver.RECORDED)
            daemon.stop()
        paths = strace.on([os.path.join(archive, name) for name in FILES])
        inject = f"--inject={case.call}:error={case.error}:when={case.when}"
        # The views have files of their own, whose calls are left alone.
        with Archiver(campaign, folder, archive, simulator.url, strace.prefix(trace, *paths, inject)) as daemon:
            wait_for_injection(daemon, trace)
            # Whatever was refused is tried again, and said in the meantime.
            if case.call != LOCKING:
                daemon.wait_for(r"critical|error", 0, 60)
            # Each thread's calls are counted by themselves, and half a minute lies between the later tries.
            daemon.wait_for(Archiver.RECORDED, daemon.said(), 300)
            daemon.stop()
    verified = campaign.programs.verify(archive)
    verified.demand(verified.status == 0, "verify does not find the archive sound afterwards")
    require_single_records(archive, campaign)


def wait_for_injection(daemon, trace):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        # strace makes the file when it is there, which may be a moment after the archiver.
        if os.path.exists(trace):
            with open(trace, errors="replace") as file:
                if "(INJECTED)" in file.read():
                    return
        if daemon.process.poll() is not None:
            break
        time.sleep(0.05)
    daemon.wait_for("the call did not come", seconds=1)


def require_single_records(archive, campaign):
    """No content of a record stands twice in a row in its stream: nothing was recorded again after a failure."""
    lines = campaign.programs.run("alarm-history", "events", "--jsonl", "--archive", archive)
    lines.demand(lines.status == 0, "the events cannot be read")
    last = {}
    for line in lines.output.splitlines():
        event = json.loads(line)
        if event["type"] not in ("record-seen.v1", "record-changed.v1") or event["subject"].endswith("/unidentified"):
            continue
        key, content = (event["subject"], event.get("endpoint")), json.dumps(event["data"], sort_keys=True)
        lines.demand(
            "/zone-logs/" in event["subject"] or last.get(key) != content, f"event {event['id']} repeats the one before")
        last[key] = content


def changed(change, folder, campaign):
    archive = os.path.join(folder, "archive")
    with Simulator(campaign) as simulator, Archiver(campaign, folder, archive, simulator.url) as daemon:
        daemon.wait_for(Archiver.RECORDED)
        change(daemon, archive, folder, campaign, simulator)
        daemon.wait_for(Archiver.RECORDED, daemon.said(), 90)
        daemon.stop()
    verified = campaign.programs.verify(archive)
    verified.demand(verified.status == 0, "verify does not find the archive sound afterwards")


def locked_at_start(folder, campaign):
    archive = os.path.join(folder, "archive")
    with Simulator(campaign) as simulator:
        with Archiver(campaign, folder, archive, simulator.url) as daemon:
            daemon.wait_for(Archiver.RECORDED)
            daemon.stop()
        foreign = sqlite3.connect(os.path.join(archive, "log.sqlite"), isolation_level=None, timeout=30)
        foreign.execute("BEGIN IMMEDIATE")
        with Archiver(campaign, folder, archive, simulator.url) as daemon:
            daemon.wait_for("critical.*is waited for.*holds log.sqlite locked", seconds=30)
            foreign.execute("ROLLBACK")
            foreign.close()
            daemon.wait_for(Archiver.RECORDED, daemon.said(), 90)
            daemon.stop()


def lock(daemon, archive, folder, campaign, simulator):
    """Another program holds a write lock, as `sqlite3` does after `BEGIN IMMEDIATE`."""
    foreign = sqlite3.connect(os.path.join(archive, "log.sqlite"), isolation_level=None, timeout=30)
    foreign.execute("BEGIN IMMEDIATE")
    daemon.wait_for("critical.*holds log.sqlite locked", seconds=30)
    time.sleep(0 if campaign.short else 7)
    foreign.execute("ROLLBACK")
    foreign.close()


def write_ahead_log_removed(daemon, archive, folder, campaign, simulator):
    os.remove(os.path.join(archive, "log.sqlite-wal"))
    daemon.wait_for("error.*was removed or replaced.*saved into log.sqlite", seconds=20)


def log_removed(daemon, archive, folder, campaign, simulator):
    """Moved aside, and back."""
    log = os.path.join(archive, "log.sqlite")
    os.rename(log, log + ".aside")
    daemon.wait_for("critical.*log.sqlite was removed", seconds=20)
    os.rename(log + ".aside", log)


def folder_moved(daemon, archive, folder, campaign, simulator):
    """Moved away, and a second archiver makes an archive in its place: nothing of that may be written over."""
    moved = os.path.join(folder, "moved")
    os.rename(archive, moved)
    with Archiver(campaign, folder, archive, simulator.url) as second:
        second.wait_for(Archiver.RECORDED)
        daemon.wait_for("critical.*another directory than the one held", seconds=20)
        second.stop()
    before = digests(archive)
    time.sleep(3)
    after = digests(archive)  # before anything is read there: a reader leaves files of its own
    verified = campaign.programs.verify(archive)
    verified.demand(verified.status == 0, "verify does not find the second archive sound")
    verified.demand(after == before, "the first archiver wrote into the second archive")
    shutil.rmtree(archive)
    os.rename(moved, archive)


def digests(archive):
    found = {}
    for folder, _, names in os.walk(archive):
        for name in names:
            if name.endswith("-shm") or "views" in name:
                continue
            with open(os.path.join(folder, name), "rb") as file:
                found[os.path.join(folder, name)] = hashlib.sha256(file.read()).digest()
    return found
