"""Every bit of every stored value, blocks forged in every way, and bits of the file itself: all of it must be found."""
import concurrent.futures, os, re, signal, subprocess

from .campaign import Failure
from .programs import ENVIRONMENT
from .sqlite_file import SQLiteFile
from .stored_log import receipts

NAME = "tamper-matrix"
# Sealed blocks, one of them of a single long event, a tile, two runs of salts, frames, checkpoints of three days.
SCRIPT = [
    "append:20x14", "long:66000", "append:2", "seal", "wait:100000", "append:2", "wait:100000", "append:1x2", "close"]

# Ways to take data, salts or both away with everything else made right, that log-exerciser knows at least.
TAKEN_DATA = 9

# What may be changed in the rows without anybody noticing, and why.
HARMLESS_VALUES = [
    (r"checkpoint\.kept of {newest} bit 0",
     "whether the newest checkpoint is to be kept for ever, as one that is told to somebody, is nowhere else written"),
]


def run(campaign):
    archive = os.path.join(campaign.folder, "archive")
    made = campaign.programs.exercise(archive, "--seed", str(campaign.seed), *SCRIPT)
    made.demand(made.status == 0, "the archive could not be made")
    newest = receipts(made.output)[-1].size
    harmless = [(re.compile(pattern.format(newest=newest)), reason) for pattern, reason in HARMLESS_VALUES]
    missed, tried = matrix(campaign, archive)
    campaign.cases += sum(tried.values())
    campaign.say(", ".join(f"{kind} {count}" for kind, count in sorted(tried.items())))
    # Data that was taken away changes no leaf and no root: only the rule about erasures finds it.
    if tried.get("taken data", 0) < TAKEN_DATA:
        campaign.fail("taken data", f"only {tried.get('taken data', 0)} of {TAKEN_DATA} ways were tried")
    judge(campaign, SQLiteFile(os.path.join(archive, "log.sqlite")), harmless, missed)


def matrix(campaign, archive):
    """Changes that were not noticed, and how many of each kind were tried."""
    missed, tried = [], {}
    parts = range(campaign.jobs)
    with concurrent.futures.ThreadPoolExecutor(campaign.jobs) as pool:
        for lines in pool.map(lambda part: tamper(campaign, archive, part), parts):
            for line in lines:
                word, _, rest = line.partition(" ")
                if word == "missed":
                    missed.append(rest)
                else:
                    kind, _, count = rest.partition(": ")
                    tried[kind] = tried.get(kind, 0) + int(count)
    return missed, tried


def tamper(campaign, archive, part):
    extent = ["--bits", "1", "--file-bits", "100"] if campaign.short else ["--file-bits", "20000"]
    command = [
        campaign.programs.path("log-exerciser"), "tamper", archive, "--seed", str(campaign.seed), *extent, "--parts",
        str(campaign.jobs), "--part", str(part)]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode == 0:
        return done.stdout.splitlines()
    if done.returncode == -signal.SIGTERM:
        raise Failure("somebody ended the matrix before it was through")
    # Once more, to learn which change it was.
    traced = subprocess.run([*command, "--trace"], capture_output=True, text=True, env=ENVIRONMENT)
    last = [line for line in traced.stdout.splitlines() if line.startswith("trying ")][-1:]
    campaign.fail(" ".join(last) or "all", f"the verifier crashed ({done.returncode}): {done.stderr.strip()[-400:]}")
    return []


def judge(campaign, file, harmless, missed):
    """What was missed must be known to be harmless, by its position or by its name."""
    reasons = {}
    for change in missed:
        reason = why_harmless(file, harmless, change)
        if reason is None:
            campaign.fail(change, "nobody noticed")
        else:
            reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        campaign.say(f"{count} without a meaning: {reason}")


def why_harmless(file, harmless, change):
    bit = re.fullmatch(r"log\.sqlite bit (\d+)", change)
    if bit:
        return file.why_unused(int(bit[1]) // 8)
    return next((reason for pattern, reason in harmless if pattern.fullmatch(change)), None)
