"""Writes: what is refused and how, all or nothing, retries."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from strategies import ITEMS, TODAY, Clock, agency, item, kethon, programme

from proccat import Actor, Catalogue, Publication, StatusLine
from proccat.errors import (
    ConflictError,
    InvalidDocumentError,
    LoadError,
    PolicyError,
    ProccatError,
    TransitionError,
    UnknownProcedureError,
)
from proccat.view import Standing

D = date
CODE = "1.000894"


@pytest.fixture
def recorded(catalogue: Catalogue) -> Catalogue:
    """A catalogue with one procedure that is announced."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 2), actor="stp")
    return catalogue


def test_expect_compares_the_version(recorded: Catalogue) -> None:
    """A stale `expect` is a conflict with the found version; the right one passes."""
    head = recorded.head()
    for stale in (0, 1, 3, -1):
        with pytest.raises(ConflictError, match="version 2") as caught:
            recorded.change_status(CODE, "public", actor="stp", expect=stale)
        assert (caught.value.expected, caught.value.found) == (stale, 2)
        with pytest.raises(ConflictError):
            recorded.record(kethon(), actor="stp", expect=stale)
        with pytest.raises(ConflictError):
            recorded.void(2, reason="x", actor="stp", expect=stale)
    assert recorded.head() == head
    assert recorded.change_status(CODE, "public", actor="stp", expect=2).version == 3
    assert recorded.void(3, reason="nhầm", actor="stp", expect=3).version == 4


def test_expect_of_a_new_subject_is_zero(catalogue: Catalogue) -> None:
    """Nobody may have been first: expect=0 records only what is new."""
    assert catalogue.record(kethon(), actor="stp", expect=0).version == 1
    with pytest.raises(ConflictError):
        catalogue.record(kethon(), actor="stp", expect=0)


def test_a_transaction_is_one_instant(catalogue: Catalogue) -> None:
    """All facts of a transaction have one recorded_at, and the next one a later."""
    with catalogue.transaction():
        catalogue.record(kethon(), actor="stp")
        catalogue.change_status(CODE, "announced", actor="stp")
    catalogue.change_status(CODE, "public", actor="stp")
    first, second, third = (fact.recorded_at for fact in catalogue.facts())
    assert first == second < third


def test_a_transaction_is_all_or_nothing(recorded: Catalogue) -> None:
    """An error inside, of whatever kind, leaves nothing of the transaction."""
    head, standing = recorded.head(), recorded.standing(CODE)
    for error in (KeyError("x"), InvalidDocumentError("x"), KeyboardInterrupt()):
        with pytest.raises(type(error)), recorded.transaction():  # noqa: PT012
            recorded.record(kethon(code="2.000815"), actor="stp")
            recorded.change_status(CODE, "public", actor="stp")
            assert recorded.standing(CODE).status == "public"
            raise error
        assert recorded.head() == head
        assert recorded.standing(CODE) == standing
        assert [hit.code for hit in recorded.search("kết hôn").hits] == [CODE]
        with pytest.raises(UnknownProcedureError):
            recorded.procedure("2.000815")
    assert recorded.verify(deep=True).ok


def test_an_error_of_the_caller_comes_out_as_it_is(catalogue: Catalogue) -> None:
    """What the caller raises inside a transaction is neither renamed nor lost."""
    with pytest.raises(PermissionError) as caught, catalogue.transaction():
        raise PermissionError("of the caller's own")
    assert str(caught.value) == "of the caller's own"


def test_an_unlawful_end_undoes_the_whole_transaction(recorded: Catalogue) -> None:
    """What is not lawful together fails at the end, and nothing of it is written."""
    head = recorded.head()
    with pytest.raises(TransitionError), recorded.transaction():  # noqa: PT012
        recorded.record(kethon(code="2.000815"), actor="stp")
        recorded.change_status("2.000815", "suspended", actor="stp")
    assert recorded.head() == head
    assert recorded.verify(deep=True).ok


