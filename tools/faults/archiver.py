"""The whole chain: a simulated deployment, and the archiver that runs for it."""
import os, re, signal, subprocess, time

from .campaign import Failure


class Simulator:
    """A small deployment in which something happens all the time."""

    def __init__(self, campaign):
        options = ["--port", "0", "--zones", "6", "--devices", "30", "--history", "2d", "--speed", "600"]
        self.process = subprocess.Popen(
            [campaign.programs.path("alta-simulator"), *options, "--seed", str(campaign.seed)], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        url = re.search(r"http\S+", self.process.stdout.readline())
        if url is None:
            raise Failure("the simulator did not start")
        self.url = url[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


class Archiver:
    """`alarm-archiver run`; what it says is read from its log."""

    INTERVALS = ["--ongoing-interval", "100ms", "--alerts-interval", "300ms", "--zone-log-interval", "1s"]
    RECORDED = r" new$"

    def __init__(self, campaign, folder, archive, url, prefix=()):
        password = os.path.join(folder, "password")
        with open(password, "w") as file:
            file.write("simulated\n")
        self.log = os.path.join(folder, f"{len(os.listdir(folder))}.log")
        with open(self.log, "w") as errors:
            self.process = subprocess.Popen(
                [*prefix, campaign.programs.path("alarm-archiver"), "run", "--log-level", "info", "--archive", archive,
                 "--url", url, "--deployment", "hq", "--username", "archiver@example.com", "--password-file", password,
                 *self.INTERVALS],
                stderr=errors, stdout=subprocess.DEVNULL, env=dict(os.environ, SWIFT_BACKTRACE="enable=no"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def said(self):
        """How many bytes it has said so far."""
        return os.path.getsize(self.log)

    def wait_for(self, pattern, start=0, seconds=60):
        """Waits until what it says, behind so many bytes, has that."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with open(self.log) as file:
                file.seek(start)
                if re.search(pattern, file.read(), re.M):
                    return
            if self.process.poll() is not None:
                raise Failure(f"the archiver ended with {self.process.returncode}; see {self.log}")
            time.sleep(0.05)
        raise Failure(f"the archiver did not say {pattern!r} within {seconds} s; see {self.log}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(30) != 0:
            raise Failure(f"SIGTERM ended the archiver with {self.process.returncode}; see {self.log}")
