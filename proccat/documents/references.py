"""Where each kind of document refers to legal documents (*dẫn chiếu văn bản*), and as what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from proccat.documents.agency import Agency
from proccat.documents.base import Document, values
from proccat.documents.inspection import Inspection
from proccat.documents.legal import DocumentRef, LegalDocument
from proccat.documents.observation import Observation
from proccat.documents.procedure import Procedure
from proccat.documents.programme import Item, Plan, Programme

_LONGEST: Final = 200
"""Words that hold no number are told apart by so many characters, so that keys stay short."""


@attrs.frozen
class Reference:
    """One reference of a document (*dẫn chiếu*).

    Attributes:
        role: as what it is referred to, a key of :data:`ROLES`.
        document: to which legal document.
        articles: the articles that are named, if any are.
    """

    role: str
    document: DocumentRef
    articles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What references to one number share (*khóa so sánh số văn bản*)."""
        return reference_key(self.document)


def reference_key(ref: DocumentRef) -> str:
    """What references to one number share (*khóa so sánh số văn bản*)."""
    return ref.number_key[:_LONGEST]


ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "legal_basis": "căn cứ pháp lý",
        "decision": "quyết định công bố, phê duyệt",
        "ordered_by": "văn bản ban hành chương trình",
        "reorganised_by": "văn bản sắp xếp, tổ chức lại cơ quan",
        "to_amend": "văn bản cần sửa đổi",
        "amends": "sửa đổi, bổ sung",
        "replaces": "thay thế",
        "repeals": "bãi bỏ",
        "assessment": "báo cáo đánh giá tác động",
        "opinion": "ý kiến của cơ quan kiểm soát",
        "source": "nguồn số liệu",
    }
)
"""What a reference can be, with the official words."""


def _of_procedure(text: Procedure) -> Iterator[Reference]:
    if text.decision is not None:
        yield Reference("decision", text.decision)
    for basis in values(text.legal_bases):
        yield Reference("legal_basis", basis.document, basis.articles or ())
    yield from (Reference("assessment", ref) for ref in values(text.assessment))
    yield from (Reference("opinion", ref) for ref in values(text.opinion))


def _of_document(text: LegalDocument) -> Iterator[Reference]:
    yield from (Reference("amends", ref) for ref in text.amends or ())
    yield from (Reference("replaces", ref) for ref in text.replaces or ())
    yield from (Reference("repeals", ref) for ref in text.repeals or ())


def _of_programme(text: Programme) -> Iterator[Reference]:
    if text.document is not None:
        yield Reference("ordered_by", text.document)


def _of_plan(text: Plan) -> Iterator[Reference]:
    if text.document is not None:
        yield Reference("decision", text.document)
    yield from (Reference("to_amend", each.document) for each in text.amends or ())


def _of_item(text: Item) -> Iterator[Reference]:
    yield from (Reference("to_amend", ref) for ref in text.amends or ())


def _of_agency(text: Agency) -> Iterator[Reference]:
    for row in text.succession or ():
        if row.basis is not None:
            yield Reference("reorganised_by", row.basis)


def _of_observation(text: Observation) -> Iterator[Reference]:
    if text.source is not None:
        yield Reference("source", text.source)


def _of_inspection(text: Inspection) -> Iterator[Reference]:
    if text.document is not None:
        yield Reference("decision", text.document)


_KEPT: Final[Mapping[type[Document], Callable[..., Iterable[Reference]]]] = MappingProxyType(
    {
        Procedure: _of_procedure,
        LegalDocument: _of_document,
        Programme: _of_programme,
        Plan: _of_plan,
        Item: _of_item,
        Agency: _of_agency,
        Observation: _of_observation,
        Inspection: _of_inspection,
    }
)


def references(document: Document) -> tuple[Reference, ...]:
    """All references of a document to legal documents (*dẫn chiếu văn bản*), in its order."""
    kept = _KEPT.get(type(document))
    return () if kept is None else tuple(kept(document))
