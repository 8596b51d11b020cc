"""What refers to a legal document (*văn bản liên quan*), and what its repeal would touch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from datetime import date
from itertools import chain, combinations
from typing import Final, Self

import attrs

from proccat.batching import batched
from proccat.documents import KINDS, Document, DocumentRef, Procedure
from proccat.documents.issuers import issuer_in, same_issuer
from proccat.documents.legal import DocumentType, number_key, number_start, parse_number
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
_WORD: Final = r"(?:[đd]i[ềe]u\s+|đ\.?\s*(?=[0-9]))"
_TO: Final = r"(?:-|–|đến hết|den het|đến|den|tới hết|toi het|tới|toi)"
_NEXT: Final = rf"\s*(?:,|;|{_TO}|và|va|hoặc|hoac)\s*(?:{_WORD})?{_NUMBER}"
_ARTICLES: Final = re.compile(rf"\b{_WORD}({_NUMBER}(?:{_NEXT})*)")
_LISTED: Final = re.compile(rf"\s*{_NUMBER}(?:{_NEXT})*\s*")
_CLAUSE: Final = rf"(?:điểm|diem|khoản|khoan)\s(?:(?!{_WORD}).)+{_WORD}"
_ARTICLE: Final = re.compile(rf"\s*(?:{_WORD}|{_CLAUSE})?({_NUMBER})\s*")
_STRETCH: Final = re.compile(rf"([0-9]+)([a-zđ]?)\s*{_TO}\s*(?:{_WORD})?([0-9]+)([a-zđ]?)")

_LETTERS: Final = ("", *"abcdđefghijklmnopqrstuvwxyz")
"""What stands behind the number of an article that was put in later (*Điều 8a*), in order."""
_BATCH: Final = 400
"""Texts that are read with one statement."""
_LIKE: Final = 5
"""Documents that are named where nothing refers to what was asked."""


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
        certain: whether it concerns what was asked; False where it leaves something of it open, so
            that it may.
        doubts: what it leaves open of what was asked: ``"issuer"``, ``"signed_on"``,
            ``"article"``.
        words: the reference as it was written.
        only: whether it is the only legal basis of a procedure that has not ended: the repeal
            would take the ground from it. Where an article was asked, it names no other, either.
            A reference to a document of the same number that is not the one asked about is
            another legal basis.
    """

    subject: str
    kind: str
    code: str
    name: str
    role: str
    articles: tuple[str, ...]
    certain: bool
    doubts: tuple[str, ...]
    words: str
    only: bool

    @property
    def label(self) -> str:
        """The official words for the role."""
        return ROLES[self.role]


@attrs.frozen
class Numbered:
    """What is known of a number (*số, ký hiệu văn bản*), so that nothing found is no all-clear.

    Attributes:
        whole: whether what was asked is a whole number, with its sign: *123/2015* is none, and
            references to it may stand under another spelling.
        recorded: keys of the documents of that number that are recorded.
        like: documents that are recorded and numbered or named so, then numbers that begin so to
            which texts refer.
    """

    whole: bool
    recorded: tuple[str, ...]
    like: tuple[str, ...]


@attrs.frozen
class _Said:
    """What words say of a document: a number alone recurs each year, in each province."""

    key: str
    unique: bool
    issuer: str | None
    signed_on: date | None
    year: int | None

    @classmethod
    def by(cls, ref: DocumentRef) -> Self:
        return cls(
            key=reference_key(ref),
            unique=_is_unique(ref),
            issuer=ref.issuer or issuer_in(ref.raw),
            signed_on=ref.signed_on,
            year=ref.year,
        )

    def doubts(self, other: _Said) -> tuple[str, ...] | None:
        """What of this another leaves open; None where it means another document.

        Where the number is that of one document, another day is a slip of the pen.
        """
        another_year = self.year and other.year and self.year != other.year
        if self.key != other.key or (another_year and not self.unique):
            return None
        found: list[str] = []
        for name, same in (("issuer", self._issuer_of(other)), ("signed_on", self._day_of(other))):
            if same is False and not self.unique:
                return None
            if same is False or (same is None and not self.unique):
                found.append(name)
        return tuple(found)

    def _issuer_of(self, other: _Said) -> bool | None:
        if self.issuer is None:
            return True
        return None if other.issuer is None else same_issuer(self.issuer, other.issuer)

    def _day_of(self, other: _Said) -> bool | None:
        if self.signed_on is None:
            return True
        return None if other.signed_on is None else self.signed_on == other.signed_on


