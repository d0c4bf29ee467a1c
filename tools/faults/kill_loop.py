"""A writer streams its receipts and is killed at random moments; no receipt is ever broken."""
import os, signal, subprocess, threading, time

from .campaign import Failure
from .programs import ENVIRONMENT
from .stored_log import StoredLog, receipts

NAME = "kill-loop"


def run(campaign):
    rounds = 12 if campaign.short else 300
    campaign.each([f"{rounds} kills"], lambda case, folder: loop(campaign, folder, rounds))


def loop(campaign, folder, rounds):
    archive = os.path.join(folder, "archive")
    acknowledged = []
    log = None
    for kill in range(1, rounds + 1):
        acknowledged += killed(campaign.programs, archive, campaign.random)
        if not acknowledged:
            continue
        run = campaign.programs.verify(archive)
        run.demand(run.status == 0, f"kill {kill} left an archive that is not sound")
        log = log or StoredLog(os.path.join(archive, "log.sqlite"))
        try:
            log.check_all(acknowledged)
        except Failure as failure:
            raise Failure(f"kill {kill}: {failure}")
    # All of it once more, from the first event on and with every signature that there is time for.
    StoredLog(log.path).check_all(acknowledged, signatures=200)
    campaign.say(f"{rounds} kills, {len(acknowledged)} receipts over {len(log.leaves)} events")


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
