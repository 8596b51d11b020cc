"""What the search index holds of a text (*nội dung lập chỉ mục*), by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proccat.documents import (
    Agency,
    Document,
    Item,
    LegalDocument,
    Plan,
    Procedure,
    Programme,
    values,
)
from proccat.documents.agency import AgencyRef
from proccat.documents.base import Stated
from proccat.documents.references import references
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
        body="\n".join(_body(document)),
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


def _body(document: Document) -> Iterator[str]:
    """The texts beside name and field, for searching at a low weight."""
    if isinstance(document, Procedure):
        yield from _body_of_procedure(document)
    elif isinstance(document, Item):
        yield from (each.description for each in document.measures or () if each.description)
        yield from (text for text in (document.product, document.note) if text)
    elif isinstance(document, Plan):
        yield from (text for text in (document.reason, document.benefit, document.note) if text)
    elif isinstance(document, Programme):
        yield from (text for text in (document.scope, document.note) if text)
    elif isinstance(document, Agency):
        yield from (each.name for each in (*document.names, *(document.aliases or ())))
    elif isinstance(document, LegalDocument) and document.note:
        yield document.note


def _body_of_procedure(procedure: Procedure) -> Iterator[str]:
    yield from procedure.keywords or ()
    if procedure.description is not None and not isinstance(procedure.description, Stated):
        yield procedure.description
    for case in values(procedure.cases):
        if case.name is not None:
            yield case.name
        yield from (step.text for step in values(case.steps))
        yield from (component.name for component in values(case.components))
    yield from (result.name for result in values(procedure.results))
    yield from (requirement.text for requirement in values(procedure.requirements))
    yield from (service.name for service in values(procedure.services))
