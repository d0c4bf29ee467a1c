"""Runs a program under strace and reads what it wrote."""
import os, re, time

from .campaign import Failure

CALL = re.compile(r"^(\d+) +([a-z_0-9]+)\((.*)$")


def paths(archive):
    """Everything of an archive but its views, which can be made again, by strace's options."""
    logs = [name + suffix for name in ("log.sqlite", "log.sqlite.new") for suffix in ("", "-wal", "-shm", "-journal")]
    keys = [f"keys/{name}.key{suffix}" for name in ("log", "export", "redaction") for suffix in ("", ".new")]
    notes = ["head.note", "head.note.new", "head.note.new.new"]
    return on([archive] + [os.path.join(archive, name) for name in [*logs, *notes, "lock", "keys", *keys]])


def on(files):
    """Options for calls on `files` only, be it by name or by descriptor."""
    return [option for file in files for option in ("-P", file)]


def prefix(trace, *options):
    """The command before the program. strace runs beside it, so that the program is the child that was started."""
    return ["strace", "-D", "-f", "-y", "-o", trace, *options]


def lines(trace):
    """What strace wrote, once it is at its end, which may be a moment after the program's."""
    for _ in range(3000):
        with open(trace, errors="replace") as file:
            text = file.read()
        if ends(text):
            return text.splitlines()
        time.sleep(0.01)
    raise Failure(f"strace did not finish {trace}")


def ends(text):
    """Whether the thread that made the first call has ended, and with it everything that comes of that call."""
    first = text.split(" ", 1)[0]
    return re.search(rf"^{first} +\+\+\+ (exited|killed)", text, re.M) is not None


def calls(trace):
    """Kind and arguments of each call, in their order."""
    return [match.group(2, 3) for match in map(CALL.match, lines(trace)) if match]


# Everything that changes files or their names, makes them durable, or tells something.
CHANGES = (
    "open,openat,openat2,creat,mkdir,mkdirat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,"
    "fdatasync,sync_file_range,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,"
    "copy_file_range,sendfile")
RESULT = re.compile(r"^(.*)\) += (-?\d+)(?:<(.*)>)?(?: .*)?$")
HELD = re.compile(r'(?:\b(\d+)|AT_FDCWD)<([^>]*)>|"([^"]*)"|(-?\d+)|([A-Z_0-9|]+)')


class Change:
    """One call that went well: its descriptors, texts and numbers, each in their order."""

    def __init__(self, call, arguments, result):
        held = HELD.findall(arguments)
        self.call, self.result = call, result
        self.descriptors = [(int(number), plain(path).decode()) for number, path, *_ in held if number]
        self.texts = [plain(text) for *_, text, _, _ in held if text]
        self.numbers = [int(number) for *_, number, _ in held if number]
        self.flags = "|".join(flags for *_, flags in held if flags)


def plain(text):
    """What strace wrote as \\x41\\x42, as it does with -xx."""
    return bytes.fromhex(text.replace("\\x", ""))


def changes(trace):
    """The calls of all threads, where they were finished."""
    begun = {}
    for line in lines(trace):
        thread, _, rest = line.partition(" ")
        rest = rest.lstrip()
        if rest.endswith(" <unfinished ...>"):
            begun[thread] = rest.removesuffix(" <unfinished ...>")
            continue
        if rest.startswith("<... "):
            rest = begun.pop(thread) + rest.partition(" resumed>")[2]
        call, opened, rest = rest.partition("(")
        result = RESULT.match(rest)
        if opened and result and int(result[2]) >= 0:
            yield Change(call, result[1], int(result[2]))
