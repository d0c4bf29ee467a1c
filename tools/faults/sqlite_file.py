"""Where a SQLite file holds bytes that say nothing (https://www.sqlite.org/fileformat2.html)."""
import sqlite3

# First byte, byte behind the last one, and why it cannot matter, of the header of 100 bytes.
HEADER = [
    (18, 20, "header: whether a write-ahead log is used; the writer sets it anew"),
    (24, 28, "header: change counter, for caches"),
    (28, 32, "header: size in pages; read from the file's own size where the change counters differ"),
    (40, 44, "header: schema cookie, for caches"),
    (48, 52, "header: suggested cache size"),
    (64, 68, "header: vacuum mode, which says nothing without automatic vacuum"),
    (72, 92, "header: reserved for expansion"),
    (92, 96, "header: change counter for which the size in pages holds"),
    (96, 100, "header: version of the library that wrote last"),
]


class SQLiteFile:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = file.read()
        self.page_size = int.from_bytes(self.bytes[16:18], "big")
        self.used = bytearray(len(self.bytes))  # 1 where a byte means something
        self.reasons = {}  # of the pages that are not b-trees
        self.dividers, self.schema_keys = set(), set()
        self.used[:100] = b"\x01" * 100
        database = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        for (root,) in database.execute("SELECT 1 UNION SELECT rootpage FROM sqlite_schema WHERE rootpage > 0"):
            self.walk(root, is_schema=root == 1)
        database.close()
        self.free_pages()

    def why_unused(self, offset):
        """Why a change of that byte says nothing; None where it means something."""
        for start, end, reason in HEADER:
            if start <= offset < end:
                return reason
        if offset in self.dividers:
            return "key of an inner page: any between its neighbours' will do, and others are found"
        if offset in self.schema_keys:
            return "number of a row of the schema, to which nothing refers"
        if self.used[offset]:
            return None
        return self.reasons.get(offset // self.page_size + 1, "free space of a page")

    def use(self, start, end):
        self.used[start:end] = b"\x01" * (end - start)

    def number(self, offset, size):
        return int.from_bytes(self.bytes[offset:offset + size], "big")

    def varint(self, offset):
        value = 0
        for index in range(9):
            byte = self.bytes[offset + index]
            value = value << 8 | byte if index == 8 else value << 7 | byte & 0x7F
            if index == 8 or byte < 0x80:
                return value, offset + index + 1

    def walk(self, page, is_schema=False):
        base = (page - 1) * self.page_size
        header = base + (100 if page == 1 else 0)
        kind = self.bytes[header]
        is_inner, is_table = kind in (2, 5), kind in (5, 13)
        cells = self.number(header + 3, 2)
        array = header + (12 if is_inner else 8)
        self.use(header, array + 2 * cells)
        free = self.number(header + 1, 2)
        while free:
            self.use(base + free, base + free + 4)
            free = self.number(base + free, 2)
        for index in range(cells):
            self.cell(base + self.number(array + 2 * index, 2), is_inner, is_table, is_schema)
        if is_inner:
            self.walk(self.number(header + 8, 4), is_schema)

    def cell(self, start, is_inner, is_table, is_schema):
        offset = start
        if is_inner:
            self.walk(self.number(offset, 4), is_schema)
            offset += 4
        if is_inner and is_table:
            _, end = self.varint(offset)
            self.dividers.update(range(offset, end))
            return self.use(start, end)
        size, offset = self.varint(offset)
        if is_table:
            key = offset
            _, offset = self.varint(offset)
            if is_schema:
                self.schema_keys.update(range(key, offset))
        local = self.local(size, is_table)
        end = offset + local
        if local < size:
            self.overflow(self.number(end, 4), size - local)
            end += 4
        self.use(start, max(end, start + 4))

    def local(self, size, is_table):
        """Bytes of a payload that lie within the page."""
        most = self.page_size - 35 if is_table else (self.page_size - 12) * 64 // 255 - 23
        if size <= most:
            return size
        least = (self.page_size - 12) * 32 // 255 - 23
        local = least + (size - least) % (self.page_size - 4)
        return local if local <= most else least

    def overflow(self, page, size):
        while page:
            base = (page - 1) * self.page_size
            here = min(size, self.page_size - 4)
            self.use(base, base + 4 + here)
            self.reasons[page] = "end of an overflow page"
            page, size = self.number(base, 4), size - here

    def free_pages(self):
        page = self.number(32, 4)
        while page:
            base = (page - 1) * self.page_size
            count = self.number(base + 4, 4)
            self.use(base, base + 8 + 4 * count)
            self.reasons[page] = "end of a page of the list of free pages"
            for index in range(count):
                self.reasons[self.number(base + 8 + 4 * index, 4)] = "free page"
            page = self.number(base, 4)
