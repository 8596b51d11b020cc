"""What refers to a legal document (*văn bản liên quan*), and what its repeal would touch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final

import attrs

from proccat.documents import KINDS, Document, DocumentRef, Procedure
from proccat.documents.legal import number_start
from proccat.documents.references import ROLES, Reference, reference_key, references
from proccat.errors import InvalidDocumentError
from proccat.facts import Recorded
from proccat.lives import Lives
from proccat.reading import Reading
from proccat.search.bitmaps import iter_ords
from proccat.search.find import Finder
from proccat.search.terms import REFERS
from proccat.text import nfc

_NUMBER: Final = r"[0-9]{1,4}[a-zđ]?(?!\w|[./]\w)"
_NEXT: Final = rf"\s*(?:,|;|-|–|và|hoặc|đến)\s*(?:điều\s+)?{_NUMBER}"
_ARTICLES: Final = re.compile(rf"\bđiều\s+({_NUMBER}(?:{_NEXT})*)")
_ARTICLE: Final = re.compile(rf"\s*(?:điều\s+)?({_NUMBER})\s*")
_STRETCH: Final = re.compile(r"([0-9]+)[a-zđ]?\s*(?:đến|-|–)\s*(?:điều\s+)?([0-9]+)")

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
        certain: whether it concerns what was asked: False where an article was asked and it names
            none, so that it may.
        words: the reference as it was written.
        only: whether it is the only legal basis of a procedure that has not ended: the repeal
            would take the ground from it. Where an article was asked, it names no other, either.
    """

    subject: str
    kind: str
    code: str
    name: str
    role: str
    articles: tuple[str, ...]
    certain: bool
    words: str
    only: bool

    @property
    def label(self) -> str:
        """The official words for the role."""
        return ROLES[self.role]


def article_number(article: object) -> str:
    """The number of an article (*số điều*): ``"8"`` of ``"Điều 8"``, ``"8a"`` of ``"điều 8A"``.

    Raises:
        InvalidDocumentError: it is no article; a clause (*khoản*) is none.
    """
    found = _ARTICLE.fullmatch(nfc(article).lower()) if isinstance(article, str) else None
    if found is None:
        raise InvalidDocumentError(f"article: {str(article)[:60]!r} is no article; write 'Điều 8'")
    return found[1]


def articles_in(words: str) -> Set[str]:
    """The numbers of the articles (*số điều*) that words name, those of a stretch too."""
    named: set[str] = set()
    for found in _ARTICLES.finditer(nfc(words).lower()):
        named.update(re.findall(r"[0-9]+[a-zđ]?", found[1]))
        for first, last in _STRETCH.findall(found[1]):
            named.update(map(str, range(int(first), int(last) + 1)))
    return named


def citing(
    now: Reading, finder: Finder, asked: DocumentRef, article: str | None = None
) -> tuple[Citation, ...]:
    """The texts that stand and refer to a legal document (*văn bản dẫn chiếu*).

    Ordered by role as :data:`~proccat.documents.references.ROLES` lists them, those that may
    concern an article behind those that do, then by subject.

    Args:
        now: when.
        finder: finds the texts.
        asked: number, and issuer and year where these are said, which then must not differ.
        article: the article that is asked about; what names only others is left out.
    """
    number = None if article is None else article_number(article)
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
            found += _citations(subject, document, asked, number, only=only)
    order = list(ROLES)
    return tuple(
        sorted(found, key=lambda each: (order.index(each.role), not each.certain, each.subject))
    )


def _documents(now: Reading, ords: list[int]) -> Iterator[tuple[str, Document]]:
    for start in range(0, len(ords), _BATCH):
        rows = now.store.projections.hit_rows(ords[start : start + _BATCH], now.day, now.seq)
        for row in rows.values():
            fact = now.fact(row.fact)
            if isinstance(fact, Recorded) and fact.document is not None:
                yield row.subject, fact.document


def _citations(
    subject: str, document: Document, asked: DocumentRef, article: str | None, *, only: bool
) -> Iterator[Citation]:
    """The references of one text to what is asked, role by role."""
    meant: dict[str, list[Reference]] = {}
    for reference in references(document):
        if reference.key == reference_key(asked) and asked.agrees_with(reference.document):
            meant.setdefault(reference.role, []).append(reference)
    code = document.code if isinstance(document, Procedure) else None
    for role, group in meant.items():
        named = [articles for reference in group for articles in _named(reference)]
        certain = article is None or any(article in articles for articles in named)
        if not certain and all(named):
            continue
        others = article is not None and any(articles - {article} for articles in named)
        yield Citation(
            subject=subject,
            kind=document.kind,
            code=code or subject.partition(":")[2],
            name=document.title,
            role=role,
            articles=tuple(dict.fromkeys(each for ref in group for each in ref.articles)),
            certain=certain,
            words="; ".join(dict.fromkeys(ref.document.raw for ref in group)),
            only=only and role == "legal_basis" and not others,
        )


def _named(reference: Reference) -> Iterator[Set[str]]:
    """The articles that a reference names in each of its places; the empty set where they are open.

    Its own list and the words before the number tell of them; what follows the number is of other
    documents: *sửa đổi Điều 5 Luật …*.
    """
    raw = nfc(reference.document.raw)
    before = articles_in(raw[: number_start(raw)])
    if before or not reference.articles:
        yield before
    yield from map(articles_in, reference.articles)
