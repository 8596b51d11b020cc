"""What the search index holds of a text (*nội dung lập chỉ mục*), by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proccat.documents import Document, Item, LegalDocument, Plan, Procedure
from proccat.documents.agency import AgencyRef
from proccat.documents.references import references
from proccat.search.bodies import body_of
from proccat.search.index import IndexEntry
from proccat.search.similar import copy_key


def index_entry(ord_: int, document: Document) -> IndexEntry:
    """What the index holds of a text: its code, its name, whose it is, and the rest of its words.

    Args:
        ord_: the number of the text.
        document: the text.
    """
    field = document.field.name if isinstance(document, Procedure) and document.field else None
    levels = document.levels or () if isinstance(document, Procedure) else ()
    return IndexEntry(
        ord=ord_,
        code=_code(document),
        name=_name(document),
        field=field,
        agencies=tuple(dict.fromkeys(_agencies(document))),
        levels=tuple(level.value for level in levels),
        body="\n".join(body_of(document)),
        refers=tuple(dict.fromkeys(_refers(document))),
    )


def _name(document: Document) -> str:
    """What a text is looked for by: a legal document by its number and its abstract."""
    if isinstance(document, LegalDocument):
        return " ".join(text for text in (document.name, document.number) if text) or document.key
    return document.title


def _refers(document: Document) -> Iterator[str]:
    yield from (reference.key for reference in references(document))
    if isinstance(document, Procedure) and document.copy_of is not None:
        yield copy_key(document.copy_of)


def _code(document: Document) -> str:
    if isinstance(document, Procedure):
        return document.code or document.key
    if isinstance(document, LegalDocument):
        return document.number or document.key
    return document.about if isinstance(document, Item) else document.key


def _agencies(document: Document) -> Iterator[str]:
    refs: Iterable[AgencyRef | None] = ()
    if isinstance(document, Procedure):
        refs = document.agencies
    elif isinstance(document, Item):
        refs = (document.lead, *(document.coordinating or ()))
    elif isinstance(document, Plan):
        refs = (document.lead,)
    elif isinstance(document, LegalDocument) and document.issuer:
        yield document.issuer
    yield from (ref.name for ref in refs if ref is not None)
