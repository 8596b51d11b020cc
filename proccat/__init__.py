"""proccat: catalogues of public-service procedures (*danh mục thủ tục hành chính*).

Documents are recorded; statuses change; everything shown is a fold of that log, seen at a date.
"""

from __future__ import annotations

from proccat import errors, reports
from proccat.catalogue import Catalogue
from proccat.documents import (
    Agency,
    AgencyRef,
    DocumentRef,
    Feedback,
    Goal,
    Inspection,
    Item,
    LegalDocument,
    Measure,
    Observation,
    Plan,
    Procedure,
    Programme,
    Sender,
    Stated,
    Target,
)
from proccat.facts import StatusLine
from proccat.lifecycle import Handling, Publication, Simplification
from proccat.policy import Act, Actor, BurdenPolicy, Decision, OfficePolicy, Policy
from proccat.snapshot import Snapshot

__version__ = "0.1.0"

__all__ = [
    "Act",
    "Actor",
    "Agency",
    "AgencyRef",
    "BurdenPolicy",
    "Catalogue",
    "Decision",
    "DocumentRef",
    "Feedback",
    "Goal",
    "Handling",
    "Inspection",
    "Item",
    "LegalDocument",
    "Measure",
    "Observation",
    "OfficePolicy",
    "Plan",
    "Policy",
    "Procedure",
    "Programme",
    "Publication",
    "Sender",
    "Simplification",
    "Snapshot",
    "Stated",
    "StatusLine",
    "Target",
    "errors",
    "reports",
]
