"""The built programs, run as a user would, and what a crash of theirs looks like."""
import os, signal, subprocess

from .campaign import Failure

ENVIRONMENT = dict(
    os.environ,
    # Writers then work on one thread, so that the nth call of a kind is the same in each run.
    LIBDISPATCH_COOPERATIVE_POOL_STRICT="1",
    SWIFT_BACKTRACE="enable=no")
STATUSES = {0, 1, 3, 10, 11, 12}  # those of ours that can come of a damaged or failing disk, or of unobserved time


class Run:
    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors

    def demand(self, condition, what):
        if not condition:
            raise Failure(f"{what} (status {self.status}: {self.errors.strip()[-400:] or self.output.strip()[-400:]})")


class Programs:
    def __init__(self, folder):
        self.folder = folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, name, *arguments, prefix=(), timeout=120, dies=False):
        """Runs a program to its end, which must be one of its own statuses; `dies` allows SIGKILL."""
        command = [*prefix, self.path(name), *arguments]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, env=ENVIRONMENT, timeout=timeout)
        except subprocess.TimeoutExpired:
            raise Failure(f"{name} {arguments[0]} did not end within {timeout} s")
        run = Run(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
        run.demand(run.status in STATUSES or dies and run.status == -signal.SIGKILL, f"{name} {arguments[0]} crashed")
        run.demand("Fatal error" not in run.errors, f"{name} {arguments[0]} crashed")
        return run

    def verify(self, archive):
        return self.run("alarm-history", "verify", "--archive", archive)

    def exercise(self, archive, *arguments, **options):
        return self.run("log-exerciser", "run", "--archive", archive, *arguments, **options)