def test_a_transaction_may_pass_through_the_unlawful(recorded: Catalogue) -> None:
    """Only the whole must be lawful: the order of writes inside a transaction does not matter."""
    with recorded.transaction():
        recorded.change_status(CODE, "public", on=D(2024, 3, 1), actor="stp")
        recorded.record(kethon(code="2.000815"), on=D(2024, 1, 1), actor="stp")
        recorded.change_status("2.000815", "suspended", on=D(2024, 3, 1), actor="stp")
        recorded.change_status("2.000815", "announced", on=D(2024, 2, 1), actor="stp")
    assert recorded.standing("2.000815").status == "suspended"


def test_one_transaction_at_a_time(recorded: Catalogue) -> None:
    """A transaction inside a transaction is refused, and so are a rebuild and a restore there."""
    with recorded.transaction():
        refused = pytest.raises(InvalidDocumentError, match="transaction is open")
        with refused, recorded.transaction():
            pass
        with pytest.raises(ProccatError):
            recorded.rebuild()
        recorded.change_status(CODE, "public", actor="stp")
    assert recorded.standing(CODE).status == "public"


def test_an_argument_refused_inside_a_transaction_writes_nothing(recorded: Catalogue) -> None:
    """A caller that goes on behind a refused write commits the others whole."""
    with recorded.transaction():
        with pytest.raises(InvalidDocumentError):
            recorded.change_status(CODE, "nonsense", actor="stp")
        with pytest.raises(ConflictError):
            recorded.change_status(CODE, "public", actor="stp", expect=9)
        recorded.change_status(CODE, "public", actor="stp")
    assert recorded.standing(CODE).version == 3
    assert recorded.verify(deep=True).ok


def test_a_refused_instead_leaves_no_void_in_a_transaction(recorded: Catalogue) -> None:
    """Void and replacement come together or not at all, also where the caller goes on."""
    with recorded.transaction(), pytest.raises(InvalidDocumentError, match="instead"):
        recorded.void(1, reason="x", actor="stp", instead=kethon(code="2.000815"))
    assert recorded.head().seq == 2


def test_a_strict_load_inside_a_transaction_loads_nothing(
    recorded: Catalogue, tmp_path: Path
) -> None:
    """strict=True records nothing at the first error, also inside a transaction that goes on."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"code":"2.000815","name":"a"}\n{"code":"x","name":"b"}\n', "utf-8")
    with recorded.transaction(), pytest.raises(LoadError, match="nothing was loaded"):
        recorded.load(path, strict=True)
    assert recorded.head().seq == 2


def test_a_refused_void_leaves_everything(recorded: Catalogue) -> None:
    """Alone, a void whose replacement is refused is refused with it."""
    head = recorded.head()
    with pytest.raises(InvalidDocumentError, match="instead"):
        recorded.void(1, reason="x", actor="stp", instead=kethon(code="2.000815"))
    line = StatusLine(subject="procedure:2.000815", to="announced", on=TODAY)
    with pytest.raises(InvalidDocumentError, match="instead"):
        recorded.void(2, reason="x", actor="stp", instead=line)
    assert recorded.head() == head


def test_a_repeated_request_is_harmless(recorded: Catalogue) -> None:
    """The same request twice gives one fact and the same standing, for every kind of write."""
    writes: tuple[Callable[[], Standing], ...] = (
        lambda: recorded.record(kethon("hai"), actor="stp", request_id="r1", expect=2),
        lambda: recorded.change_status(CODE, "public", actor="stp", request_id="r2", expect=3),
        lambda: recorded.void(4, reason="nhầm", actor="stp", request_id="r3", expect=4),
    )
    for number, write in enumerate(writes, 3):
        first = write()
        assert first.version == number
        again = write()
        assert (again.version, again.status) == (number, first.status)
        assert recorded.head().seq == number


def test_a_request_with_another_payload_is_a_conflict(recorded: Catalogue) -> None:
    """A request_id means one thing for ever: anything else under it is refused."""
    recorded.change_status(CODE, "public", on=D(2024, 2, 1), actor="stp", request_id="r")
    head = recorded.head()
    attempts: tuple[Callable[[], Standing], ...] = (
        lambda: recorded.change_status(CODE, "suspended", on=TODAY, actor="stp", request_id="r"),
        lambda: recorded.change_status(CODE, "public", on=TODAY, actor="stp", request_id="r"),
        lambda: recorded.change_status(
            CODE, "public", on=D(2024, 2, 1), actor="ai", request_id="r"
        ),
        lambda: recorded.change_status(
            CODE, "public", on=D(2024, 2, 1), actor="stp", note="x", request_id="r"
        ),
        lambda: recorded.record(kethon(), on=D(2024, 2, 1), actor="stp", request_id="r"),
        lambda: recorded.void(2, reason="x", on=D(2024, 2, 1), actor="stp", request_id="r"),
    )
    for attempt in attempts:
        with pytest.raises(ConflictError, match="request_id"):
            attempt()
    assert recorded.head() == head


def test_a_retry_behind_midnight_is_harmless(catalogue: Catalogue, clock: Clock) -> None:
    """The same call the next day under the same request_id records nothing more."""
    catalogue.record(kethon(), actor="stp", request_id="r")
    clock.move(days=1)
    assert catalogue.record(kethon(), actor="stp", request_id="r").version == 1


def test_a_request_of_a_load(catalogue: Catalogue, tmp_path: Path) -> None:
    """A load repeated under its request_id records nothing; another file under it is a conflict."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"code":"2.000815","name":"a"}\n{"code":"1.001193","name":"a"}\n', "utf-8")
    assert catalogue.load(path, request_id="r").recorded == 2
    assert catalogue.load(path, request_id="r").recorded == 0
    path.write_text('{"code":"2.000815","name":"b"}\n', "utf-8")
    with pytest.raises(ConflictError):
        catalogue.load(path, request_id="r")
    assert catalogue.head().seq == 2


