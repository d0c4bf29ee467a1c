"""The stored log as Python alone reads it, and receipts held against it. schema/README.md gives the formulas."""
import base64, hashlib, os, sqlite3, subprocess, tempfile, zlib

from .campaign import Failure


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Receipt:
    """What an append was acknowledged with: `receipt <position> <leaf> <checkpoint>`."""

    def __init__(self, line):
        word, position, leaf, note = line.split(" ")
        self.position, self.leaf, self.note = int(position), leaf, base64.b64decode(note).decode()
        self.origin, size, root = self.note.split("\n")[:3]
        self.size, self.root = int(size), base64.b64decode(root)


def receipts(text):
    """The receipts among what was written; a last line that was cut short was not received."""
    return [Receipt(line) for line in text.split("\n")[:-1] if line.startswith("receipt ")]


class StoredLog:
    """The tree over the events of log.sqlite, read on from where it was read last."""

    def __init__(self, path):
        self.path = path
        self.leaves, self.edge, self.key = [], [], None
        self.roots = {}

    def read_on(self, sizes=()):
        """Reads the events that came since; roots of `sizes` are kept on the way."""
        sizes = set(sizes) - self.roots.keys()
        database = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            seeds = dict(database.execute("SELECT run, seed FROM salt"))
            blocks = "SELECT first_position, codec, body FROM block WHERE first_position + event_count > ? ORDER BY 1"
            for first, codec, body in database.execute(blocks, (len(self.leaves),)):
                plain = zlib.decompressobj(-15).decompress(body) if codec else body
                for position, line in enumerate(plain.split(b"\n")[:-1], first):
                    if position == len(self.leaves):
                        self.append(position, line, seeds)
                        if position + 1 in sizes:
                            self.roots[position + 1] = self.root()
            newest = database.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        finally:
            database.close()
        self.check_head(newest[0])

    def append(self, position, line, seeds):
        if not line.startswith(b'{"specversion":"1.0","id":"%d",' % position):
            raise Failure(f"the line of event {position} is not its line")
        if position == 0:
            self.key = line.partition(b'"log_key":"')[2].partition(b'"')[0].decode()
        head, _, data = line.partition(b',"data":')
        salt = sha256(seeds[position // 256], position.to_bytes(8, "big"))[:16]
        node = sha256(b"\x00", head, b"\n", sha256(salt, data[:-1]))
        self.leaves.append(node)
        height = 0
        while self.edge and self.edge[-1][0] == height:
            node, height = sha256(b"\x01", self.edge.pop()[1], node), height + 1
        self.edge.append((height, node))

    def root(self):
        root = self.edge[-1][1]
        for _, node in reversed(self.edge[:-1]):
            root = sha256(b"\x01", node, root)
        return root

    def check_head(self, note):
        """The newest checkpoint covers everything that is there."""
        _, size, root = note.split("\n")[:3]
        if int(size) != len(self.leaves) or base64.b64decode(root) != self.root():
            raise Failure(f"the newest checkpoint, of {size} events, is not that of the {len(self.leaves)} in the log")

    def check(self, receipt):
        """The acknowledged event is there, and the log's first events are those that the receipt signs."""
        if receipt.size > len(self.leaves):
            raise Failure(f"acknowledged event {receipt.position} is missing: the log ends at {len(self.leaves)}")
        if receipt.leaf not in ("-", self.leaves[receipt.position].hex()):
            raise Failure(f"acknowledged event {receipt.position} is another one now")
        if self.roots[receipt.size] != receipt.root:
            raise Failure(f"the first {receipt.size} events are not those that were acknowledged")

    def check_all(self, receipts, signatures=1):
        """Reads on and checks each receipt, the signatures of the last few with openssl."""
        self.read_on({receipt.size for receipt in receipts})
        for receipt in receipts:
            self.check(receipt)
        for receipt in receipts[len(receipts) - signatures:]:
            if not is_signed(receipt.note, self.key):
                raise Failure(f"the receipt of event {receipt.position} is not signed by the log's key")


def is_signed(note, key):
    text, _, signatures = note.rpartition("\n\n")
    signature = base64.b64decode(signatures.split(" ")[2])[4:]
    public = bytes.fromhex("302a300506032b6570032100") + base64.b64decode(key.split("+", 2)[2])[1:]
    with tempfile.TemporaryDirectory() as folder:
        for name, data in {"key": public, "text": f"{text}\n".encode(), "signature": signature}.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature"
        return subprocess.run(command.split(), cwd=folder, capture_output=True).returncode == 0
