"""Proof (*kiểm tra toàn vẹn*): the chain recomputed, the log replayed, projections compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

import attrs

from proccat.documents import Procedure
from proccat.errors import InvalidDocumentError, Problem, ProccatError
from proccat.facts import Recorded
from proccat.projector import index_entry, replay
from proccat.search.index import Index, IndexEntry
from proccat.storage.log import Head
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
    """Check the whole file; see :meth:`proccat.Catalogue.verify`."""
    problems = list(_first(_problems(store, anchor, deep=deep)))
    return VerifyReport(store.log.head(), tuple(problems), deep)


def _first(problems: Iterator[Problem]) -> Iterator[Problem]:
    """The first hundred problems: enough to act on."""
    for count, problem in enumerate(problems):
        if count == _MOST:
            yield Problem("", "", f"and more; the first {_MOST} are listed")
            return
        yield problem


def _problems(store: SqliteStore, anchor: Head | str | None, *, deep: bool) -> Iterator[Problem]:
    faults = store.faults(deep=deep)
    yield from (Problem("file", "", fault) for fault in faults)
    if faults:
        return  # what SQLite itself cannot read right, nobody can compare
    chain = list(_first(store.log.check()))
    yield from chain
    if anchor is not None:
        yield from _anchored(store, _head(anchor))
    if any(problem.severity == "error" for problem in chain):
        return  # a broken log cannot say what the projections should be
    trial = SqliteStore.in_memory()
    try:
        try:
            with trial.transaction():
                replay(store.log, trial, index=False)
        except (ProccatError, ValueError) as error:
            yield Problem("log", "", f"cannot be replayed: {error}")
            return
        right = True
        for table in PROJECTIONS:
            for problem in _compared(store, trial, table):
                right = False
                yield problem
    finally:
        trial.close()
    if deep and right:
        for message in Index(store.postings).check(_entries(store)):
            yield Problem("search index", "", message)


def _anchored(store: SqliteStore, anchor: Head) -> Iterator[Problem]:
    fact = store.log.fact(anchor.seq) if anchor.seq else None
    if anchor.seq and fact is None:
        end = store.log.head().seq
        yield Problem("log", "", f"ends at fact {end}: the anchor's fact {anchor.seq} is gone")
    elif fact is not None and fact.hash != anchor.hash:
        yield Problem(f"fact {anchor.seq}", "$.hash", "is not the hash of the anchor")


def _compared(store: SqliteStore, trial: SqliteStore, table: str) -> Iterator[Problem]:
    rows = zip_longest(store.projections.contents(table), trial.projections.contents(table))
    for found, right in rows:
        if found != right:
            yield Problem(
                f"table {table}",
                "",
                f"holds {_shown(found)} where the log gives {_shown(right)}; rebuild() mends it",
            )
            return


def _entries(store: SqliteStore) -> Iterator[IndexEntry]:
    for ord_, fact in store.projections.indexed():
        document = fact.document if isinstance(fact, Recorded) else None
        if isinstance(document, Procedure):
            yield index_entry(ord_, document)


def _shown(row: object) -> str:
    written = "nothing" if row is None else repr(row)
    return written if len(written) <= 120 else f"{written[:119]}…"


def _head(anchor: Head | str) -> Head:
    if isinstance(anchor, Head):
        return anchor
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", anchor.strip())
    if found is None:
        raise InvalidDocumentError(f"anchor: {anchor[:80]!r} is not of the form 271:<64 digits>")
    return Head(int(found[1]), found[2], "")