REFUSED = [
    ("on", {"on": D(2026, 11, 16)}, "after today"),
    ("on", {"on": "31/02/2025"}, "on:"),
    ("on", {"on": "2025-02-31"}, "calendar"),
    ("until", {"on": TODAY, "until": D(2026, 11, 14)}, "until"),
    ("until", {"effective": D(2027, 1, 1), "until": D(2026, 12, 31)}, "until"),
    ("actor", {"actor": ""}, "actor"),
    ("actor", {"actor": " \t"}, "actor"),
    ("actor", {"actor": "a\x00b"}, "actor"),
    ("actor", {"actor": "a\u202eb"}, "actor"),
    ("actor", {"actor": "x" * 121}, "actor"),
    ("basis", {"basis": "theo chỉ đạo"}, "basis"),
    ("basis", {"basis": ("12/QĐ-BTP", "Luật Hộ tịch")}, "Luật Hộ tịch"),
    ("request_id", {"request_id": " "}, "request_id"),
    ("request_id", {"request_id": "x" * 201}, "request_id"),
]


@pytest.mark.parametrize(("field", "given", "says"), REFUSED)
def test_a_bad_argument_is_named(
    recorded: Catalogue, field: str, given: dict[str, object], says: str
) -> None:
    """An argument that cannot be is refused with its name, and nothing is written."""
    head = recorded.head()
    arguments = {"on": TODAY, "actor": "stp"} | given
    with pytest.raises(InvalidDocumentError, match=re.escape(says)) as caught:
        recorded.change_status(CODE, "public", **arguments)  # type: ignore[arg-type]
    assert field in str(caught.value)
    if field != "basis":  # a text may rest on words
        with pytest.raises(InvalidDocumentError, match=re.escape(says)):
            recorded.record(kethon(), **arguments)  # type: ignore[arg-type]
    assert recorded.head() == head


def test_a_status_by_its_official_term(recorded: Catalogue) -> None:
    """A status may be given by its key or its official term, in any case; the key is stored."""
    recorded.change_status(CODE, "Đã công bố", on="2024-01-03", actor="stp")
    assert recorded.change_status(CODE, "PUBLIC", on="2024-01-04", actor="stp").status == "public"
    assert [fact.to for fact in recorded.history(CODE)][-2:] == ["announced", "public"]


def test_an_unknown_status_lists_the_known(recorded: Catalogue) -> None:
    """A status that no lifecycle has, or that of an item, is refused with the list."""
    for to in ("", "publik", "enacted", "công khai"):
        with pytest.raises(InvalidDocumentError, match="announced, public, suspended"):
            recorded.change_status(CODE, to, actor="stp")


