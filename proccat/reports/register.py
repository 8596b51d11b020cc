"""The register of legal documents (*danh mục văn bản*) that reports resolve references against."""

from __future__ import annotations

from collections.abc import Sequence

from proccat.documents import DocumentRef, LegalDocument
from proccat.documents.legal import number_key
from proccat.view import View


class Register:
    """The legal documents of which a text stands, by number (*tra văn bản theo số, ký hiệu*).

    Args:
        view: the catalogue or a snapshot of it.
    """

    def __init__(self, view: View) -> None:
        self.documents: Sequence[LegalDocument] = [
            record.document
            for record in view.records("document")
            if isinstance(record.document, LegalDocument)
        ]
        self._numbered: dict[str, list[LegalDocument]] = {}
        for document in self.documents:
            if document.comparable_number is not None:
                key = number_key(document.comparable_number)
                self._numbered.setdefault(key, []).append(document)

    def __bool__(self) -> bool:
        return bool(self._numbered)

    def meant(self, ref: DocumentRef) -> list[LegalDocument]:
        """The documents that a reference may mean, by number, issuer and year."""
        known = self._numbered.get(ref.number_key, ())
        return [document for document in known if ref.matches(document)]
