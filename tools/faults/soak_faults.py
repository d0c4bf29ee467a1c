"""What the soak does to a running archiver: each fault begins, lasts, and is taken away again."""
import os, shutil, signal, sqlite3, time

VIEWS = ("views.sqlite", "views.sqlite-wal", "views.sqlite-shm")


class Fault:
    """`spans` is the shortest and the longest time that it lasts, in seconds; `causes` are those of the gaps that it explains."""

    name, spans, causes = "", (5, 30), ()

    def __init__(self, soak):
        self.soak = soak

    def begin(self, chance):
        """Does it; what to say of it."""
        return ""

    def end(self):
        pass


class Late(Fault):
    """The deployment, or one of its endpoints, does not answer as it should."""

    causes = ("overdue", "unreachable", "truncated", "too-large", "unreadable")
    paths = ("/ongoingAlerts", "/alerts", "/logs", "/alarmZones", "")

    def begin(self, chance):
        self.path = chance.choice(self.paths)
        self.soak.proxy.late[self.path] = self.kind
        return self.path or "everything"

    def end(self):
        self.soak.proxy.late.pop(self.path, None)


class Hang(Late):
    name, kind, spans = "hang", "hang", (10, 150)


class Drip(Late):
    name, kind, spans = "drip", "drip", (10, 150)


class Cut(Late):
    name, kind = "cut", "cut"


class Flood(Late):
    name, kind = "flood", "flood"


class Locked(Fault):
    """Another program holds a write lock."""

    name, spans, causes, file = "log-locked", (3, 120), ("storage", "overdue"), "log.sqlite"

    def begin(self, _):
        self.connection = None
        try:
            self.connection = sqlite3.connect(self.soak.inside(self.file), timeout=5, isolation_level=None)
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            return f"could not lock: {error}"
        return ""

    def end(self):
        if self.connection:
            self.connection.close()


class ViewsLocked(Locked):
    name, causes, file = "views-locked", (), "views.sqlite"


class Held(Locked):
    """A reader keeps an old state of the log."""

    name, spans = "log-held", (20, 90)

    def begin(self, _):
        self.connection = sqlite3.connect(self.soak.inside(self.file), timeout=5, isolation_level=None)
        self.connection.execute("BEGIN")
        self.connection.execute("SELECT count(*) FROM block").fetchone()
        return ""


class FullDisk(Fault):
    name, spans, causes = "full-disk", (5, 90), ("storage", "overdue")

    def begin(self, _):
        self.soak.room.fill(0)
        return ""

    def end(self):
        self.soak.room.make_space()


class ViewsReplaced(Fault):
    """Something else lies in the place of the views, and is taken away, or left to the archiver."""

    name, spans = "views-replaced", (3, 30)
    kinds = ("nothing", "directory", "garbage", "foreign", "fifo", "dangling", "null", "mode-0")

    def begin(self, chance):
        self.kind = chance.choice(self.kinds)
        for name in VIEWS:
            remove(self.soak.inside(name))
        path = self.soak.inside(VIEWS[0])
        if self.kind == "directory":
            os.mkdir(path)
        elif self.kind == "garbage":
            with open(path, "wb") as file:
                file.write(bytes(chance.randrange(256) for _ in range(8192)))
        elif self.kind == "foreign":
            with sqlite3.connect(path) as database:
                database.execute("CREATE TABLE precious (value)")
                database.execute("INSERT INTO precious VALUES (42)")
            self.soak.precious += 1
        elif self.kind == "fifo":
            os.mkfifo(path)
        elif self.kind in ("dangling", "null"):
            os.symlink("/dev/null" if self.kind == "null" else "/nonexistent/views", path)
        elif self.kind == "mode-0":
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0))
        return self.kind

    def end(self):
        if self.kind in ("directory", "fifo", "dangling", "null"):
            remove(self.soak.inside(VIEWS[0]))


class ClockStep(Fault):
    """The wall clock is wrong for a while; time itself goes on."""

    name, spans, causes = "clock-step", (5, 20), ("overdue",)
    steps = (86_400, -86_400, 3600, -3600, 50 * 365 * 86_400, 8000 * 365 * 86_400)

    def begin(self, chance):
        step = chance.choice(self.steps)
        self.soak.set_clock(step)
        return f"{step:+d} s"

    def end(self):
        self.soak.set_clock(0)


class Asleep(Fault):
    """The process is stopped, as on a machine that is suspended."""

    name, spans, causes = "asleep", (5, 100), ("not-running", "overdue", "unreachable", "unauthorised", "truncated")

    def begin(self, _):
        self.soak.daemon.send_signal(signal.SIGSTOP)
        return ""

    def end(self):
        self.soak.daemon.send_signal(signal.SIGCONT)


ALL = (Hang, Drip, Cut, Flood, Locked, ViewsLocked, Held, FullDisk, ViewsReplaced, ClockStep, Asleep)


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.remove(path)


class Active:
    """One fault that was drawn, with the monotonic times between which it held."""

    def __init__(self, fault, detail, lasts):
        self.fault, self.detail = fault, detail
        self.begun = time.monotonic()
        self.due, self.ended = self.begun + lasts, None
