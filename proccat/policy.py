"""Who may do what (*thẩm quyền*): actors, acts, and a policy that decides.

Nothing is authenticated here; the application does that and says who acts. A policy is asked before
anything is written; a refusal writes nothing and names its rule, and the rule by which an act was
allowed stands in its fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, NoneType

import attrs

from proccat import text as texts
from proccat.documents import DocumentRef, DocumentType
from proccat.documents.legal import parse_number
from proccat.errors import InvalidDocumentError, PolicyError
from proccat.lifecycle import LIFECYCLES


def _identified(instance: Actor, attribute: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, (str, NoneType)):
        raise InvalidDocumentError(f"actor: {value!r} is no name; write one such as 'vp-ubnd'")
    if value is None or not value.strip():
        raise InvalidDocumentError("actor: is blank; name who acts, such as 'vp-ubnd'")
    if len(value) > 120:
        raise InvalidDocumentError("actor: is longer than 120 characters")
    try:
        texts.refuse_controls(value)
    except ValueError as error:
        raise InvalidDocumentError(f"actor: {error}") from None


def _role_names(roles: Iterable[str]) -> frozenset[str]:
    if isinstance(roles, str):
        raise InvalidDocumentError(f"roles: {roles!r} is one text; write {{{roles!r}}}")
    return frozenset(roles)


@attrs.frozen
class Actor:
    """Who acts (*người thực hiện*), with the roles the application gave.

    Attributes:
        id: a name that stays, such as ``"vp-ubnd"``.
        roles: names of roles that a policy may ask for.
    """

    id: str = attrs.field(validator=_identified)
    roles: frozenset[str] = attrs.field(default=frozenset(), converter=_role_names)

    @classmethod
    def of(cls, actor: str | Actor, roles: Iterable[str] = ()) -> Actor:
        """An actor from a name or an actor."""
        return actor if isinstance(actor, Actor) else cls(actor, roles)


@attrs.frozen
class Act:
    """What an actor asks to do (*hành vi*).

    Attributes:
        kind: ``"recorded"``, ``"status"`` or ``"voided"``.
        subject: on what, ``kind:key``.
        to: the status asked for, for a change of status.
        done_by: status → who last brought the subject to it; what was taken back left out.
        grew: what a text adds to the burden of the one it follows, in words; of a first text
            nothing, since there is none to compare it with.
        basis: the documents the act rests on.
    """

    kind: str
    subject: str
    to: str | None = None
    done_by: Mapping[str, str] = MappingProxyType({})
    grew: tuple[str, ...] = ()
    basis: tuple[DocumentRef, ...] = ()

    @property
    def subject_kind(self) -> str:
        """``"procedure"``, ``"item"`` …"""
        return self.subject.partition(":")[0]


@attrs.frozen
class Decision:
    """What the policy said (*quyết định*), and by which rule."""

    allowed: bool
    rule: str
    reason: str = ""


class Policy:
    """The default policy (*quy tắc thẩm quyền*): whoever is named may do the ordinary steps.

    An application narrows it by overriding :meth:`decide`.

    Attributes:
        asks_who: whether it looks at :attr:`Act.done_by`, which costs a query for each act.
        asks_burden: whether it looks at :attr:`Act.grew`, which costs a comparison for each text.
    """

    asks_who: bool = False
    asks_burden: bool = False

    def decide(self, actor: Actor, act: Act) -> Decision:
        """Whether the actor may do it.

        Args:
            actor: who.
            act: what.

        Returns:
            The decision; a refusal says which rule and why.
        """
        return Decision(True, "named-actor")


Rule = Callable[[Actor, Act], Decision | None]
"""A rule of a policy: a decision that refuses, or None where it has nothing against the act."""

_EVERY_KIND = "*"

OFFICE_ROLES: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType({
    (kind, status): frozenset(roles.split())
    for kind, rows in {
        "procedure": {
            "drafted": "drafter",
            "issued": "issuer",
            "announced": "announcer",
            "public": "publisher",
            "suspended": "announcer",
            "replaced": "announcer",
            "abolished": "announcer",
        },
        "item": {
            "planned": "planner",
            "reviewing": "reviewer",
            "retained": "reviewer",
            "proposed": "reviewer",
            "adopted": "approver",
            "consulted": "reviewer",
            "recommended": "approver",
            "approved": "approver",
            "drafting": "drafter",
            "submitted": "drafter",
            "enacted": "issuer",
            "announced": "announcer",
            "completed": "publisher",
            "rejected": "approver",
            "stopped": "approver",
        },
        "feedback": {
            "received": "receiver",
            "refused": "receiver",
            "forwarded": "receiver",
            "studied": "reviewer",
            "no_grounds": "approver",
            "decided": "approver",
            "published": "publisher",
        },
        _EVERY_KIND: {
            "recorded": "editor drafter reviewer planner receiver",
            "voided": "controller",
            "erased": "controller",
            "restored": "controller",
        },
    }.items()
    for status, roles in rows.items()
})  # fmt: skip
"""(kind of subject, status or kind of act) → the roles one of which may do it.

