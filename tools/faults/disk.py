"""Files as a disk may hold them after a power failure: what is durable, and what was only said since."""
import os


class File:
    """Bytes that are durable, and writes and truncations since, each as offset and bytes, or size and None."""

    def __init__(self, durable=b""):
        self.durable, self.pending = durable, []

    def sync(self):
        self.durable, self.pending = self.bytes(self.pending), []

    def bytes(self, operations):
        content = bytearray(self.durable)
        for place, data in operations:
            if data is None:
                content = content[:place].ljust(place, b"\x00")
            else:
                content = content.ljust(place, b"\x00")
                content[place:place + len(data)] = data
        return bytes(content)


class Disk:
    """What calls did below a folder. Folders are names whose file is None."""

    def __init__(self, root):
        self.root = root
        self.names, self.durable_names, self.pending = {}, {}, []
        for folder, _, files in os.walk(root):
            for name in files:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    self.durable_names[path] = File(file.read())
            if folder != root:
                self.durable_names[folder] = None
        self.names = dict(self.durable_names)

    def take(self, change):
        """Follows one call; whether it had to do with these files."""
        paths = [path for _, path in change.descriptors] + [text.decode(errors="replace") for text in change.texts[:2]]
        if not any(self.is_inside(path) for path in paths) or any(path.endswith("-shm") for path in paths):
            return False
        step = getattr(self, change.call, None)
        if step is None:
            raise RuntimeError(f"nobody taught the model of the disk what {change.call} does")
        return step(change) is not False

    def is_inside(self, path):
        return path == self.root or path.startswith(self.root + os.sep)

    def rename_pending(self, *operation):
        self.pending.append(operation)
        apply(self.names, operation)

    def path(self, change, index=0):
        """What a name of a call means: below the folder whose descriptor stands before it, if one does."""
        folder = change.descriptors[index][1] if index < len(change.descriptors) else ""
        return os.path.join(folder, change.texts[index].decode())

    def openat(self, change):
        path = self.path(change)
        if "O_CREAT" in change.flags and path not in self.names:
            return self.rename_pending("link", path, File())
        if "O_TRUNC" not in change.flags:
            return False
        self.names[path].pending.append((0, None))

    def mkdir(self, change):
        self.rename_pending("link", change.texts[0].decode(), None)

    def rename(self, change):
        self.rename_pending("rename", self.path(change, 0), self.path(change, 1))

    renameat = rename
    renameat2 = rename  # only ever with RENAME_NOREPLACE

    def link(self, change):
        old, new = [text.decode() for text in change.texts[:2]]
        self.rename_pending("link", new, self.names[old])

    def unlink(self, change):
        self.rename_pending("unlink", self.path(change))

    unlinkat = unlink

    def pwrite64(self, change):
        self.file(change).pending.append((change.numbers[-1], change.texts[0][:change.result]))

    def write(self, change):
        # Only small files are written from one end to the other, by few calls.
        file = self.file(change)
        file.pending.append((len(file.bytes(file.pending)), change.texts[0][:change.result]))

    def ftruncate(self, change):
        self.file(change).pending.append((change.numbers[-1], None))

    def fdatasync(self, change):
        path = change.descriptors[0][1]
        if self.names.get(path) is not None:
            return self.names[path].sync()
        for operation in [operation for operation in self.pending if os.path.dirname(operation[1]) == path]:
            apply(self.durable_names, operation)
            self.pending.remove(operation)

    fsync = fdatasync

    def file(self, change):
        return self.names[change.descriptors[0][1]]

    def some_names(self, count):
        """The durable names and so many of the changes since."""
        names = dict(self.durable_names)
        for operation in self.pending[:count]:
            apply(names, operation)
        return names


def apply(names, operation):
    kind, path, *rest = operation
    if kind == "link":
        names[path] = rest[0]
    elif path in names:
        file = names.pop(path)
        if kind == "rename":
            names[rest[0]] = file


def write_image(files, root, folder):
    """Lays files out below `folder` as they were below `root`; what lies in a folder without a name is lost."""
    for path, content in sorted(files.items()):
        target = os.path.join(folder, os.path.relpath(path, root))
        if not os.path.isdir(os.path.dirname(target)):
            continue
        if content is None:
            os.mkdir(target)
        else:
            with open(target, "wb") as file:
                file.write(content)
