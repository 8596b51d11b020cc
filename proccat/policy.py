"""Who may do what (*thẩm quyền*): actors, acts, and a policy that decides.

Nothing is authenticated here; the application does that and says who acts.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from proccat import text as texts
from proccat.errors import InvalidDocumentError


def _identified(instance: Actor, attribute: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidDocumentError("actor: is blank; name who acts, such as 'vp-ubnd'")
    if len(value) > 120:
        raise InvalidDocumentError("actor: is longer than 120 characters")
    try:
        texts.refuse_controls(value)
    except ValueError as error:
        raise InvalidDocumentError(f"actor: {error}") from None


@attrs.frozen
class Actor:
    """Who acts (*người thực hiện*), with the roles the application gave.

    Attributes:
        id: a name that stays, such as ``"vp-ubnd"``.
        roles: names of roles that a policy may ask for.
    """

    id: str = attrs.field(validator=_identified)
    roles: frozenset[str] = frozenset()

    @classmethod
    def of(cls, actor: str | Actor, roles: Iterable[str] = ()) -> Actor:
        """An actor from a name or an actor."""
        return actor if isinstance(actor, Actor) else cls(actor, frozenset(roles))


@attrs.frozen
class Act:
    """What an actor asks to do (*hành vi*).

    Attributes:
        kind: ``"recorded"``, ``"status"`` or ``"voided"``.
        subject: on what.
        to: the status asked for, for a change of status.
    """

    kind: str
    subject: str
    to: str | None = None


@attrs.frozen
class Decision:
    """What the policy said (*quyết định*), and by which rule."""

    allowed: bool
    rule: str
    reason: str = ""


class Policy:
    """The default policy (*quy tắc thẩm quyền*): whoever is named may do the ordinary steps.

    An application narrows it by overriding :meth:`decide`.
    """

    def decide(self, actor: Actor, act: Act) -> Decision:
        """Whether the actor may do it.

        Args:
            actor: who.
            act: what.

        Returns:
            The decision; a refusal says which rule and why.
        """
        return Decision(True, "named-actor")
