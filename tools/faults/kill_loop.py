"""A writer streams its receipts and is killed at random moments; no receipt is ever broken."""
import os, signal, subprocess, threading, time

from .campaign import Failure
from .programs import ENVIRONMENT
from .stored_log import StoredLog, receipts

NAME = "kill-loop"


def run(campaign):
    # Several archives, since each of them is verified after each kill.
    series, kills = (1, 12) if campaign.short else (16, 20)
    cases = [f"series {number} of {kills} kills" for number in range(1, series + 1)]
    campaign.each(cases, lambda case, folder: loop(campaign, case, folder, kills))


def loop(campaign, case, folder, kills):
    archive = os.path.join(folder, "archive")
    chance = campaign.chance(case)
    log, acknowledged = StoredLog(os.path.join(archive, "log.sqlite")), []
    for kill in range(1, kills + 1):
        acknowledged += killed(campaign.programs, archive, chance)
        if acknowledged:
            check(campaign.programs, archive, log, acknowledged, kill)
    # All of it once more, from the first event on and with every signature that there is time for.
    StoredLog(log.path).check_all(acknowledged, signatures=100)
    campaign.say(f"{case}: {len(acknowledged)} receipts over {len(log.leaves)} events")


def check(programs, archive, log, acknowledged, kill):
    run = programs.verify(archive)
    run.demand(run.status == 0, f"kill {kill} left an archive that is not sound")
    try:
        log.check_all(acknowledged)
    except Failure as failure:
        raise Failure(f"kill {kill}: {failure}")


def killed(programs, archive, chance):
    """The receipts that came until the kill: mostly in the middle of appends, sometimes of the opening."""
    command = [programs.path("log-exerciser"), "run", "--archive", archive, "--seed", str(chance.randrange(1 << 32))]
    child = subprocess.Popen([*command, "forever"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
    received, begun = [], threading.Event()
    reading = threading.Thread(target=read, args=(child.stdout, received, begun))
    reading.start()
    if chance.random() < 0.8:
        begun.wait(60)
    time.sleep(chance.random() * 0.3)
    child.send_signal(signal.SIGKILL)
    errors = child.stderr.read().decode(errors="replace")
    reading.join()
    if child.wait() != -signal.SIGKILL:
        raise Failure(f"the writer ended by itself with {child.returncode}: {errors.strip()[-400:]}")
    return receipts(b"".join(received).decode())


def read(output, received, begun):
    for line in output:
        received.append(line)
        begun.set()
    begun.set()
