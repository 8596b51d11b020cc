"""The search index (*chỉ mục tìm kiếm*) in ordinary SQLite tables.

A posting is a term, a segment of 30,720 documents and a set: sorted 16-bit numbers when they are
few and shorter, else bits, the lowest document first, up to the last one, with a byte of nought
more where their bytes were even in number: that tells bits from numbers. Both are little-endian on
every machine. The bits of a full segment are as long as a page of the file holds beside the term.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from proccat.batching import batched
from proccat.errors import CatalogueFormatError, index_damaged
from proccat.storage.sql import Sql, marks

DDL: Final[tuple[str, ...]] = (
    """CREATE TABLE postings (
        id INTEGER PRIMARY KEY,
        term TEXT NOT NULL,
        seg INTEGER NOT NULL CHECK (seg >= 0),
        bits BLOB NOT NULL,
        UNIQUE (term, seg)
    ) STRICT""",
    """CREATE TABLE docs (
        ord INTEGER PRIMARY KEY CHECK (ord >= 0),
        name TEXT NOT NULL,
        field TEXT NOT NULL
    ) STRICT""",
)

SEGMENT: Final = 30_720
_BYTES: Final = SEGMENT // 8
_WHOLE: Final = (1 << SEGMENT) - 1
_FEW: Final = 128
"""At most so many numbers are written as a list, for reading one takes a step for each of them."""
_SHORTER: Final = 4
"""So many times shorter than the bits a list must be."""
SEGMENTS: Final = 1 << 12
"""More segments than any catalogue has: 125 million texts."""
_BATCH: Final = 400
"""Terms in one SELECT, far below the parameters that SQLite allows."""


class SqlitePostings:
    """The posting store (*kho chỉ mục*) of one connection in autocommit mode.

    The caller opens and ends transactions.
    """

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self._writes = 0
        self._written = False

    def version(self) -> tuple[int, int]:
        """Moves with each write here, with its end, and when another connection has committed."""
        if self._written and not self._sql.writing:
            self.forget()
        return self._sql.number("PRAGMA data_version"), self._writes

    def bitmaps(self, terms: Collection[str]) -> Mapping[str, int]:
        """The documents of each term (*từ chỉ mục*) that has any: bit i is document i."""
        parts: dict[str, list[tuple[int, bytes]]] = {}
        for term, segment, raw in self._stored(terms):
            parts.setdefault(term, []).append((segment, raw))
        return {term: _joined(segments) for term, segments in parts.items()}

    def counts(self, terms: Collection[str], among: int) -> Mapping[str, int]:
        """How many of some documents each term has (*số văn bản*); no set is put together."""
        found: dict[str, int] = {}
        windows: dict[int, _Window] = {}
        for term, segment, raw in self._stored(terms):
            window = windows.get(segment)
            if window is None:
                if not 0 <= segment < SEGMENTS:
                    raise index_damaged()
                window = windows[segment] = _window(among >> segment * SEGMENT & _WHOLE)
            found[term] = found.get(term, 0) + _having(raw, window)
        return found

    def _stored(self, terms: Collection[str]) -> Iterator[tuple[str, int, bytes]]:
        for batch in batched(list(terms), _BATCH):
            yield from self._sql.rows(
                f"SELECT term, seg, bits FROM postings WHERE term IN ({marks(batch)})", batch
            )

    def starting(self, prefix: str) -> Sequence[str]:
        """All terms with a prefix (*tiền tố*), by code point, which is the order of UTF-8 bytes."""
        rows = self._sql.rows(
            "SELECT DISTINCT term FROM postings WHERE term >= ? AND term < ? ORDER BY term",
            (prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)),
        )
        return tuple(term for (term,) in rows)

    def merge(self, segment: int, postings: Mapping[str, Sequence[int]]) -> None:
        """Adds documents (ascending offsets in a segment) to terms (*cập nhật chỉ mục*)."""
        self._dirty()
        fresh = not self._sql.rows(
            "SELECT 1 FROM docs WHERE ord >= ? AND ord < ? LIMIT 1",
            (segment * SEGMENT, (segment + 1) * SEGMENT),
        )
        for batch in batched(sorted(postings), _BATCH):
            before: dict[str, bytes] = {}
            if not fresh:
                before.update(
                    self._sql.rows(
                        "SELECT term, bits FROM postings"
                        f" WHERE seg = ? AND term IN ({marks(batch)})",
                        (segment, *batch),
                    )
                )
            self._sql.many(
                "INSERT INTO postings (term, seg, bits) VALUES (?, ?, ?)"
                " ON CONFLICT (term, seg) DO UPDATE SET bits = excluded.bits",
                [(term, segment, _encode(before.get(term, b""), postings[term])) for term in batch],
            )

    def put_docs(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Keeps the tokens of documents (*âm tiết của tên và lĩnh vực*), joined by spaces."""
        self._dirty()
        self._sql.many(
            "INSERT INTO docs (ord, name, field) VALUES (?, ?, ?)"
            " ON CONFLICT (ord) DO UPDATE SET name = excluded.name, field = excluded.field",
            rows,
        )

    def docs(self, ords: Collection[int]) -> Mapping[int, tuple[str, str]]:
        """Name and field tokens of those of the documents (*văn bản*) that are there."""
        found: dict[int, tuple[str, str]] = {}
        for batch in batched(list(ords), _BATCH):
            rows = self._sql.rows(
                f"SELECT ord, name, field FROM docs WHERE ord IN ({marks(batch)})", batch
            )
            found.update((number, (name, field)) for number, name, field in rows)
        return found

    def segments(self) -> Sequence[int]:
        """The segments (*phân đoạn*) that hold postings or documents, ascending."""
        rows = self._sql.rows(
            f"SELECT seg FROM postings UNION SELECT ord / {SEGMENT} FROM docs ORDER BY 1"
        )
        if rows and rows[-1][0] >= SEGMENTS:
            raise index_damaged()
        return tuple(segment for (segment,) in rows)

    def scan(self, segment: int) -> Iterator[tuple[str, int | None]]:
        """Each (term, bits) as stored in one segment (*duyệt chỉ mục*); no cursor stays open."""
        start = ""
        while True:
            rows = self._sql.rows(
                "SELECT term, bits FROM postings WHERE term >= ? AND seg = ?"
                " ORDER BY term LIMIT 1000",
                (start, segment),
            )
            if not rows:
                return
            for term, raw in rows:
                yield term, _readable(raw)
            start = f"{rows[-1][0]}\0"

    def scan_docs(self, segment: int) -> Iterator[tuple[int, str, str]]:
        """Each (ord, name tokens, field tokens) of one segment (*duyệt văn bản*)."""
        rows: list[tuple[int, str, str]] = self._sql.rows(
            "SELECT ord, name, field FROM docs WHERE ord >= ? AND ord < ? ORDER BY ord",
            (segment * SEGMENT, (segment + 1) * SEGMENT),
        )
        yield from rows

    def clear(self) -> None:
        """Empties the index (*xóa chỉ mục*)."""
        self._dirty()
        self._sql.run("DELETE FROM postings")
        self._sql.run("DELETE FROM docs")

    def forget(self) -> None:
        """What was read in a transaction that ended or was undone is void (*bỏ bộ nhớ đệm*)."""
        self._writes += 1
        self._written = False

    def _dirty(self) -> None:
        self._writes += 1
        self._written = True


