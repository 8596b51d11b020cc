"""Near duplicates (*thủ tục trùng lặp, bản sao ở địa phương*): alike, and what tells them apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from proccat.documents import Procedure
from proccat.search.bitmaps import iter_ords
from proccat.search.corpus import Corpus
from proccat.search.index import Index
from proccat.search.likeness import likeness
from proccat.search.terms import BEGINNING, CODE, REFERS
from proccat.storage.projections import HitRow
from proccat.text import fold, squash

REVIEW: Final = 0.6
"""Names that share less are not alike."""
_READ: Final = 100
"""Names, those that share the rarest words, that are compared at least."""
_BASE: Final = len("1.000894")


@attrs.frozen
class Similar:
    """A procedure that is like another (*thủ tục gần giống*).

    Attributes:
        code: its code; of a draft, its key.
        name: its name.
        score: the share of words that both names have in the same order, 0 to 1.
        band: ``"same"``: the names are equal word for word; ``"copy"``: one is the local copy of
            the other, or both of a third; ``"review"``: a person must judge, since names that are
            nearly equal can mean the opposite.
        here: the words that only the name asked about has, run by run.
        there: the words that only this name has, run by run.
        same_field: whether both are of one field.
        same_agency: whether any agency is named in both.
        copy: whether the codes, or ``copy_of``, make them copies.
    """

    code: str
    name: str
    score: float
    band: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    same_field: bool
    same_agency: bool
    copy: bool


def copy_key(code: str) -> str:
    """What copies of a procedure refer to (*mã thủ tục gốc*): its code without that of a unit."""
    return f"copy:{code[:_BASE]}"


def candidates(
    text: Procedure, index: Index, live: int, limit: int
) -> tuple[list[int], frozenset[int]]:
    """The texts to compare with one (*văn bản cần so sánh*), and those of them that are copies.

    Args:
        text: the one.
        index: where.
        live: the texts that stand.
        limit: how many like it are wanted; the copies are given, however many there are.
    """
    copies = frozenset(iter_ords(_copies(text, index.corpus(live))))
    near = index.near(text.name, live, max(_READ, limit + 1))  # itself is one
    return list(dict.fromkeys([*sorted(copies), *near])), copies


def _copies(text: Procedure, corpus: Corpus) -> int:
    """The documents of its own code and of the one it is a copy of, and what is a copy of these."""
    terms: set[str] = set()
    for code in (text.code, text.copy_of):
        if code is not None:
            base = CODE + code[:_BASE]
            terms |= {base, f"{BEGINNING}{base}.", REFERS + copy_key(code)}
    return corpus.any_of(terms)


def compared(text: Procedure, row: HitRow, *, copy: bool) -> Similar | None:
    """How alike two procedures are (*so sánh tên*); None where they are not."""
    alike = likeness(text.name, row.name)
    if not (copy or alike.score >= REVIEW):
        return None
    return Similar(
        code=row.code,
        name=row.name,
        score=alike.score,
        band="copy" if copy else "same" if alike.same else "review",
        here=alike.here,
        there=alike.there,
        same_field=_field(text.field.name if text.field else None) == _field(row.field) != "",
        same_agency=False,
        copy=copy,
    )


def _field(name: str | None) -> str:
    return fold(squash(name or ""))


def share_an_agency(alike: Similar, one: Procedure, other: Procedure | None) -> Similar:
    """The same, saying whether any agency is named in both (*cùng cơ quan*)."""
    first, second = ({*_agencies(text)} for text in (one, other))
    return attrs.evolve(alike, same_agency=not first.isdisjoint(second))


def _agencies(text: Procedure | None) -> Iterator[str]:
    return (fold(squash(ref.name)) for ref in text.agencies) if text else iter(())
