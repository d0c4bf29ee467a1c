"""What must hold after anything was done to an archive."""
import os

from .campaign import Failure
from .stored_log import StoredLog, receipts


def check(programs, archive, acknowledged, seed=1):
    """Verifies, goes on writing, verifies again; everything acknowledged must be there before and after."""
    run = programs.verify(archive)
    if run.status == 10 and not acknowledged:
        run = programs.exercise(archive, "append:2", "close", "verify")  # it was not finished being made
        run.demand(run.status == 0, "an archive whose making was cut short cannot be made")
        return
    run.demand(run.status == 0, "verify did not find the archive sound")
    log = StoredLog(os.path.join(archive, "log.sqlite"))
    log.check_all(acknowledged)
    run = programs.exercise(archive, "--seed", str(seed + 1), "append:2", "seal", "append:1", "close", "verify")
    run.demand(run.status == 0, "the archive cannot be written any more")
    fresh = receipts(run.output)
    if len(fresh) != 2:
        raise Failure(f"{len(fresh)} receipts for 2 appends")
    log.check_all(acknowledged + fresh)
