"""Drafts (*dự thảo sự kiện*): facts before they have their place in the log, and what is stored."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from proccat.chain import chain, compact_plain, digest_of, envelope
from proccat.documents import DocumentRef
from proccat.facts import format_of


class Draft(NamedTuple):
    """A fact before it has its place in the log: everything but seq, version, clock and hashes."""

    subject: str
    kind: str
    on: date
    actor: str
    body: str
    effective: date | None = None
    until: date | None = None
    to: str | None = None
    voids: int | None = None
    corrects: int | None = None
    supersedes: int | None = None
    successors: tuple[str, ...] = ()
    taken_over: bool = False
    digest: str | None = None
    basis: tuple[DocumentRef, ...] = ()
    request_id: str | None = None
    request_digest: str | None = None


def body(
    *, document: str | None = None, note: str | None = None, decision: str | None = None
) -> str:
    """The body of a fact as JSON text.

    Args:
        document: a document as JSON text, taken in verbatim.
        note: a note.
        decision: the rule by which the policy allowed it.
    """
    parts = []
    if document is not None:
        parts.append(f'"document":{document}')
    parts += [
        f'"{name}":{compact_plain(value)}'
        for name, value in (("note", note), ("decision", decision))
        if value is not None
    ]
    return "{" + ",".join(parts) + "}"


def row(
    draft: Draft, *, seq: int, version: int, recorded_at: str, prev_hash: str
) -> tuple[Any, ...]:
    """The stored columns of a draft at its place in the log, in the order of :data:`COLUMNS`.

    Days and references become text; the last column is the hash, the next fact's ``prev_hash``.
    """
    stored = (  # in the order of ENVELOPE
        seq,
        draft.subject,
        version,
        draft.kind,
        format_of(draft.voids, draft.supersedes),
        draft.on.isoformat(),
        draft.effective.isoformat() if draft.effective else None,
        draft.until.isoformat() if draft.until else None,
        draft.to,
        draft.voids,
        draft.corrects,
        draft.supersedes,
        compact_plain(draft.successors) if draft.successors else None,
        1 if draft.taken_over else None,
        draft.digest,
        recorded_at,
        draft.actor,
        compact_plain([ref.plain() for ref in draft.basis]) if draft.basis else None,
        draft.request_id,
        draft.request_digest,
    )
    body_hash = digest_of(draft.body)
    return (
        *stored,
        draft.body,
        body_hash,
        prev_hash,
        chain(prev_hash, envelope(stored), body_hash),
    )
