"""Each call of append, seal, flush and snapshot on the archive's files fails, or is the last one, in turn."""
import collections, os, shlex, shutil

from . import recovery, strace
from .campaign import Failure
from .stored_log import StoredLog, receipts

NAME = "system-calls"
FAULTS = ["EIO", "ENOSPC", "EINTR", "KILL"]
SCRIPT = ["append:2x2", "long:66000", "append:2", "seal", "flush", "close", "wait:100000", "append:2", "close"]

Case = collections.namedtuple("Case", "task call number fault")
Case.__str__ = lambda case: f"{case.task.name}: {case.call} {case.number} {case.fault}"


class Exercise:
    """Makes an archive and does everything that a writer does."""

    name = "exercise"

    def __init__(self, campaign):
        self.programs = campaign.programs

    def run(self, folder, options=(), goes_on=False):
        archive = os.path.join(folder, "archive")
        prefix = strace.prefix(os.path.join(folder, "trace"), *strace.paths(archive), *options)
        reaction = ["--on-error", "go-on"] if goes_on else []
        return self.programs.exercise(archive, *reaction, *SCRIPT, prefix=prefix, dies=True)

    def check(self, folder, run):
        acknowledged = receipts(run.output)
        if run.status == 0 and len(acknowledged) != 5:
            raise Failure(f"the script ended well with {len(acknowledged)} receipts instead of 5")
        recovery.check(self.programs, os.path.join(folder, "archive"), acknowledged)


class Snapshot:
    """Copies an archive that is made beforehand."""

    name = "snapshot"

    def __init__(self, campaign):
        self.programs = campaign.programs
        self.original = os.path.join(campaign.folder, "original")
        # Killed as it is closed, so that there is a write-ahead log, too.
        kill = [*strace.on([self.original + "/log.sqlite"]), "--inject=pwrite64:signal=KILL:when=8+"]
        run = self.programs.exercise(self.original, *SCRIPT, prefix=strace.prefix(os.devnull, *kill), dies=True)
        self.acknowledged = receipts(run.output)
        if not self.acknowledged or not os.path.getsize(self.original + "/log.sqlite-wal"):
            raise Failure("the archive to be copied has no receipts or no write-ahead log")

    def run(self, folder, options=(), goes_on=False):
        archive, copy = os.path.join(folder, "archive"), os.path.join(folder, "copy.sqlite")
        shutil.copytree(self.original, archive)
        files = [copy] + [f"{copy}.partial-$$" + suffix for suffix in ("", "-journal", "-wal")]
        command = [*strace.prefix(os.path.join(folder, "trace"), *options, *strace.paths(archive))]
        # The unfinished copy has the process's number in its name, which only that process knows in time.
        line = " ".join([shlex.join(command), *(f'-P "{file}"' for file in files), '"$@"'])
        return self.programs.run(
            "alarm-history", "snapshot", "--archive", archive, "--output", copy,
            prefix=["sh", "-c", f"exec {line}", "sh"], dies=True)

    def check(self, folder, run):
        copy = os.path.join(folder, "copy.sqlite")
        if run.status == 0 and not os.path.exists(copy):
            raise Failure("the snapshot ended well, but is not there")
        if run.status > 0 and os.path.exists(copy):
            raise Failure("the snapshot failed, but is there")
        if not os.path.exists(copy):
            again = self.programs.run("alarm-history", "snapshot", "--archive", folder + "/archive", "--output", copy)
            again.demand(again.status == 0, "no snapshot can be made any more")
        StoredLog(copy).check_all(self.acknowledged)
        left = [name for name in os.listdir(folder) if ".partial-" in name]
        if left:
            raise Failure(f"{', '.join(left)} was left behind")
        recovery.check(self.programs, os.path.join(folder, "archive"), self.acknowledged)


def run(campaign):
    cases = []
    for task in (Exercise(campaign), Snapshot(campaign)):
        counts = count(campaign, task)
        campaign.say(f"{task.name}: " + ", ".join(f"{call} {number}" for call, number in sorted(counts.items())))
        cases += [
            Case(task, call, number, fault)
            for call in sorted(counts) for number in range(1, counts[call] + 1) for fault in FAULTS]
    chosen = sample(cases, campaign) if campaign.short and not campaign.only_case else cases
    campaign.each(chosen, lambda case, folder: attempt(case, folder, campaign))


def count(campaign, task):
    """How many calls of each kind a run without any fault makes."""
    folder = os.path.join(campaign.folder, f"untouched-{task.name}")
    os.makedirs(folder)
    run = task.run(folder)
    run.demand(run.status == 0, "the script failed without any fault")
    return collections.Counter(call for call, _ in strace.calls(os.path.join(folder, "trace")))


def sample(cases, campaign):
    """Each kind of call once for each task, with one fault or the other; all faults occur."""
    kinds = {}
    for case in cases:
        kinds.setdefault((case.task.name, case.call), []).append(case)
    chosen = []
    first = campaign.random.randrange(len(FAULTS))
    for index, kind in enumerate(sorted(kinds), first):
        fitting = [case for case in kinds[kind] if case.fault == FAULTS[index % len(FAULTS)]]
        chosen.append(campaign.random.choice(fitting))
    return chosen


def attempt(case, folder, campaign):
    fault = f"signal={case.fault}" if case.fault == "KILL" else f"error={case.fault}"
    options = [f"--inject={case.call}:{fault}:when={case.number}"]
    run = case.task.run(folder, options, goes_on=campaign.chance(case).random() < 0.75)
    if run.status != -9 and not any("(INJECTED)" in line for line in strace.lines(os.path.join(folder, "trace"))):
        raise Failure("the call did not come")
    case.task.check(folder, run)
