"""The policy for an office: roles for each act, four eyes, one line more for an application."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from strategies import ITEMS, Clock, item, kethon, programme

from proccat import Act, Actor, BurdenPolicy, Catalogue, Decision, OfficePolicy, StatusLine
from proccat.cli import main
from proccat.errors import PolicyError
from proccat.policy import OFFICE_ROLES, POLICIES, SEPARATED, Policy

CODE = "1.000894"
ROLES = frozenset().union(*OFFICE_ROLES.values())
ROWS = [(kind, step, tuple(sorted(roles))) for (kind, step), roles in OFFICE_ROLES.items()]


def every(name: str) -> Actor:
    """An actor with every role there is."""
    return Actor(name, ROLES)


def act_of(kind: str, step: str) -> Act:
    """The act that a row of the table is about."""
    if kind == "*":
        return Act(step, f"procedure:{CODE}")
    subjects = {"procedure": f"procedure:{CODE}", "item": ITEMS[0], "feedback": "feedback:pa-1"}
    return Act("status", subjects[kind], step)


@pytest.fixture
def office(clock: Clock) -> Iterator[Catalogue]:
    """A catalogue under the office policy with one item under review."""
    with Catalogue.open(":memory:", clock=clock, policy=OfficePolicy()) as catalogue:
        catalogue.record(programme(), actor=every("ke-hoach"))
        catalogue.record(item(), actor=every("ke-hoach"))
        for to in ("planned", "reviewing"):
            catalogue.change_status(ITEMS[0], to, actor=every("ke-hoach"))
        yield catalogue


@pytest.mark.parametrize(
    ("kind", "step", "roles"), ROWS, ids=[f"{kind}-{step}" for kind, step, _ in ROWS]
)
def test_each_row_of_the_table_needs_one_of_its_roles(
    kind: str, step: str, roles: tuple[str, ...]
) -> None:
    """Any one of a row's roles opens it; all the others together do not, and it says which do."""
    policy, act = OfficePolicy(), act_of(kind, step)
    for role in roles:
        assert policy.decide(Actor("a", frozenset({role})), act) == Decision(True, "office")
    refused = policy.decide(Actor("a", ROLES - frozenset(roles)), act)
    assert (refused.allowed, refused.rule) == (False, "role")
    assert all(role in refused.reason for role in roles)
    assert policy.decide(Actor("a"), act).reason.endswith("has none")


def test_the_table_names_every_status_and_every_kind_of_act() -> None:
    """No step of a lifecycle and no kind of write is without a row."""
    from proccat.lifecycle import LIFECYCLES

    steps = {(kind, status) for kind, cycle in LIFECYCLES.items() for status in cycle.statuses}
    acts = {("*", step) for step in ("recorded", "voided", "erased", "restored")}
    assert set(OFFICE_ROLES) == steps | acts


@pytest.mark.parametrize(
    ("to", "before"), [(to, each) for to, others in SEPARATED.items() for each in others]
)
def test_who_proposed_may_not_decide(to: str, before: str) -> None:
    """With every role, who brought an item to a stage may not decide on it; another may."""
    act = Act("status", ITEMS[0], to, {before: "chi-cuc"})
    refused = OfficePolicy().decide(every("chi-cuc"), act)
    assert (refused.allowed, refused.rule) == (False, "four-eyes")
    assert before in refused.reason
    assert OfficePolicy().decide(every("so-tu-phap"), act).allowed


def test_four_eyes_over_a_whole_walk(office: Catalogue) -> None:
    """A proposal adopted by its proposer is refused and writes nothing; a second pair adopts it."""
    one, two = every("chuyen-vien"), every("chu-tich")
    office.change_status(ITEMS[0], "proposed", actor=one)
    head = office.head()
    with pytest.raises(PolicyError, match="chuyen-vien brought it to proposed") as refused:
        office.change_status(ITEMS[0], "adopted", actor=one)
    assert (refused.value.rule, office.head()) == ("four-eyes", head)
    with pytest.raises(PolicyError), office.transaction():
        office.change_status(ITEMS[0], "adopted", actor=one)
    office.change_status(ITEMS[0], "adopted", actor=two)
    office.change_status(ITEMS[0], "recommended", actor=two)
    with pytest.raises(PolicyError, match="four-eyes"):
        office.change_status(ITEMS[0], "approved", actor=two)
    assert office.standing(ITEMS[0]).status == "recommended"