def test_a_status_may_be_given_as_its_enumeration(recorded: Catalogue) -> None:
    """The members of Publication are statuses."""
    assert recorded.change_status(CODE, Publication.PUBLIC, actor="stp").status == "public"


def test_only_what_has_a_lifecycle_has_a_status(catalogue: Catalogue) -> None:
    """An agency or a programme has no status; an unknown code has none yet."""
    catalogue.record(agency(), actor="stp")
    with pytest.raises(InvalidDocumentError, match="no status"):
        catalogue.change_status("agency:bo-tu-phap", "public", actor="stp")
    with pytest.raises(UnknownProcedureError, match=r"1\.009999"):
        catalogue.change_status("1.009999", "public", actor="stp")


def test_immediate_statuses_take_effect_on_their_day(catalogue: Catalogue) -> None:
    """Issued, and an item's statuses, refuse another first day; the same day passes."""
    catalogue.record(kethon(), on=D(2024, 1, 1), actor="stp")
    catalogue.change_status(CODE, "drafted", on=D(2024, 1, 1), actor="stp")
    catalogue.record(programme(), on=D(2024, 1, 1), actor="stp")
    catalogue.record(item(), on=D(2024, 1, 1), actor="stp")
    day, other = D(2024, 2, 1), D(2024, 3, 1)
    for name, to in ((CODE, "issued"), (ITEMS[0], "approved")):
        with pytest.raises(InvalidDocumentError, match="effective"):
            catalogue.change_status(name, to, on=day, effective=other, actor="stp")
        assert catalogue.change_status(name, to, on=day, effective=day, actor="stp").status == to


def test_a_status_without_end_refuses_until(catalogue: Catalogue) -> None:
    """Only announced, public, suspended, replaced, abolished and enacted ones have a last day."""
    catalogue.record(kethon(), on=D(2024, 1, 1), actor="stp")
    with pytest.raises(InvalidDocumentError, match="until"):
        catalogue.change_status(CODE, "drafted", until=D(2027, 1, 1), actor="stp")


def test_a_replacement_names_its_successors(recorded: Catalogue) -> None:
    """Replaced without successors is refused; with them they are in the fact."""
    with pytest.raises(InvalidDocumentError, match="successors"):
        recorded.change_status(CODE, "replaced", actor="stp")
    recorded.change_status(CODE, "replaced", actor="stp", successors=["2.000815"])
    assert recorded.standing(CODE).successors == ("2.000815",)


def test_one_successor_may_be_a_plain_string(recorded: Catalogue) -> None:
    """A plain string where codes are meant is one code or an error, never its letters."""
    try:
        recorded.change_status(CODE, "replaced", actor="stp", successors="2.000815")
    except InvalidDocumentError:
        return
    assert recorded.standing(CODE).successors == ("2.000815",)


def test_a_void_cannot_be_voided(recorded: Catalogue) -> None:
    """A void of a void, of what is void already, of nothing, or without a reason is refused."""
    recorded.void(2, reason="nhầm", actor="stp")
    head = recorded.head()
    for seq, reason, says in (
        (3, "x", "void itself"), (2, "x", "already"), (9, "x", "no fact 9"), (0, "x", "no fact 0"),
        (-1, "x", "no fact -1"), (1, "", "reason"), (1, " ", "reason"),
    ):  # fmt: skip
        with pytest.raises(InvalidDocumentError, match=says):
            recorded.void(seq, reason=reason, actor="stp")
    assert recorded.head() == head


def test_a_seq_beyond_all_is_no_fact(recorded: Catalogue) -> None:
    """A number that no log can reach is told like any other that is not there."""
    assert list(recorded.changes(10**30)) == []
    with pytest.raises(InvalidDocumentError, match="no fact"):
        recorded.void(10**30, reason="x", actor="stp")


def test_an_annulment_lies_inside_what_it_annuls(recorded: Catalogue) -> None:
    """from_ before the first or behind the last day of the fact is refused."""
    recorded.change_status(CODE, "suspended", on=D(2024, 3, 1), until=D(2024, 6, 30), actor="stp")
    for from_ in (D(2024, 2, 29), D(2024, 7, 1)):
        with pytest.raises(InvalidDocumentError, match="from_"):
            recorded.void(3, reason="x", actor="stp", from_=from_)
    recorded.void(3, reason="x", actor="stp", from_=D(2024, 6, 30))


