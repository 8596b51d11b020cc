"""What refers to a legal document (*văn bản liên quan*), and what its repeal would touch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from proccat.documents import KINDS, Document, DocumentRef, Procedure
from proccat.documents.references import ROLES, Reference, reference_key, references
from proccat.facts import Recorded
from proccat.lives import Lives
from proccat.reading import Reading
from proccat.search.bitmaps import iter_ords
from proccat.search.find import Finder
from proccat.search.terms import REFERS

_BATCH: Final = 400
"""Texts that are read with one statement."""


@attrs.frozen
class Citation:
    """A text that refers to a legal document (*dẫn chiếu*).

    Attributes:
        subject: ``kind:key`` of the text.
        kind: its kind.
        code: its code or key.
        name: what a person calls it.
        role: as what it refers to it: ``"legal_basis"``, ``"decision"``, ``"ordered_by"``,
            ``"reorganised_by"``, ``"to_amend"``, ``"amends"``, ``"replaces"`` or ``"repeals"``.
        articles: the articles that it names, if it names any.
        words: the reference as it was written.
        only: whether it is the only legal basis of a procedure that has not ended: the repeal
            would take the ground from it.
    """

    subject: str
    kind: str
    code: str
    name: str
    role: str
    articles: tuple[str, ...]
    words: str
    only: bool

    @property
    def label(self) -> str:
        """The official words for the role."""
        return ROLES[self.role]


def citing(now: Reading, finder: Finder, asked: DocumentRef) -> tuple[Citation, ...]:
    """The texts that stand and refer to a legal document (*văn bản dẫn chiếu*).

    Ordered by role as :data:`~proccat.documents.references.ROLES` lists them, then by subject.

    Args:
        now: when.
        finder: finds the texts.
        asked: number, and issuer and year where these are said, which then must not differ.
    """
    key = reference_key(asked)
    term = REFERS + key
    ever = finder.index.corpus(None).postings([term])[term].bits
    lives = Lives(now.store, now.seq)
    found: list[Citation] = []
    for kind in KINDS if ever else ():
        having = ever & finder.live(kind, now.day, now.seq)
        for subject, document in _documents(now, list(iter_ords(having))):
            only = False
            if isinstance(document, Procedure):
                standing = {reference_key(ref) for ref in now.resting_on(document, lives)}
                only = standing == {key}
            found += _citations(subject, document, asked, only=only)
    order = list(ROLES)
    return tuple(sorted(found, key=lambda each: (order.index(each.role), each.subject)))


def _documents(now: Reading, ords: list[int]) -> Iterator[tuple[str, Document]]:
    for start in range(0, len(ords), _BATCH):
        rows = now.store.projections.hit_rows(ords[start : start + _BATCH], now.day, now.seq)
        for row in rows.values():
            fact = now.fact(row.fact)
            if isinstance(fact, Recorded) and fact.document is not None:
                yield row.subject, fact.document


def _citations(
    subject: str, document: Document, asked: DocumentRef, *, only: bool
) -> Iterator[Citation]:
    """The references of one text to what is asked, role by role."""
    meant: dict[str, list[Reference]] = {}
    for reference in references(document):
        if reference.key == reference_key(asked) and asked.agrees_with(reference.document):
            meant.setdefault(reference.role, []).append(reference)
    code = document.code if isinstance(document, Procedure) else None
    for role, group in meant.items():
        yield Citation(
            subject=subject,
            kind=document.kind,
            code=code or subject.partition(":")[2],
            name=document.title,
            role=role,
            articles=tuple(dict.fromkeys(each for ref in group for each in ref.articles)),
            words="; ".join(dict.fromkeys(ref.document.raw for ref in group)),
            only=only and role == "legal_basis",
        )
