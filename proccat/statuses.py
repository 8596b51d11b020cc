"""The statuses (*trạng thái*) of each lifecycle; :mod:`proccat.lifecycle` has their rules."""

from __future__ import annotations

from enum import StrEnum


class Publication(StrEnum):
    """Where a procedure stands in law and in the database (*tình trạng công bố, công khai*)."""

    DRAFTED = "drafted"
    ISSUED = "issued"
    ANNOUNCED = "announced"
    PUBLIC = "public"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    ABOLISHED = "abolished"


class Simplification(StrEnum):
    """How far an item of a plan has come (*tiến độ thực hiện phương án đơn giản hóa*)."""

    PLANNED = "planned"
    REVIEWING = "reviewing"
    RETAINED = "retained"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    CONSULTED = "consulted"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    ENACTED = "enacted"
    ANNOUNCED = "announced"
    COMPLETED = "completed"
    REJECTED = "rejected"
    STOPPED = "stopped"


class Handling(StrEnum):
    """How far feedback has been handled (*xử lý phản ánh, kiến nghị*)."""

    RECEIVED = "received"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    STUDIED = "studied"
    NO_GROUNDS = "no_grounds"
    DECIDED = "decided"
    PUBLISHED = "published"
