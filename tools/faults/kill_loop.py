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
        seed = campaign.random.randrange(1 << 32)
        # Mostly in the middle of appends, sometimes while the archive is being opened.
        patience = campaign.random.choice([0.01, 0.05, 0.2, 0.6])
        acknowledged += killed(campaign.programs, archive, seed, campaign.random.random() * patience)
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


def killed(programs, archive, seed, patience):
    """The receipts that came until the kill, so many seconds after the start."""
    command = [programs.path("log-exerciser"), "run", "--archive", archive, "--seed", str(seed), "forever"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
    received = []
    reading = threading.Thread(target=lambda: received.extend(child.stdout))
    reading.start()
    time.sleep(patience)
    child.send_signal(signal.SIGKILL)
    errors = child.stderr.read().decode(errors="replace")
    reading.join()
    if child.wait() != -signal.SIGKILL:
        raise Failure(f"the writer ended by itself with {child.returncode}: {errors.strip()[-400:]}")
    return receipts(b"".join(received).decode())
