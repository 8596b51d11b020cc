"""Drafting facts (*soạn sự kiện*): from what a caller asks to a fact that can be appended.

Pure functions over the lines of the subject: dates are filled in as the lifecycle says, and what
cannot be is refused before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from proccat.documents import Document
from proccat.drafts import Draft, body
from proccat.errors import InvalidDocumentError, Problem, TransitionError
from proccat.facts import AnyFact, StatusLine
from proccat.lawful import Refusal
from proccat.lifecycle import LIFECYCLES, Lifecycle
from proccat.standing import FOREVER, Fold, LogLine, at
from proccat.terms import Terms


def text_draft(
    subject: str,
    document: Document,
    terms: Terms,
    fold: Fold,
    *,
    corrects: int | None = None,
    supersedes: int | None = None,
) -> Draft:
    """The fact that records a document.

    Args:
        subject: whose text it is.
        document: the text.
        terms: who, when, on what ground.
        fold: the facts of the subject so far.
        corrects: seq of the text it corrects (*đính chính*), whose dates it takes.
        supersedes: seq of the sunset it ends.

    Raises:
        InvalidDocumentError: naming the argument that cannot be.
    """
    effective, until = terms.effective or terms.on, terms.until
    if corrects is not None:
        corrected = _standing_text(subject, fold, corrects, "corrects")
        if terms.effective is not None or until is not None or supersedes is not None:
            raise InvalidDocumentError(
                "corrects: a correction takes effective, until and supersedes from the text "
                "it corrects; leave them out"
            )
        effective, until = corrected.effective or terms.on, corrected.until
    if supersedes is not None:
        sunset = _standing_text(subject, fold, supersedes, "supersedes")
        if sunset.until is None or not _holds(sunset, effective):
            raise InvalidDocumentError(
                f"supersedes: fact {supersedes} is no sunset that runs on {effective}"
            )
    _refuse_disorder(effective, until)
    written, digest = document.written()
    return Draft(
        subject=subject,
        kind="recorded",
        effective=effective,
        until=until,
        body=body(document=written, note=terms.note, decision=terms.decision),
        corrects=corrects,
        supersedes=supersedes,
        digest=digest,
        **_common(terms),
    )


def _standing_text(subject: str, fold: Fold, seq: int, argument: str) -> LogLine:
    """A text of the subject that was not taken back; of a correction, what it goes back to."""
    texts = {line.seq: line for line in fold.lines if line.kind == "recorded"}
    root = fold.root_of(seq)
    if seq not in texts or {seq, root} & fold.voided:
        raise InvalidDocumentError(f"{argument}: fact {seq} is no standing text of {subject}")
    return texts[root]


def sunset_to_end(fold: Fold, day: date, supersedes: bool | tuple[date, date]) -> int | None:
    """The seq of the sunset that a text from a file ends.

    Args:
        fold: the facts of the subject so far.
        day: first day of effect of the text.
        supersedes: whether it ends the sunset that stands on that day, or first and last day of
            the one it ends.
    """
    if supersedes is False:
        return None
    sunsets = [
        line
        for line in fold.lines
        if line.kind == "recorded" and line.until and not line.corrects
        if line.seq not in fold.voided
    ]
    if supersedes is True:
        span = at(fold.editions, day)
        root = None if span is None else fold.root_of(span.fact)
        meant = [line.seq for line in sunsets if line.seq == root]
    else:
        meant = [line.seq for line in sunsets if (line.effective, line.until) == supersedes]
    return meant[-1] if meant else None


def status_draft(
    subject: str,
    to: str,
    terms: Terms,
    fold: Fold,
    *,
    successors: tuple[str, ...] = (),
    taken_over: bool = False,
) -> Draft:
    """The fact that changes a status; whether it is lawful is for the fold to say.

    Args:
        subject: whose status.
        to: the status.
        terms: who, when, on what ground.
        fold: the facts of the subject so far.
        successors: codes of what comes instead.
        taken_over: whether the standing is taken over from a file as it is.

    Raises:
        InvalidDocumentError: naming the argument that cannot be.
    """
    lifecycle = lifecycle_of(subject)
    if to not in lifecycle.statuses:
        raise InvalidDocumentError(
            f"to: {to!r} is no status of {lifecycle.name}; "
            f"there are {', '.join(lifecycle.statuses)}"
        )
    if subject.partition(":")[2] in successors:
        raise InvalidDocumentError("successors: it cannot come instead of itself")
    if to in lifecycle.needs_successors and not successors:
        raise InvalidDocumentError(f"successors: {to} must name what comes instead")
    effective = _first_day(lifecycle, to, terms, fold)
    until = terms.until or _inherited_end(lifecycle, to, terms.on, effective, fold)
    if until is not None and not lifecycle.statuses[to].until and not taken_over:
        raise InvalidDocumentError(f"until: {to} has no last day")
    _refuse_disorder(effective, until)
    return Draft(
        subject=subject,
        kind="status",
        effective=effective,
        until=until,
        to=to,
        body=body(note=terms.note, decision=terms.decision),
        successors=successors,
        taken_over=taken_over,
        **_common(terms),
    )


def _first_day(lifecycle: Lifecycle, to: str, terms: Terms, fold: Fold) -> date:
    if to in lifecycle.immediate and terms.effective not in (None, terms.on):
        raise InvalidDocumentError(f"effective: {to} takes effect on the day of the act")
    if terms.effective is not None:
        return terms.effective
    awaited = _announcement(fold, lifecycle.announcement.get(to), terms.on)
    return max(terms.on, awaited.effective) if awaited and awaited.effective else terms.on


def _inherited_end(
    lifecycle: Lifecycle, to: str, on: date, effective: date, fold: Fold
) -> date | None:
    """The last day of what a status continues."""
    awaited = lifecycle.announcement.get(to)
    if awaited is not None:
        announcement = _announcement(fold, awaited, on)
        return announcement.until if announcement else None
    span = at(fold.statuses, effective)
    if span is None or span.value not in lifecycle.continues.get(to, ()):
        return None
    return next(line.until for line in fold.lines if line.seq == span.fact)


def _announcement(fold: Fold, status: str | None, on: date) -> LogLine | None:
    """The last announcement made by a day and not lapsed by it: the one to be published."""
    return max(
        (
            line
            for line in fold.lines
            if status is not None
            and line.to == status
            and line.seq not in fold.voided
            and line.on <= on <= (line.until or FOREVER)
        ),
        key=lambda line: (line.on, line.seq),
        default=None,
    )


def void_draft(fact: AnyFact, terms: Terms, fold: Fold, *, from_: date | None = None) -> Draft:
    """The fact that takes back another, from the start or (an annulment) from a day on.

    Args:
        fact: what is taken back.
        terms: who, when, on what ground; the note is the reason.
        fold: the facts of the subject so far.
        from_: the first day it no longer stands; None if it never stood.

    Raises:
        InvalidDocumentError: naming the argument that cannot be.
    """
    seq = fact.seq
    if fact.kind == "voided":
        raise InvalidDocumentError(f"seq: fact {seq} is a void itself; a void can't be voided")
    if not (terms.note or "").strip():
        raise InvalidDocumentError("reason: is blank; say why the fact is taken back")
    if seq in fold.voided:
        raise InvalidDocumentError(f"seq: fact {seq} was taken back already")
    if from_ == date.min:
        raise InvalidDocumentError("from_: leave it out; it never stood")
    if from_ is not None:
        if fact.corrects is not None:
            raise InvalidDocumentError("from_: a correction is taken back as a whole")
        if fact.effective is None or not fact.effective <= from_ <= (fact.until or FOREVER):
            stands = f"from {fact.effective}" + (f" to {fact.until}" if fact.until else "")
            raise InvalidDocumentError(f"from_: fact {seq} stands {stands}; {from_} lies outside")
    return Draft(
        subject=fact.subject,
        kind="voided",
        effective=from_,
        voids=seq,
        body=body(note=terms.note, decision=terms.decision),
        **_common(terms),
    )


def erasure_draft(fact: AnyFact, terms: Terms, fold: Fold) -> Draft | None:
    """The fact that says who erased the body of another: a void that supersedes the first one.

    None where a fact says so already.

    Args:
        fact: what was taken back and loses its words.
        terms: who, when, on what ground; the note is the reason.
        fold: the facts of the subject so far.

    Raises:
        InvalidDocumentError: it was not taken back from the start.
    """
    voids = [line for line in fold.lines if line.voids == fact.seq and line.effective is None]
    if not voids:
        raise InvalidDocumentError(f"seq: fact {fact.seq} was not taken back; void it first")
    first, *erasures = voids
    if erasures:
        return None
    return Draft(
        subject=fact.subject,
        kind="voided",
        voids=fact.seq,
        supersedes=first.seq,
        body=body(note=terms.note, decision=terms.decision),
        **_common(terms),
    )


def terms_instead(
    fact: AnyFact, instead: Document | StatusLine, terms: Terms, from_: date | None
) -> Terms:
    """The terms of what takes the place of a voided fact.

    A status line brings its own days. A document takes the days of what it replaces: of a void
    from the start all of them, of an annulment those from its first day on; what replaces a
    correction takes them from the text it corrects.
    """
    if isinstance(instead, StatusLine):
        on, effective, until = instead.on, instead.effective, instead.until
        basis, note = instead.basis or terms.basis, instead.note
    else:
        on, effective, until = fact.on, fact.effective, fact.until
        if from_ is not None:
            on, effective = terms.on, from_
        if fact.corrects is not None:
            effective = until = None
        basis, note = terms.basis or fact.basis, None
    return attrs.evolve(
        terms, on=on, effective=effective, until=until, basis=basis, note=note, expect=None
    )


def transition_error(subject: str, found: Refusal, first_seq: int) -> TransitionError:
    """The error that tells why a sequence of statuses is not lawful.

    Args:
        subject: whose statuses.
        found: what is not lawful.
        first_seq: the first fact of the transaction; an earlier one that fails is named.
    """
    name = subject.partition(":")[2]
    stands = "has no status"
    if found.current is not None:
        label = lifecycle_of(subject).statuses[found.current].label
        stands = f"is {found.current} ({label})"
    message = f"{name} {stands} on {found.day}, so it cannot become {found.to} then"
    if found.seq < first_seq:
        message = (
            f"that would leave fact {found.seq} ({found.to} from {found.day}) without ground: "
            f"{name} {stands} then; void fact {found.seq} first if it is wrong"
        )
    if found.hint:
        message += f"; {found.hint}"
    return TransitionError(
        f"{message}; allowed: {', '.join(found.allowed) or 'nothing, it is final'}",
        subject=subject,
        current=found.current,
        to=found.to,
        allowed=found.allowed,
    )


def warnings_of(draft: Draft, document: Document | None, fold: Fold) -> Iterator[Problem]:
    """What is odd about a fact but acceptable, with the facts of the subject it is one of."""
    shown = draft.effective if draft.kind == "status" and draft.to != "drafted" else None
    if shown is not None and at(fold.editions, shown) is None:
        yield Problem("", "$.effective", f"no text stands on {shown}", "warning")
    if document is not None:
        yield from document.warnings()
    if draft.effective is not None and draft.effective < draft.on and draft.corrects is None:
        yield Problem(
            "", "$.effective", f"{draft.effective} is before the act of {draft.on}", "warning"
        )
    if draft.kind == "status" and not draft.basis:
        rows = lifecycle_of(draft.subject).transitions
        wanted = next((row.document for row in rows if row.to == draft.to and row.document), "")
        if wanted and not any(row.to == draft.to and not row.document for row in rows):
            yield Problem("", "$.basis", f"no document is named; {wanted} is usual", "warning")


def lifecycle_of(subject: str) -> Lifecycle:
    """The lifecycle of a subject.

    Raises:
        InvalidDocumentError: its kind has none.
    """
    kind = subject.partition(":")[0]
    if kind not in LIFECYCLES:
        raise InvalidDocumentError(
            f"subject: {subject} has no status; {' and '.join(LIFECYCLES)} have"
        )
    return LIFECYCLES[kind]


def line_of(draft: Draft, seq: int) -> LogLine:
    """What the fold reads of a draft at its place in the log."""
    return LogLine(
        seq,
        draft.kind,
        draft.on,
        draft.effective,
        draft.until,
        draft.to,
        draft.voids,
        draft.corrects,
        draft.supersedes,
        draft.taken_over,
        draft.digest,
    )


def _holds(line: LogLine, day: date) -> bool:
    return line.effective is not None and line.effective <= day <= (line.until or FOREVER)


def _refuse_disorder(effective: date, until: date | None) -> None:
    if until is not None and until < effective:
        raise InvalidDocumentError(f"until: {until} is before the first day, {effective}")


def _common(terms: Terms) -> dict[str, Any]:
    for ref in terms.basis:
        if ref.number is None:
            raise InvalidDocumentError(
                f"basis: {ref.raw!r} is no document number; write it as 12/QĐ-BTP"
            )
    return {
        "on": terms.on,
        "actor": terms.actor.id,
        "basis": terms.basis,
        "request_id": terms.request.id if terms.request else None,
        "request_digest": terms.request.digest if terms.request else None,
    }
