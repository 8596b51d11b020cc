"""Documents (*hồ sơ dữ liệu*): everything a file may bring, as frozen pydantic models."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from proccat.documents.agency import Agency, AgencyRef, Level
from proccat.documents.base import Document, Stated, values
from proccat.documents.feedback import Feedback, Sender
from proccat.documents.inspection import Inspection
from proccat.documents.legal import DocumentRef, DocumentType, LegalDocument
from proccat.documents.observation import Observation
from proccat.documents.procedure import Procedure
from proccat.documents.programme import Goal, Item, Measure, Plan, Programme, Target

KINDS: Mapping[str, type[Document]] = MappingProxyType({
    "agency": Agency,
    "document": LegalDocument,
    "programme": Programme,
    "plan": Plan,
    "procedure": Procedure,
    "item": Item,
    "observation": Observation,
    "feedback": Feedback,
    "sender": Sender,
    "inspection": Inspection,
})  # fmt: skip
"""Document classes by kind, in the order in which a folder is loaded."""


def is_private(subject: str) -> bool:
    """Whether a subject is a person's data; of a kind that nobody knows, no."""
    kind = KINDS.get(subject.partition(":")[0])
    return kind is not None and kind.private


__all__ = [
    "KINDS", "Agency", "AgencyRef", "Document", "DocumentRef", "DocumentType", "Feedback", "Goal",
    "Inspection", "Item", "LegalDocument", "Level", "Measure", "Observation", "Plan", "Procedure",
    "Programme", "Sender", "Stated", "Target", "is_private", "values",
]  # fmt: skip