def _encode(before: bytes, added: Sequence[int]) -> bytes:
    """What is stored after adding offsets to what was stored; the same bytes whatever the order."""
    if len(before) <= 2 * _FEW and not _is_bits(before):
        members = added
        if before:
            known = _unpack(before)
            members = (*known, *added) if known[-1] < added[0] else sorted({*known, *added})
        if _is_list(len(members), members[-1]):
            return struct.pack(f"<{len(members)}H", *members)
        return bytes(_spread(members, odd=True))
    raw = bytearray(before)
    if len(raw) <= added[-1] >> 3:
        raw.extend(bytes((added[-1] >> 3) + 1 - len(raw)))
    for offset in added:
        raw[offset >> 3] |= 1 << (offset & 7)
    last = len(raw) - 1
    while not raw[last]:
        last -= 1
    if len(before) <= 2 * _SHORTER * _FEW + 1:  # longer ones hold too many for a list
        bits = int.from_bytes(raw, "little")
        if _is_list(bits.bit_count(), bits.bit_length() - 1):
            return _encode(b"", [at for at in range(bits.bit_length()) if bits >> at & 1])
    return bytes(raw[: last + 1]).ljust(last + 1 | 1, b"\0")


def _is_list(many: int, last: int) -> bool:
    return many <= _FEW and 2 * _SHORTER * many < (last >> 3) + 1


