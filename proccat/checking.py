"""Checking a text before it is filed (*rà soát dự thảo trước khi trình*); nothing is recorded."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from proccat.diff import Change
from proccat.documents import Document, DocumentRef, Procedure
from proccat.errors import NotFoundError
from proccat.policy import Act, Actor, Policy, no_new_burden
from proccat.reports.burden import Burden, burden
from proccat.snapshot import Snapshot


@attrs.frozen
class Checked:
    """What a text would change and whether it may (*kết quả rà soát dự thảo*).

    Attributes:
        subject: ``kind:key``.
        changes: what it changes of the text that stands; None where none stands.
        burden: what grew and shrank, of a procedure.
        refused: why the policy would refuse it for the burden it adds; None if it would not.
    """

    subject: str
    changes: tuple[Change, ...] | None
    burden: Burden | None
    refused: str | None = None


def checked(
    document: Document, view: Snapshot | None, policy: Policy, basis: Sequence[DocumentRef] = ()
) -> Checked:
    """What a text would change, what it adds to the burden, and whether a policy lets it.

    Args:
        document: the text.
        view: what it is compared with; None if there is no catalogue yet.
        policy: asked only where it looks at burden; roles are asked when the text is recorded.
        basis: the documents the text would rest on.
    """
    changes = view.compare(document) if view is not None else None
    if not isinstance(document, Procedure):
        return Checked(document.subject, changes, None)
    standing = _standing(document, view) if view is not None else None
    found = burden(standing, document)
    refused = None
    if policy.asks_burden and standing is not None:
        grew = tuple(each.vi for each in found.grew)
        act = Act("recorded", document.subject, grew=grew, basis=tuple(basis))
        decision = no_new_burden(Actor("check"), act)
        refused = f"{decision.reason} (rule {decision.rule})" if decision else None
    return Checked(document.subject, changes, found, refused)


def _standing(document: Procedure, view: Snapshot) -> Procedure | None:
    try:
        return view.procedure(document.subject)
    except NotFoundError:
        return None