The roles are those of an office of procedure control: drafter (*soạn thảo*), reviewer (*rà soát*),
planner (*lập kế hoạch*), approver (*phê duyệt*), issuer (*ban hành*), announcer (*công bố*),
publisher (*công khai*), receiver (*tiếp nhận*), editor (*nhập liệu*), controller (*kiểm soát*).
"""

SEPARATED: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "adopted": ("proposed",),
    "approved": ("proposed", "consulted", "recommended"),
    "rejected": ("proposed", "recommended"),
})  # fmt: skip
"""Status → the statuses whose actor may not bring it about: the proposer may not approve."""


class OfficePolicy(Policy):
    """The policy for an office (*quy chế nội bộ*): roles for each act, and four eyes.

    Args:
        roles: (kind of subject, status or kind of act) → the roles one of which may do it; what is
            given replaces the shipped row, the others stay.
        rules: further rules, each a function of actor and act.

    An application extends it in a line::

        OfficePolicy(rules=[lambda actor, act: Decision(False, "frozen", "chốt số liệu")
                            if act.subject_kind == "item" else None])
    """

    asks_who = True

    def __init__(
        self,
        *,
        roles: Mapping[tuple[str, str], Iterable[str]] = MappingProxyType({}),
        rules: Iterable[Rule] = (),
    ) -> None:
        given = {key: _role_names(names) for key, names in roles.items()}
        for kind, step in given:
            if not _is_step(kind, step):
                raise InvalidDocumentError(f"roles: {step!r} is no status or act of {kind!r}")
        self._roles = {**OFFICE_ROLES, **given}
        self._rules: tuple[Rule, ...] = (self._has_role, _four_eyes, *rules)
        self.asks_burden = no_new_burden in self._rules

    def decide(self, actor: Actor, act: Act) -> Decision:
        """The first refusal of a rule, else allowed."""
        for rule in self._rules:
            refused = rule(actor, act)
            if refused is None:
                continue
            if not isinstance(refused, Decision):
                raise InvalidDocumentError(
                    f"policy: a rule gave {refused!r}; it gives a Decision, or None"
                )
            if not refused.allowed:
                return refused
        return Decision(True, "office")

    def _has_role(self, actor: Actor, act: Act) -> Decision | None:
        step = act.to or act.kind
        wanted = self._roles.get((act.subject_kind, step)) or self._roles.get((_EVERY_KIND, step))
        if wanted is None or actor.roles & wanted:
            return None
        has = ", ".join(sorted(actor.roles)) or "none"
        return Decision(
            False, "role", f"{step} needs the role {' or '.join(sorted(wanted))}; has {has}"
        )


def _is_step(kind: str, step: str) -> bool:
    """Whether a subject of that kind, ``"*"`` for any, can come to a status, or an act be done."""
    lifecycle = LIFECYCLES.get(kind)
    return (_EVERY_KIND, step) in OFFICE_ROLES or bool(lifecycle and step in lifecycle.statuses)


def _four_eyes(actor: Actor, act: Act) -> Decision | None:
    for status in SEPARATED.get(act.to or "", ()) if act.subject_kind == "item" else ():
        if act.done_by.get(status) == actor.id:
            return Decision(
                False, "four-eyes", f"{actor.id} brought it to {status} and may not decide on it"
            )
    return None


def allowed(policy: Policy, actor: Actor, act: Act) -> str:
    """The rule by which a policy allows an act.

    Raises:
        PolicyError: it does not; the message says which rule and why.
    """
    decision = policy.decide(actor, act)
    if not decision.allowed:
        raise PolicyError(
            f"{actor.id} may not do this: {act.to or act.kind} on {act.subject}: "
            f"{decision.reason} (rule {decision.rule})",
            decision.rule,
        )
    return decision.rule


def policy_of(given: Policy | str | None) -> Policy:
    """The policy that is meant: itself, one of :data:`POLICIES` by name, or the default.

    Raises:
        InvalidDocumentError: it is none.
    """
    if given is None:
        return Policy()
    if isinstance(given, str) and given in POLICIES:
        return POLICIES[given]()
    if isinstance(given, Policy):
        return given
    raise InvalidDocumentError(
        f"policy: {given!r} is none; give one such as OfficePolicy(), or a name: "
        f"{', '.join(POLICIES)}"
    )


def no_new_burden(actor: Actor, act: Act) -> Decision | None:
    """The rule against new burden (*không làm phát sinh gánh nặng*): only a law may add to it.

    A text that adds a paper, a step, a day or a fee to the one it follows is refused unless the
    act rests on a document of the National Assembly.
    """
    if not act.grew or any(_is_law(ref) for ref in act.basis):
        return None
    shown = "; ".join(act.grew[:5]) + (f"; and {len(act.grew) - 5} more" if act.grew[5:] else "")
    return Decision(False, "no-new-burden", f"it adds burden without a law as its basis: {shown}")


def _is_law(ref: DocumentRef) -> bool:
    parsed = parse_number(ref.number) if ref.number else None
    return parsed is not None and (
        parsed.type is DocumentType.LAW or (parsed.issuer or "").startswith("QH")
    )


class BurdenPolicy(Policy):
    """The policy of no new burden (*không làm phát sinh gánh nặng thủ tục*).

    Whoever is named may do the ordinary steps, but for a text that :func:`no_new_burden` refuses.
    An office combines both: ``OfficePolicy(rules=[no_new_burden])``.
    """

    asks_burden = True

    def decide(self, actor: Actor, act: Act) -> Decision:
        """The refusal of the rule, else allowed."""
        return no_new_burden(actor, act) or super().decide(actor, act)


POLICIES: Mapping[str, Callable[[], Policy]] = MappingProxyType(
    {"open": Policy, "office": OfficePolicy, "burden": BurdenPolicy}
)
"""The policies that can be named on the command line."""