def test_proposed_and_adopted_in_one_transaction_are_seen_together(office: Catalogue) -> None:
    """Who proposes in a transaction may not adopt in the same one."""
    head, one = office.head(), every("chuyen-vien")
    with pytest.raises(PolicyError, match="four-eyes"), office.transaction():  # noqa: PT012
        office.change_status(ITEMS[0], "proposed", actor=one)
        office.change_status(ITEMS[0], "adopted", actor=one)
    assert office.head() == head


def test_a_decision_by_replacement_needs_four_eyes(office: Catalogue) -> None:
    """A void with `instead` is no way round: the proposer may not put a decision in its place."""
    one = every("chuyen-vien")
    office.change_status(ITEMS[0], "proposed", actor=one)
    office.change_status(ITEMS[0], "rejected", actor=every("chu-tich"))
    line = StatusLine(subject=ITEMS[0], to="adopted", on=date(2026, 11, 15))
    head = office.head()
    with pytest.raises(PolicyError, match="four-eyes"):
        office.void(head.seq, reason="nhầm", actor=one, instead=line)
    assert office.head() == head


def test_a_decision_by_file_needs_four_eyes(office: Catalogue, tmp_path: Path) -> None:
    """Who loads a proposal and its adoption in one file has only proposed."""
    path = tmp_path / "a.jsonl"
    path.write_text(
        "".join(
            json.dumps({"kind": "status", "subject": ITEMS[0], "to": to, "on": "2026-11-15"}) + "\n"
            for to in ("proposed", "adopted")
        ),
        "utf-8",
    )
    report = office.load(path, actor=every("chuyen-vien"))
    assert ["four-eyes" in problem.message for problem in report.errors] == [True]
    assert office.standing(ITEMS[0]).status == "proposed"


def test_what_was_taken_back_does_not_bind(office: Catalogue) -> None:
    """A proposal taken back and made again by another leaves the first free to adopt."""
    one, two = every("chuyen-vien"), every("truong-phong")
    office.change_status(ITEMS[0], "proposed", actor=one)
    office.void(office.head().seq, reason="sai người", actor=two)
    office.change_status(ITEMS[0], "proposed", actor=two)
    assert office.change_status(ITEMS[0], "adopted", actor=one).status == "adopted"


def test_an_application_adds_a_rule_in_a_line(clock: Clock) -> None:
    """A further rule refuses by its own name where the shipped ones allow; else they hold."""
    frozen = OfficePolicy(
        rules=[lambda _, act: Decision(False, "frozen") if act.to == "public" else None]
    )
    with Catalogue.open(":memory:", clock=clock, policy=frozen) as catalogue:
        catalogue.record(kethon(), actor=every("stp"))
        catalogue.change_status(CODE, "announced", actor=every("stp"))
        head = catalogue.head()
        with pytest.raises(PolicyError, match="frozen") as refused:
            catalogue.change_status(CODE, "public", actor=every("stp"))
        assert (refused.value.rule, catalogue.head()) == ("frozen", head)
        with pytest.raises(PolicyError, match="role"):
            catalogue.change_status(CODE, "public", actor="stp")


def test_an_application_replaces_a_row(clock: Clock) -> None:
    """A row that is given holds instead of the shipped one; the others stay."""
    policy = OfficePolicy(roles={("procedure", "public"): ["clerk"], ("item", "recorded"): ["x"]})
    clerk = Actor("a", frozenset({"clerk"}))
    assert policy.decide(clerk, act_of("procedure", "public")).allowed
    assert not policy.decide(every("a"), act_of("procedure", "public")).allowed
    assert not policy.decide(clerk, act_of("procedure", "announced")).allowed
    assert not policy.decide(every("a"), Act("recorded", ITEMS[0])).allowed
    assert policy.decide(every("a"), Act("recorded", f"procedure:{CODE}")).allowed


