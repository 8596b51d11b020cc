"""The terms of a write (*điều kiện ghi nhận*): who, when, on what ground, in answer to what."""

from __future__ import annotations

import json
from datetime import date

import attrs

from proccat.chain import digest_of
from proccat.documents import DocumentRef
from proccat.documents.scalars import is_clean
from proccat.errors import InvalidDocumentError
from proccat.policy import Actor


@attrs.frozen
class Request:
    """The caller's id of a request (*mã yêu cầu*) and what it asks for."""

    id: str
    digest: str

    @classmethod
    def of(cls, request_id: str | None, *payload: object) -> Request | None:
        """A request for a payload of plain values; None without an id."""
        if request_id is None:
            return None
        if not isinstance(request_id, str):
            raise InvalidDocumentError(f"request_id: {request_id!r} is no text")
        if not request_id.strip() or len(request_id) > 200 or not is_clean(request_id):
            raise InvalidDocumentError(
                "request_id: is blank, longer than 200 characters or holds control characters"
            )
        written = json.dumps(payload, ensure_ascii=False, default=str, sort_keys=True)
        return cls(request_id, digest_of(written))


def _refuse_controls(terms: Terms, field: attrs.Attribute[str | None], value: str | None) -> None:
    if value is not None and not isinstance(value, str):
        raise InvalidDocumentError(f"{field.name}: {value!r} is no text")
    if value is not None and not is_clean(value):
        raise InvalidDocumentError(f"{field.name}: holds control characters or broken letters")


@attrs.frozen
class Terms:
    """Who writes, when and on what ground: what every write says besides its content.

    Attributes:
        actor: who.
        on: the day of the act.
        effective: first day of effect, if said.
        until: last day of effect, if said.
        basis: the documents it rests on.
        note: a note.
        expect: the version the caller believes the subject has.
        request: the request it answers.
        decision: the rule by which the policy allowed it.
    """

    actor: Actor
    on: date
    effective: date | None = None
    until: date | None = None
    basis: tuple[DocumentRef, ...] = ()
    note: str | None = attrs.field(default=None, validator=_refuse_controls)
    expect: int | None = None
    request: Request | None = None
    decision: str = ""

    def decided(self, rule: str) -> Terms:
        """The terms with the rule by which the policy allowed the act."""
        return Terms(  # attrs.evolve takes several times as long, and this is done for every fact
            actor=self.actor,
            on=self.on,
            effective=self.effective,
            until=self.until,
            basis=self.basis,
            note=self.note,
            expect=self.expect,
            request=self.request,
            decision=rule,
        )

    def answering(self, request: Request | None) -> Terms:
        """The terms of a write that answers a request, if there is one."""
        return self if request is None else attrs.evolve(self, request=request)