class _Window(NamedTuple):
    """Some documents of one segment: as bits, as bytes, and the first from which on they are not
    all among them.
    """

    bits: int
    raw: bytes
    all_before: int


def _window(bits: int) -> _Window:
    lacking = ~bits & bits + 1  # the lowest that is not there
    return _Window(bits, bits.to_bytes(_BYTES, "little"), lacking.bit_length() - 1)


def _having(raw: bytes, window: _Window) -> int:
    """How many of the documents of a window a stored set has."""
    if _is_bits(raw):
        return (_decode(raw) & window.bits).bit_count()
    members = _unpack(raw)
    if members[-1] < window.all_before:
        return len(members)
    among = window.raw
    return sum([among[at >> 3] >> (at & 7) & 1 for at in members])


def _joined(segments: Sequence[tuple[int, bytes]]) -> int:
    """One integer out of stored segments; bytes are joined first, as shifting each would cost."""
    if len(segments) == 1 and segments[0][0] == 0:
        return _decode(segments[0][1])
    parts: list[bytes | bytearray] = []
    after = 0
    for segment, raw in sorted(segments):
        if not after <= segment < SEGMENTS:
            raise index_damaged()
        parts += (bytes((segment - after) * _BYTES), _bits(raw)[:_BYTES].ljust(_BYTES, b"\0"))
        after = segment + 1
    return int.from_bytes(b"".join(parts), "little")


def _decode(raw: bytes) -> int:
    return int.from_bytes(_bits(raw), "little")


def _readable(raw: bytes) -> int | None:
    """The documents of a stored set; None if it is none."""
    try:
        return _decode(raw)
    except CatalogueFormatError:
        return None


def _bits(raw: bytes) -> bytes | bytearray:
    """The bits of a stored set, none beyond its segment."""
    if not _is_bits(raw):
        return _spread(_unpack(raw))
    if len(raw) > _BYTES and (len(raw) > _BYTES + 1 or raw[-1]):
        raise index_damaged()
    return raw


def _is_bits(raw: object) -> bool:
    return isinstance(raw, bytes) and len(raw) % 2 == 1


def _spread(members: Sequence[int], *, odd: bool = False) -> bytearray:
    """The numbers of a list as bits, if wished in an odd number of bytes."""
    length = (members[-1] >> 3) + 1
    bits = bytearray(length | 1 if odd else length)
    for offset in members:
        bits[offset >> 3] |= 1 << (offset & 7)
    return bits


def _unpack(raw: bytes) -> tuple[int, ...]:
    """The numbers of a stored list, ascending, none beyond its segment."""
    if not isinstance(raw, bytes) or not raw or len(raw) % 2:
        raise index_damaged()
    members = struct.unpack(f"<{len(raw) // 2}H", raw)
    if members[-1] >= SEGMENT or members[-1] != max(members):
        raise index_damaged()
    return members
