"""Proof (*kiểm tra toàn vẹn*): the chain recomputed, the log replayed, projections compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import attrs

from proccat.chain import GENESIS
from proccat.errors import CatalogueFormatError, InvalidDocumentError, Problem, ProccatError
from proccat.replaying import Replay, Row, entries
from proccat.search.index import Index
from proccat.storage.log import Chain, Head, readable, replayed
from proccat.storage.schema import PROJECTIONS
from proccat.storage.sqlite import SqliteStore

_MOST = 100


@attrs.frozen
class VerifyReport:
    """What a verification found (*kết quả kiểm tra*).

    Attributes:
        head: where the log ends.
        problems: what does not hold; warnings tell what is lawful but good to know.
        deep: whether the search index was compared, too.
    """

    head: Head
    problems: tuple[Problem, ...]
    deep: bool = False

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not any(problem.severity == "error" for problem in self.problems)


def verify(store: SqliteStore, anchor: Head | str | None, *, deep: bool) -> VerifyReport:
    """Check the whole file in one read; see :meth:`proccat.Catalogue.verify`."""
    cut = [Problem("file", "", "is shorter than it says")] if store.is_cut() else []
    with store.reading():
        problems = tuple(_first(chain(cut, _problems(store, anchor, deep=deep))))
        return VerifyReport(store.log.head(), problems, deep)


def _first(problems: Iterator[Problem]) -> Iterator[Problem]:
    """The first hundred errors and the first hundred warnings: enough to act on."""
    counts: Counter[str] = Counter()
    for problem in problems:
        severity = problem.severity
        counts[severity] += 1
        if counts[severity] <= _MOST:
            yield problem
        elif counts[severity] == _MOST + 1:
            yield Problem("", "", f"and more; the first {_MOST} are listed", severity)
            if severity == "error":
                return


def _problems(store: SqliteStore, anchor: Head | str | None, *, deep: bool) -> Iterator[Problem]:
    faults = store.faults(deep=deep)
    yield from (Problem("file", "", fault) for fault in faults)
    if faults:
        return  # what SQLite itself cannot read right, nobody can compare
    if anchor is not None:
        yield from _anchored(store, _head(anchor))
    links, replay, rows = Chain(), Replay(), _Rows()
    sound = True  # a broken log cannot say what the projections should be
    for stored in store.log.rows():
        for problem in links.faults(stored):
            sound = sound and problem.severity != "error"
            yield problem
        if sound:
            try:
                readable(stored)
                rows.add(replay.take(replayed(stored)))
            except (ProccatError, ValueError) as error:
                sound = False
                yield Problem(f"fact {stored[0]}", "", f"cannot be replayed: {error}")
    yield from links.erasures()
    if not sound:
        return
    rows.add(replay.rest())
    right = True
    for problem in rows.compared(store):
        right = False
        yield problem
    if deep and right:
        yield from _index_faults(store)


def _index_faults(store: SqliteStore) -> Iterator[Problem]:
    try:
        for message in Index(store.postings).check(entries(store)):
            yield Problem("search index", "", message)
    except CatalogueFormatError as error:
        yield Problem("search index", "", str(error))


def _anchored(store: SqliteStore, anchor: Head) -> Iterator[Problem]:
    found = store.log.hash_of(anchor.seq) if anchor.seq else GENESIS
    if found is None:
        end = store.log.head().seq
        yield Problem("log", "", f"ends at fact {end}: the anchor's fact {anchor.seq} is gone")
    elif found != anchor.hash:
        yield Problem(f"fact {anchor.seq}", "$.hash", "is not the hash of the anchor")


class _Rows:
    """The rows that the log gives, to be found in the file."""

    def __init__(self) -> None:
        self._wanted: dict[str, set[tuple[Any, ...]]] = {table: set() for table in PROJECTIONS}

    def add(self, rows: Iterable[Row]) -> None:
        for table, columns in rows:
            self._wanted[table].add(columns)

    def compared(self, store: SqliteStore) -> Iterator[Problem]:
        """One problem for each table that holds anything else."""
        for table, wanted in self._wanted.items():
            odd = []
            for row in store.projections.contents(table):
                if row in wanted:
                    wanted.remove(row)
                else:
                    odd.append(row)
            if odd or wanted:
                found, right = min(odd, key=repr, default=None), min(wanted, key=repr, default=None)
                yield Problem(
                    f"table {table}",
                    "",
                    f"holds {_shown(found)} where the log gives {_shown(right)}; "
                    "rebuild() mends it",
                )


def _shown(row: object) -> str:
    written = "nothing" if row is None else repr(row)
    return written if len(written) <= 120 else f"{written[:119]}…"


def _head(anchor: Head | str) -> Head:
    if isinstance(anchor, Head):
        return anchor
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", str(anchor).strip())
    if found is None:
        raise InvalidDocumentError(
            f"anchor: {str(anchor)[:80]!r} is not of the form 271:<64 digits>"
        )
    return Head(int(found[1]), found[2], "")
