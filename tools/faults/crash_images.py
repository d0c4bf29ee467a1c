"""Power fails at any moment: writes since the last sync are lost, in part, out of order or torn, names undone."""
import collections, hashlib, os

from . import recovery, strace
from .disk import Disk, write_image
from .stored_log import StoredLog, receipts

NAME = "crash-images"
# Flushes in between, since the write-ahead log begins anew behind each.
SCRIPT = [
    "append:2x3", "long:66000", "append:2", "seal", "append:2", "flush", "append:2x4", "wait:100000", "append:2x2",
    "flush", "append:1x3", "close"]
KINDS = ["lost", "lost-and-undone", "reordered", "reordered-and-partly-undone", "torn-512", "torn-4096"]

Case = collections.namedtuple("Case", "task root point kind files receipts")
Case.__str__ = lambda case: f"{case.task}: after change {case.point}, {case.kind}"


def run(campaign):
    cases = exercise_images(campaign) + snapshot_images(campaign)
    if campaign.short and not campaign.only_case:
        cases = campaign.random.sample(cases, 48)
    campaign.each(cases, lambda case, folder: attempt(case, folder, campaign.programs))


def exercise_images(campaign):
    """Of a run that makes an archive and does everything that a writer does."""
    root = os.path.join(campaign.folder, "exercise")
    os.mkdir(root)
    disk = Disk(root)
    trace = os.path.join(campaign.folder, "exercise.trace")
    run = campaign.programs.exercise(os.path.join(root, "archive"), *SCRIPT, prefix=recording(trace))
    run.demand(run.status == 0, "the script failed without any fault")
    return images(campaign, "exercise", disk, trace)


def snapshot_images(campaign):
    """Of a snapshot of that archive."""
    root = os.path.join(campaign.folder, "snapshot")
    archive = os.path.join(root, "archive")
    acknowledged = receipts(campaign.programs.exercise(archive, *SCRIPT).output)
    disk = Disk(root)
    trace = os.path.join(campaign.folder, "snapshot.trace")
    run = campaign.programs.run(
        "alarm-history", "snapshot", "--archive", archive, "--output", os.path.join(root, "copy.sqlite"),
        prefix=recording(trace))
    run.demand(run.status == 0, "the snapshot failed without any fault")
    return images(campaign, "snapshot", disk, trace, acknowledged)


def recording(trace):
    return strace.prefix(trace, "-xx", "-s", str(1 << 24), "-e", f"trace={strace.CHANGES}")


def images(campaign, task, disk, trace, acknowledged=()):
    """Every different image after every change, with the receipts that had been printed by then."""
    cases, seen, told = [], set(), ""
    for point, change in enumerate(strace.changes(trace)):
        if change.call == "write" and change.descriptors[0][0] == 1:
            told += change.texts[0][:change.result].decode()
        elif not disk.take(change):
            continue
        for kind in KINDS:
            chance = campaign.chance(f"{task} {point} {kind}")
            files = image(disk, kind, chance)
            mark = len(told), *((path, content and hashlib.sha256(content).digest()) for path, content in files.items())
            if mark not in seen:
                seen.add(mark)
                cases.append(Case(task, disk.root, point, kind, files, [*acknowledged, *receipts(told)]))
    campaign.say(f"{task}: {len(cases)} different images")
    return cases


def image(disk, kind, chance):
    """Paths and contents as a power failure now may leave them."""
    names = disk.names
    if kind.endswith("undone"):
        names = disk.some_names(chance.randint(0, len(disk.pending)) if "partly" in kind else 0)
    keep = {"lost": lost, "reordered": reordered, "torn": torn}[kind.split("-")[0]]
    size = int(kind.split("-")[1]) if keep is torn else 0
    return {path: file and file.bytes(keep(file.pending, chance, size)) for path, file in names.items()}


def lost(pending, chance, size):
    return []


def reordered(pending, chance, size):
    return [operation for operation in pending if chance.random() < 0.5]


def torn(pending, chance, size):
    """All but the last write, of which only some of the sectors were reached."""
    if not pending or pending[-1][1] is None:
        return pending
    place, data = pending[-1]
    borders = [0, *range(size - place % size, len(data), size), len(data)]
    pieces = [(place + start, data[start:end]) for start, end in zip(borders, borders[1:])]
    kept = chance.choice([pieces[:chance.randrange(len(pieces))], reordered(pieces, chance, size)])
    return [*pending[:-1], *kept]


def attempt(case, folder, programs):
    write_image(case.files, case.root, folder)
    archive, copy = os.path.join(folder, "archive"), os.path.join(folder, "copy.sqlite")
    if os.path.exists(copy):
        StoredLog(copy).check_all(case.receipts)
    recovery.check(programs, archive, case.receipts)