def test_a_denial_writes_nothing_and_names_the_rule(office: Catalogue) -> None:
    """Record, status, void and erase without the role: nothing written, the roles are said."""
    head = office.head()
    nobody = "nguoi-la"
    tries: dict[str, Callable[[], object]] = {
        "editor": lambda: office.record(kethon(), actor=nobody),
        "reviewer": lambda: office.change_status(ITEMS[0], "proposed", actor=nobody),
        "controller": lambda: office.void(head.seq, reason="x", actor=nobody),
    }
    for role, attempt in tries.items():
        with pytest.raises(PolicyError, match=role) as refused:
            attempt()
        assert refused.value.rule == "role"
        assert nobody in str(refused.value)
        assert office.head() == head
    office.void(head.seq, reason="x", actor=every("kstt"))
    with pytest.raises(PolicyError, match="erased needs the role controller"):
        office.erase(head.seq, actor=nobody)
    assert office.fact(head.seq).body is not None


def test_the_decision_stands_in_every_fact(office: Catalogue) -> None:
    """Texts, statuses and voids carry the rule that allowed them."""
    office.void(office.head().seq, reason="x", actor=every("kstt"))
    facts = list(office.facts())
    assert {fact.kind for fact in facts} == {"recorded", "status", "voided"}
    assert {fact.content()["decision"] for fact in facts} == {"office"}


def test_the_policies_that_can_be_named() -> None:
    """Each name of the table makes a policy of its own."""
    assert {name: type(make()) for name, make in POLICIES.items()} == {
        "open": Policy,
        "office": OfficePolicy,
        "burden": BurdenPolicy,
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with one document."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROCCAT_DB", raising=False)
    text = json.dumps({"code": CODE, "name": "Đăng ký kết hôn"})
    (tmp_path / "p.json").write_text(text, "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    """The command line under the office policy."""
    return CliRunner().invoke(main, ["--db", "a.db", *arguments, "--policy", "office"])


@pytest.mark.usefixtures("folder")
def test_the_command_line_under_the_office_policy() -> None:
    """Without the role exit code 1 and the rule on the error stream; with it, done and said so."""
    assert run("record", "p.json", "--actor", "stp", "--role", "editor").exit_code == 0
    status = ("status", CODE, "announced", "--actor", "stp")
    refused = run(*status)
    assert refused.exit_code == 1
    assert "announced needs the role announcer; has none (rule role)" in refused.output
    wrong = run(*status, "--role", "publisher", "--role", "editor")
    assert (wrong.exit_code, "has editor, publisher" in wrong.output) == (1, True)
    assert run(*status, "--role", "publisher", "--role", "announcer").exit_code == 0
    assert run("void", "2", "--reason", "x", "--actor", "stp").exit_code == 1
    assert run("void", "2", "--reason", "x", "--actor", "b", "--role", "controller").exit_code == 0
    history = json.loads(run("history", CODE, "--json").output)
    assert [json.loads(fact["body"])["decision"] for fact in history] == ["office"] * 3


def test_a_load_under_the_office_policy(folder: Path) -> None:
    """A load needs the roles of what is in the file, each record for itself."""
    lines = [
        {"code": CODE, "name": "Đăng ký kết hôn"},
        {"kind": "status", "subject": f"procedure:{CODE}", "to": "public", "on": "2024-01-02"},
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    half = run("load", "a.jsonl", "--role", "editor")
    assert half.exit_code == 1
    assert "recorded 1" in half.output
    assert "public needs the role publisher" in half.output
    rest = run("load", "a.jsonl", "--role", "editor", "--role", "publisher")
    assert (rest.exit_code, rest.output.partition(",")[0]) == (0, "recorded 1 (1 status)")


@pytest.mark.usefixtures("folder")
def test_a_policy_that_is_none_is_misused() -> None:
    """An unknown policy is a mistake of the caller: exit code 2."""
    assert CliRunner().invoke(main, ["verify", "--policy", "none"]).exit_code == 2
