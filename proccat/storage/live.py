"""The texts that stand with no end in sight (*văn bản đang có hiệu lực*), as stored sets of bits.

What stands today is nearly these: a few texts come later, a few others stand and have a last day.
Of a day long past that may not be so.
So a search need not look at all periods to know among which texts it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from proccat.batching import batched
from proccat.bitemporal import OPEN_SEQ
from proccat.errors import index_damaged
from proccat.standing import FOREVER
from proccat.storage.postings import SEGMENT, SEGMENTS
from proccat.storage.sql import Sql, marks

_BATCH = 400
_FEW = 1_000
"""Texts that are turned on or off one by one."""
_ENDLESS = f"e.last = '{FOREVER}' AND e.to_seq = {OPEN_SEQ}"
_ENDING = f"e.last < '{FOREVER}' AND e.to_seq = {OPEN_SEQ}"
_ORDS = "SELECT p.ord FROM editions e JOIN texts p ON p.fact = e.fact WHERE p.kind = ? AND "

DDL = (
    """
    CREATE TABLE live (
        "kind" TEXT NOT NULL, "seg" INTEGER NOT NULL, "bits" BLOB NOT NULL, UNIQUE ("kind", "seg")
    ) STRICT
    """,
    f'CREATE INDEX editions_coming ON editions ("first") WHERE {_ENDLESS.replace("e.", "")}',
    f'CREATE INDEX editions_ending ON editions ("last") WHERE {_ENDING.replace("e.", "")}',
)
"""A set for each kind and segment of texts, the lowest first, up to the last one; and the indexes
by which the others are found."""


def live_rows(texts: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int, bytes]]:
    """The rows of the table for the texts that stand with no end, each as (kind, ord)."""
    sets: dict[tuple[str, int], bytearray] = {}
    for kind, ord_ in texts:
        segment, offset = divmod(ord_, SEGMENT)
        _turn(sets.setdefault((kind, segment), bytearray()), offset, on=True)
    return ((kind, segment, bytes(bits)) for (kind, segment), bits in sets.items())


class Live:
    """The texts that stand (*văn bản có hiệu lực*), in one connection's table.

    The caller opens transactions.
    """

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def turn(self, facts: Mapping[int, bool]) -> None:
        """Note of some texts, by their facts, whether they now stand with no end."""
        turned: dict[tuple[str, int], list[tuple[int, bool]]] = {}
        for batch in batched(list(facts), _BATCH):
            for fact, kind, ord_ in self._sql.rows(
                f"SELECT fact, kind, ord FROM texts WHERE fact IN ({marks(batch)})", batch
            ):
                segment, offset = divmod(ord_, SEGMENT)
                turned.setdefault((kind, segment), []).append((offset, facts[fact]))
        for (kind, segment), offsets in turned.items():
            stored = self._sql.one(
                "SELECT bits FROM live WHERE kind = ? AND seg = ?", (kind, segment)
            )
            bits = bytearray(stored[0] if stored else b"")
            for offset, on in offsets:
                _turn(bits, offset, on=on)
            if trimmed := bytes(bits.rstrip(b"\0")):
                self._sql.run(
                    "INSERT INTO live VALUES (?, ?, ?) "
                    "ON CONFLICT (kind, seg) DO UPDATE SET bits = excluded.bits",
                    (kind, segment, trimmed),
                )
            else:
                self._sql.run("DELETE FROM live WHERE kind = ? AND seg = ?", (kind, segment))

    def at(self, kind: str, day: date) -> int | None:
        """The texts of a kind that stand on a day as is known now: bit i is the text i.

        None of a day, mostly long past, on which so many others stood that the periods tell it
        faster.
        """
        on = day.isoformat()
        coming = self._ords(f"{_ENDLESS} AND e.first > ?", (kind, on))
        ending = self._ords(f"{_ENDING} AND e.last >= ? AND e.first <= ?", (kind, on, on))
        if len(coming) > _FEW or len(ending) > _FEW:
            return None
        sets = self._sql.rows("SELECT seg, bits FROM live WHERE kind = ? ORDER BY seg", (kind,))
        found = bytearray()
        for segment, bits in sets:
            before = segment * SEGMENT // 8 - len(found)
            if not (before >= 0 and segment < SEGMENTS and isinstance(bits, bytes)):
                raise index_damaged()
            found += bytes(before) + bits
        for ord_ in coming:
            _turn(found, ord_, on=False)
        for ord_ in ending:
            _turn(found, ord_, on=True)
        return int.from_bytes(found, "little")

    def _ords(self, where: str, given: tuple[str, ...]) -> list[int]:
        """The ords of some texts, one more than a few at the most."""
        rows = self._sql.rows(f"{_ORDS} {where} LIMIT {_FEW + 1}", given)
        return [ord_ for (ord_,) in rows]


def _turn(bits: bytearray, at: int, *, on: bool) -> None:
    """Turn one bit on or off; there are as many as are needed."""
    if at >> 3 >= len(bits):
        bits.extend(bytes((at >> 3) + 1 - len(bits)))
    if on:
        bits[at >> 3] |= 1 << (at & 7)
    else:
        bits[at >> 3] &= ~(1 << (at & 7))