def _is_unique(ref: DocumentRef) -> bool:
    """Whether its number is that of one document: 87/2020/NĐ-CP, but not 12/2020/QĐ-UBND."""
    parsed = parse_number(ref.number) if ref.number else None
    if parsed is None or parsed.year is None:
        return False
    central = re.fullmatch(r"(UBTV)?QH\d*|TTG", parsed.issuer or "")
    return central is not None or parsed.type in (DocumentType.DECREE, DocumentType.CIRCULAR)


def article_number(article: object) -> str:
    """The number of an article (*số điều*): ``"8"`` of ``"Điều 8"``, ``"8a"`` of ``"điều 08A"``.

    Of a clause or point (*khoản 2 Điều 8*) it is the article that holds it: references are read
    to the article and no further.

    Raises:
        InvalidDocumentError: it is no article; a clause without one is none.
    """
    given = str(article) if isinstance(article, int) else article
    found = _ARTICLE.fullmatch(nfc(given).lower()) if isinstance(given, str) else None
    if found is None or isinstance(article, bool) or not found[1].lstrip("0"):
        shown = repr(article)[:60]
        raise InvalidDocumentError(f"article: {shown} is no article; write 'Điều 8', '8' or 8")
    return _plain(found[1])


def articles_in(words: str) -> Set[str]:
    """The numbers of the articles (*số điều*) that words name, those of a stretch too."""
    named: set[str] = set()
    for found in _ARTICLES.finditer(nfc(words).lower()):
        named.update(map(_plain, re.findall(r"[0-9]+[a-zđ]?", found[1])))
        for first, letter, last, end in _STRETCH.findall(found[1]):
            named.update(_stretch((int(first), letter), (int(last), end)))
    return named


def _stretch(first: tuple[int, str], last: tuple[int, str]) -> Iterator[str]:
    """All articles from one to another, those that were put in between with a letter, too."""
    begins, ends = ((number, _LETTERS.index(letter)) for number, letter in (first, last))
    for number in range(first[0], last[0] + 1):
        for place, letter in enumerate(_LETTERS):
            if begins <= (number, place) <= ends:
                yield f"{number}{letter}"


def _plain(number: str) -> str:
    """Điều 08 is Điều 8."""
    return number.lstrip("0") or "0"


def citing(
    now: Reading, finder: Finder, asked: DocumentRef, article: str | int | None = None
) -> tuple[Citation, ...]:
    """The texts that stand and refer to a legal document (*văn bản dẫn chiếu*).

    Ordered by role as :data:`~proccat.documents.references.ROLES` lists them, those that may
    concern what was asked behind those that do, then by subject.

    Args:
        now: when.
        finder: finds the texts.
        asked: number, and issuer and day of signing where these are said: what states others is
            left out, what states none may mean the one asked.
        article: the article that is asked about, or the one that stands before the number; what
            names only others is left out.

    Raises:
        InvalidDocumentError: it is no article, or several stand before the number.
    """
    number = _article_of(asked) if article is None else article_number(article)
    said = _Said.by(asked)
    term = REFERS + said.key
    ever = finder.index.corpus(None).postings([term])[term].bits
    lives = Lives(now.store, now.seq)
    found: list[Citation] = []
    for kind in KINDS if ever else ():
        having = ever & finder.live(kind, now.day, now.seq)
        for subject, document in _documents(now, list(iter_ords(having))):
            only = isinstance(document, Procedure) and _is_one(
                said, now.resting_on(document, lives)
            )
            found += _citations(subject, document, said, number, only=only)
    order = list(ROLES)
    return tuple(
        sorted(found, key=lambda each: (order.index(each.role), not each.certain, each.subject))
    )


def _article_of(asked: DocumentRef) -> str | None:
    """The article before a number (*Điều 8 Nghị định 87/2020/NĐ-CP*), if there is one."""
    raw = nfc(asked.raw)
    named = sorted(articles_in(raw[: number_start(raw)]))
    if len(named) > 1:
        raise InvalidDocumentError(
            f"number: names articles {', '.join(named[:9])}; ask for one of them at a time"
        )
    return named[0] if named else None


