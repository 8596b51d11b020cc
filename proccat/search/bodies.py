"""What a text says beside its name (*nội dung văn bản*), by its kind."""

from __future__ import annotations

from collections.abc import Iterator

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
from proccat.documents.base import Stated


def body_of(document: Document) -> Iterator[str]:
    """The texts beside name and field (*nội dung*): found at a low weight, shown as passages."""
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
