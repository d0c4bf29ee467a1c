"""The disk is full for a while: appends are refused, nothing dies, and all goes on by itself once there is room."""
import errno, os, shutil, subprocess, sys

from . import recovery, strace
from .archiver import Archiver, Simulator
from .campaign import Failure
from .programs import ENVIRONMENT
from .stored_log import receipts

NAME = "full-disk"
MEGABYTE = 1 << 20
FULL = "the disk is full"
BEFORE = ["append:2x3", "pause"]
# Far more than there is room for; what comes after the first refusal is refused, or done where it needs no room.
WITHIN = ["append:40x400", "seal", "append:1", "flush", "long:66000", "append:1", "pause"]
AFTER = ["append:2x3", "seal", "flush", "append:2", "close"]


def run(campaign):
    if not can_mount(campaign):
        return in_namespace(campaign) or with_failing_calls(campaign)
    sizes = [0, 40_000, 300_000]
    if not campaign.short:
        sizes += [campaign.random.randrange(MEGABYTE) for _ in range(60)]
    cases = [f"writer with {size} bytes left" for size in sizes]
    campaign.each(cases, lambda case, folder: writer(case, folder, campaign))
    campaign.each(["archiver"], lambda case, folder: archiver(folder, campaign))


class Room:
    """A small file system in memory, which a file can fill."""

    def __init__(self, folder, size):
        self.path = os.path.join(folder, "disk")
        self.size = size
        os.mkdir(self.path)

    def __enter__(self):
        command = ["mount", "-t", "tmpfs", "-o", f"size={self.size}", "none", self.path]
        subprocess.run(command, check=True, capture_output=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", self.path], check=True)

    @property
    def ballast(self):
        return os.path.join(self.path, "ballast")

    def fill(self, rest):
        """Leaves so many bytes, or fewer where somebody else writes meanwhile."""
        space = os.statvfs(self.path)
        with open(self.ballast, "wb", buffering=0) as file:
            try:
                for _ in range(max(0, space.f_bavail * space.f_bsize - rest) // space.f_bsize):
                    file.write(bytes(space.f_bsize))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def make_space(self):
        os.remove(self.ballast)


def can_mount(campaign):
    folder = os.path.join(campaign.folder, "probe")
    os.mkdir(folder)
    try:
        with Room(folder, MEGABYTE):
            return True
    except (subprocess.CalledProcessError, FileNotFoundError):
        return False


def writer(case, folder, campaign):
    with Room(folder, 8 * MEGABYTE) as room:
        archive = os.path.join(room.path, "archive")
        command = [campaign.programs.path("log-exerciser"), "run", "--archive", archive, "--on-error", "go-on"]
        child = subprocess.Popen(
            [*command, *BEFORE, *WITHIN, *AFTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=ENVIRONMENT, text=True)
        try:
            told = until_paused(child)
            room.fill(int(case.split(" ")[2]))
            told += go_on(child)
            within = told
            room.make_space()
            rest, errors = child.communicate("\n", timeout=60)
        finally:
            child.kill()
        judge(errors, receipts(within), receipts(rest), child.returncode)
        recovery.check(campaign.programs, archive, receipts(told + rest))


def until_paused(child):
    told = ""
    for line in child.stdout:
        if line == "paused\n":
            return told
        told += line
    raise Failure(f"the writer ended with {child.wait()}: {child.stderr.read()[-400:]}")


def go_on(child):
    child.stdin.write("\n")
    child.stdin.flush()
    return until_paused(child)


def judge(errors, within, rest, status):
    refusals = errors.splitlines()
    if not refusals:
        raise Failure(f"nothing was refused, {len(within)} receipts")
    for line in refusals:
        if FULL not in line:
            raise Failure(f"not refused as for a full disk: {line}")
    if len(rest) != 4 or status != 1:
        raise Failure(f"{len(rest)} of 4 appends once there was room, status {status}: {errors[-400:]}")


def archiver(folder, campaign):
    """The whole chain: a simulated deployment, the archiver on a disk that gets full."""
    with Room(folder, 64 * MEGABYTE) as room, Simulator(campaign) as simulator:
        archive = os.path.join(room.path, "archive")
        with Archiver(campaign, folder, archive, simulator.url) as daemon:
            daemon.wait_for(Archiver.RECORDED)
            room.fill(0)
            daemon.wait_for(FULL)
            verified = campaign.programs.verify(archive)
            verified.demand(verified.status == 0, "verify does not find the archive sound while the disk is full")
            room.make_space()
            daemon.wait_for(Archiver.RECORDED, daemon.said(), 90)
            daemon.stop()
        verified = campaign.programs.verify(archive)
        verified.demand(verified.status == 0, "verify does not find the archive sound afterwards")


def in_namespace(campaign):
    """The same where this user may be root in a namespace; whether that was possible."""
    if not is_possible("unshare", "-rm", "true"):
        return False
    campaign.say("not root: in a user namespace of its own")
    command = ["unshare", "-rm", sys.executable, sys.argv[0], "--only", NAME, "--seed", str(campaign.seed)]
    command += ["--programs", campaign.programs.folder, "--jobs", str(campaign.jobs)]
    command += ["--short"] * campaign.short + (["--case", campaign.only_case] if campaign.only_case else [])
    if subprocess.run(command).returncode != 0:
        campaign.fail(campaign.only_case or "all", "see above")
    campaign.cases += 1
    return True


def is_possible(program, *arguments):
    return shutil.which(program) and subprocess.run([program, *arguments], capture_output=True).returncode == 0


def with_failing_calls(campaign):
    """Where no file system can be mounted: the calls say that the disk is full."""
    campaign.say("no file system can be mounted here: strace refuses writes instead, and the archiver is left out")
    first = campaign.random.randrange(60, 120)
    campaign.each([f"writes from {first} on"], lambda case, folder: refused_writes(case, folder, campaign, first))


def refused_writes(case, folder, campaign, first):
    archive = os.path.join(folder, "archive")
    options = [f"--inject=pwrite64:error=ENOSPC:when={first}..{first + 20}"]
    script = ["append:2x3", *["append:1"] * 40, *AFTER]  # each append ends with the first of its writes that fails
    run = campaign.programs.exercise(
        archive, "--on-error", "go-on", *script,
        prefix=strace.prefix(os.path.join(folder, "trace"), *strace.paths(archive), *options))
    run.demand(FULL in run.errors, "nothing was refused")
    told = receipts(run.output)
    judge(run.errors, told, told[-4:], run.status)
    recovery.check(campaign.programs, archive, told)