def numbered(now: Reading, finder: Finder, asked: DocumentRef) -> Numbered:
    """What is known of a number, and what may have been meant (*số, ký hiệu gần giống*)."""
    key = reference_key(asked)
    words = asked.number or asked.raw
    parsed = parse_number(words)
    page = finder.find(words, now.day, now.seq, kind="document", limit=_LIKE, filters={})
    like: dict[str, str] = {}
    for number in (*(hit.name for hit in page), *_beginning(now, finder, key)):
        like.setdefault(number_key(number), number)
    like.pop(key, None)
    return Numbered(
        whole=parsed is not None and parsed.issuer is not None,
        recorded=tuple(now.legal_keys(asked)),
        like=tuple(like.values())[: 2 * _LIKE],
    )


def _beginning(now: Reading, finder: Finder, key: str) -> Iterator[str]:
    """Numbers that begin so, of documents to which texts that stand refer."""
    corpus = finder.index.corpus(None)
    live = 0
    for kind in KINDS:
        live |= finder.live(kind, now.day, now.seq)
    terms = [term for term in corpus.starting(REFERS + key) if "/" in term]
    for term, posting in corpus.postings(terms[:_BATCH]).items():
        if posting.bits & live:
            yield term.removeprefix(REFERS)


def _is_one(asked: _Said, bases: Iterable[DocumentRef]) -> bool:
    """Whether there are references, and all may mean what was asked, and one document."""
    said = [_Said.by(ref) for ref in bases]
    pairs = chain(((asked, each) for each in said), combinations(said, 2))
    return bool(said) and all(one.doubts(other) is not None for one, other in pairs)


def _documents(now: Reading, ords: list[int]) -> Iterator[tuple[str, Document]]:
    for batch in batched(ords, _BATCH):
        rows = now.store.projections.hit_rows(batch, now.day, now.seq)
        for row in rows.values():
            fact = now.fact(row.fact)
            if isinstance(fact, Recorded) and fact.document is not None:
                yield row.subject, fact.document


def _citations(
    subject: str, document: Document, asked: _Said, article: str | None, *, only: bool
) -> Iterator[Citation]:
    """The references of one text to what is asked, role by role."""
    meant: dict[str, list[tuple[Reference, tuple[str, ...]]]] = {}
    for reference in references(document):
        doubts = asked.doubts(_Said.by(reference.document))
        if doubts is not None:
            meant.setdefault(reference.role, []).append((reference, doubts))
    code = document.code if isinstance(document, Procedure) else None
    for role, group in meant.items():
        named = [(articles, doubts) for ref, doubts in group for articles in _named(ref)]
        places = [_in_doubt(articles, doubts, article) for articles, doubts in named]
        likely = [place for place in places if place is not None]
        if not likely:
            continue
        doubts = min(likely, key=len)
        others = article is not None and any(articles - {article} for articles, _ in named)
        refs = [ref for ref, _ in group]
        yield Citation(
            subject=subject,
            kind=document.kind,
            code=code or subject.partition(":")[2],
            name=document.title,
            role=role,
            articles=tuple(dict.fromkeys(each for ref in refs for each in ref.articles)),
            certain=not doubts,
            doubts=doubts,
            words="; ".join(dict.fromkeys(ref.document.raw for ref in refs)),
            only=only and role == "legal_basis" and not others,
        )


def _in_doubt(
    articles: Set[str], doubts: tuple[str, ...], article: str | None
) -> tuple[str, ...] | None:
    """What a place leaves open; None where it names other articles alone."""
    if article is None or article in articles:
        return doubts
    return None if articles else (*doubts, "article")


def _named(reference: Reference) -> Iterator[Set[str]]:
    """The articles that a reference names in each of its places; the empty set where they are open.

    Its own list, where a number alone is an article, and the words before the number tell of them;
    what follows the number is of other documents: *sửa đổi Điều 5 Luật …*.
    """
    raw = nfc(reference.document.raw)
    before = articles_in(raw[: number_start(raw)])
    if before or not reference.articles:
        yield before
    for listed in reference.articles:
        bare = _LISTED.fullmatch(nfc(listed).lower())
        yield articles_in(f"điều {listed.strip()}" if bare else listed)