def test_a_correction_has_no_days_of_its_own(recorded: Catalogue) -> None:
    """corrects= refuses effective, until and supersedes, and what is no standing text."""
    for given in ({"effective": TODAY}, {"until": TODAY}, {"supersedes": 1}):
        with pytest.raises(InvalidDocumentError, match="corrects"):
            recorded.record(kethon(), actor="stp", corrects=1, **given)
    for seq in (2, 9, 0):
        with pytest.raises(InvalidDocumentError, match="corrects"):
            recorded.record(kethon(), actor="stp", corrects=seq)
        with pytest.raises(InvalidDocumentError, match="supersedes"):
            recorded.record(kethon(), actor="stp", supersedes=seq)
    with pytest.raises(InvalidDocumentError, match="no sunset"):
        recorded.record(kethon(), actor="stp", supersedes=1)


def test_effect_before_the_act_is_a_warning(recorded: Catalogue) -> None:
    """`effective` before `on` is taken, with a warning that says so."""
    stands = recorded.change_status(
        CODE, "public", on=D(2024, 3, 1), effective=D(2024, 2, 1), actor="stp"
    )
    assert [problem.path for problem in stands.warnings] == ["$.effective"]
    assert recorded.change_status(CODE, "suspended", actor="stp", basis="1/QĐ-BTP").warnings == ()


def test_the_day_of_a_document_is_its_own(catalogue: Catalogue) -> None:
    """Without `on` a text is recorded on the day of its decision, else today."""
    stands = catalogue.record(kethon(decision="12/QĐ-BTP ngày 09/01/2024"), actor="stp")
    assert stands.edition is not None
    assert stands.edition.on == D(2024, 1, 9)
    other = catalogue.record(kethon(code="2.000815"), actor="stp")
    assert other.edition is not None
    assert other.edition.on == TODAY


def test_recorded_at_always_ascends(catalogue: Catalogue, clock: Clock) -> None:
    """With the clock standing still or set back, each transaction is later than the one before."""
    for back in (0, 0, -3600, -1, 7200, 0):
        clock.move(seconds=back)
        catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    instants = [fact.recorded_at for fact in catalogue.facts()]
    assert instants == sorted(set(instants))
    assert catalogue.verify().ok


def test_an_actor_may_have_roles(recorded: Catalogue) -> None:
    """An Actor with roles is recorded by its id."""
    recorded.change_status(CODE, "public", actor=Actor("stp", frozenset({"control"})))
    assert recorded.fact(3).actor == "stp"


def test_a_read_only_catalogue_refuses_to_write(db: Path, clock: Clock) -> None:
    """read_only=True reads everything and writes nothing: the bytes do not change."""
    with Catalogue.open(db, clock=clock) as catalogue:
        catalogue.record(kethon(), actor="stp")
    before, files = db.read_bytes(), sorted(path.name for path in db.parent.iterdir())
    with Catalogue.open(db, clock=clock, read_only=True) as catalogue:
        for write in (
            lambda: catalogue.record(kethon(), actor="stp"),
            lambda: catalogue.change_status(CODE, "announced", actor="stp"),
            lambda: catalogue.void(1, reason="x", actor="stp"),
            catalogue.rebuild,
        ):
            with pytest.raises(OSError, match="readonly"):
                write()
        assert catalogue.procedure(CODE)
        assert catalogue.search("kết hôn").hits
        assert catalogue.verify(deep=True).ok
    assert db.read_bytes() == before
    assert sorted(path.name for path in db.parent.iterdir()) == files
    with pytest.raises(OSError, match="no such file"):
        Catalogue.open(db.with_name("none.db"), read_only=True)


def test_errors_are_what_a_caller_would_expect() -> None:
    """Our errors subclass the builtins: LookupError, ValueError, PermissionError, OSError."""
    assert issubclass(UnknownProcedureError, LookupError)
    assert issubclass(TransitionError, ValueError)
    assert issubclass(PolicyError, PermissionError)
    assert issubclass(LoadError, ValueError)
