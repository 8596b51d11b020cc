"""Who may do what: a policy is asked for every write, and its decision stands in the fact."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from strategies import Clock, kethon

from proccat import Actor, Catalogue, Policy, StatusLine
from proccat.errors import InvalidDocumentError, PolicyError
from proccat.policy import Act, Decision

CODE = "1.000894"


class Office(Policy):
    """Only the control unit makes public; nobody voids but the head."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Act]] = []

    def decide(self, actor: Actor, act: Act) -> Decision:
        self.asked.append((actor.id, act))
        if act.to == "public" and "control" not in actor.roles:
            return Decision(False, "control-unit-publishes", "needs the role control")
        if act.kind == "voided" and "head" not in actor.roles:
            return Decision(False, "head-voids", "needs the role head")
        return Decision(True, "office")


@pytest.fixture
def office(clock: Clock) -> Catalogue:
    """A catalogue under that policy, with one announced procedure."""
    catalogue = Catalogue.open(":memory:", clock=clock, policy=Office())
    catalogue.record(kethon(), on=date(2024, 1, 2), actor="stp")
    catalogue.change_status(CODE, "announced", on=date(2024, 1, 2), actor="stp")
    return catalogue


def test_a_denial_names_its_rule_and_writes_nothing(office: Catalogue) -> None:
    """PolicyError carries the rule and its reason; the log does not move."""
    head = office.head()
    with pytest.raises(PolicyError, match="needs the role control") as caught:
        office.change_status(CODE, "public", actor="stp")
    assert caught.value.rule == "control-unit-publishes"
    with pytest.raises(PolicyError, match="head-voids"):
        office.void(2, reason="x", actor="stp")
    assert office.head() == head
    stands = office.change_status(CODE, "public", actor=Actor("kstthc", frozenset({"control"})))
    assert stands.status == "public"


def test_the_decision_stands_in_the_fact(office: Catalogue) -> None:
    """The rule by which a write was allowed is in its body."""
    assert [fact.content()["decision"] for fact in office.facts()] == ["office", "office"]


def test_the_default_policy_says_its_rule(catalogue: Catalogue) -> None:
    """Without a policy of its own every named actor may do every ordinary step."""
    catalogue.record(kethon(), actor="ai-do")
    assert catalogue.fact(1).content()["decision"] == "named-actor"


def test_a_denial_inside_a_transaction_undoes_it(office: Catalogue) -> None:
    """A write that the policy refuses takes the whole transaction with it, if not caught."""
    head = office.head()
    with pytest.raises(PolicyError), office.transaction():  # noqa: PT012
        office.record(kethon("hai"), actor="stp")
        office.change_status(CODE, "public", actor="stp")
    assert office.head() == head


def test_a_load_asks_for_every_record(office: Catalogue, tmp_path: Path) -> None:
    """What the policy refuses in a file is a problem with the rule; the rest loads."""
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"code":"2.000815","name":"a"}\n'
        '{"kind":"status","subject":"procedure:2.000815","to":"announced","on":"2024-01-02"}\n'
        '{"kind":"status","subject":"procedure:2.000815","to":"public","on":"2024-01-03"}\n',
        "utf-8",
    )
    report = office.load(path, actor="stp")
    assert report.recorded == 2
    assert ["control-unit-publishes" in each.message for each in report.errors] == [True]
    assert office.standing("2.000815").status == "announced"


def test_a_replacement_is_asked_for_too(clock: Clock) -> None:
    """void(instead=) asks for the void and for what takes its place."""
    policy = Office()
    head = Actor("giam-doc", frozenset({"head"}))
    with Catalogue.open(":memory:", clock=clock, policy=policy) as catalogue:
        catalogue.record(kethon(), on=date(2024, 1, 2), actor=head)
        catalogue.change_status(CODE, "announced", on=date(2024, 1, 2), actor=head)
        line = StatusLine(subject=f"procedure:{CODE}", to="public", on=date(2024, 1, 2))
        seq = catalogue.head()
        with pytest.raises(PolicyError, match="control"):
            catalogue.void(2, reason="x", actor=head, instead=line)
        assert catalogue.head() == seq
    assert [act.kind for _, act in policy.asked] == ["recorded", "status", "voided", "status"]
    assert policy.asked[1] == ("giam-doc", Act("status", f"procedure:{CODE}", "announced"))


@pytest.mark.parametrize("name", ["", " ", "\n", "a\x00", "\u202ea", "x" * 121])
def test_an_actor_has_a_name(name: str) -> None:
    """An actor of blanks, of controls or beyond measure is refused."""
    with pytest.raises(InvalidDocumentError, match="actor"):
        Actor(name)


def test_an_actor_from_a_name_or_an_actor() -> None:
    """A plain name is an actor without roles; an actor stays as it is."""
    actor = Actor("stp", frozenset({"control"}))
    assert Actor.of(actor) is actor
    assert Actor.of("stp", ["control"]) == actor
    assert Actor.of("stp").roles == frozenset()
