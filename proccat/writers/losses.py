"""What a table of procedures cannot hold (*phần không kết xuất được*), told and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Final

import attrs

from proccat.documents import KINDS, AgencyRef, DocumentRef, Procedure, Stated, values
from proccat.documents.procedure import FieldRef, Performer, Result
from proccat.readers.cells import LINE_END, says_none
from proccat.view import Record, View

EXPORTED: Final = tuple(kind for kind, model in KINDS.items() if not model.private)
"""The kinds of documents that writers write, in the order in which a folder is loaded."""

_MAYBE_NONE: Final = (
    "executing", "competent", "authorised", "coordinating", "performers", "receiving", "results",
    "legal_bases", "requirements", "description",
)  # fmt: skip
"""The fields of the table that may be stated to be none."""


def _stated(procedure: Procedure) -> Iterator[Stated]:
    fields = (getattr(procedure, name) for name in _MAYBE_NONE)
    return (value for value in fields if isinstance(value, Stated))


@lru_cache(maxsize=4096)
def _understood(words: str) -> DocumentRef:
    """What the words alone tell; the same few documents are cited again and again."""
    return DocumentRef.of(words)


def _has_codes(p: Procedure) -> bool:
    refs: list[AgencyRef | FieldRef | Performer | Result] = [*p.agencies]
    refs += [*values(p.performers), *values(p.results), *((p.field,) if p.field else ())]
    return any(each.code is not None for each in refs)


def _texts_in_lines(p: Procedure) -> Iterator[str]:
    roles = (p.executing, p.competent, p.authorised, p.coordinating)
    yield from (ref.name for role in roles for ref in values(role))
    yield from (performer.name for performer in values(p.performers))
    yield from (result.name for result in values(p.results))
    yield from (basis.document.raw for basis in values(p.legal_bases))
    yield from p.keywords or ()


def _more_than_words(p: Procedure) -> bool:
    known = [basis.document for basis in values(p.legal_bases)]
    if any(basis.name or basis.articles or basis.effective_on for basis in values(p.legal_bases)):
        return True
    if any(_understood(ref.raw) != ref for ref in known):
        return True
    decision = p.decision
    if decision is None or _understood(decision.raw) == decision:
        return False
    return DocumentRef(raw=decision.raw, signed_on=decision.signed_on) != decision


_LOSSES: Final[tuple[tuple[str, Callable[[Procedure, Record], bool]], ...]] = (
    ("steps and dossiers", lambda p, r: p.cases is not None),
    ("time limits and fees as data; their words are there", lambda p, r: p.manners is not None),
    ("services", lambda p, r: p.services is not None),
    ("the procedures an interconnected one is made of", lambda p, r: p.members is not None),
    ("codes of agencies, fields, performers and results", lambda p, r: _has_codes(p)),
    ("what is known of legal documents beyond their words", lambda p, r: _more_than_words(p)),
    ("requirements one by one, and their names", lambda p, r: len(values(p.requirements)) > 1
        or any(each.name for each in values(p.requirements))),
    ("that words such as “Không áp dụng” state that there is none",
        lambda p, r: any(not says_none(stated.words) for stated in _stated(p))),
    ("line breaks inside one of several values",
        lambda p, r: any(LINE_END.search(text) for text in _texts_in_lines(p))),
    ("extensions", lambda p, r: bool(p.extensions)),
    ("what editions rest on", lambda p, r: bool(r.edition.basis)),
    ("what statuses rest on, their day of act and their successors",
        lambda p, r: r.status is not None
        and bool(r.status.basis or r.status.successors or r.status.on != r.status.effective)),
)  # fmt: skip


@attrs.frozen
class Losses:
    """What was lost so far (*phần bị mất*), counted in procedures while they are written."""

    _counts: Counter[str] = attrs.field(factory=Counter, init=False)

    def note(self, procedure: Procedure, record: Record) -> None:
        """Counts what the table cannot hold of one procedure."""
        self._counts.update(said for said, lost in _LOSSES if lost(procedure, record))

    def told(self, view: View, held: Collection[str]) -> tuple[str, ...]:
        """One sentence for each loss, those of the whole view first.

        Args:
            view: what was exported.
            held: the kinds of documents that the file holds.
        """
        others = [
            kind for kind in EXPORTED if kind not in held and any(True for _ in view.records(kind))
        ]
        whole = [history(view), *personal(view)]
        shown = {record.document.subject for record in view.records("procedure")}
        bare = sum(subject not in shown for subject, _ in view.standings("procedure"))
        if bare:
            whole.append(f"procedures with a status and no text on that day: {bare}")
        if others:
            whole.append(f"documents of the kinds {', '.join(others)} are not in it")
        parts = [
            f"{said} (procedures concerned: {self._counts[said]})" for said, _ in _LOSSES
            if self._counts[said]
        ]  # fmt: skip
        return (*whole, *parts)


def personal(view: View) -> tuple[str, ...]:
    """The personal data (*dữ liệu cá nhân*) that are in the view and never in a file."""
    private = [kind for kind in KINDS if kind not in EXPORTED]
    count = sum(1 for kind in private for _ in view.records(kind))
    return (f"personal data, which are never exported: {count} senders",) if count else ()


def history(view: View) -> str:
    """The loss that every file but the log has: what was and what will be."""
    return f"history: only what stands on {view.effective.isoformat()} is in it"
