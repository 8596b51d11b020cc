from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from strategies import Clock

from proccat import Agency, Catalogue, Item, LegalDocument, OfficePolicy, Procedure, Programme
from proccat.errors import (
    ConflictError,
    ExportError,
    InvalidDocumentError,
    LoadError,
    PolicyError,
    ProccatError,
    UnknownProgrammeError,
)
from proccat.resources import resource

CODE = "1.000894"
DAY = date(2024, 1, 2)


def kethon(words: str | None = None, code: str = CODE) -> Procedure:
    """A small procedure."""
    return Procedure(code=code, name="Đăng ký kết hôn", description=words)


@pytest.mark.parametrize("end", ["", "-journal"])
def test_an_export_never_overwrites_the_catalogue(tmp_path: Path, end: str) -> None:
    """An export onto the catalogue's own file, under any name, is refused and the file stays."""
    path = tmp_path / "a.db"
    with Catalogue.open(path) as catalogue:
        catalogue.record(kethon(), actor="stp", on=DAY)
        with pytest.raises(ExportError, match="a catalogue that is open"):
            catalogue.export(tmp_path / "." / f"a.db{end}", format="csv")
        assert catalogue.verify().ok


def test_a_longer_log_is_not_taken_for_known(tmp_path: Path, clock: Clock) -> None:
    """A log that goes on where the catalogue ends is refused, not cut."""
    with Catalogue.open(":memory:", clock=clock) as one:
        one.record(kethon(), actor="stp", on=DAY)
        one.export(tmp_path / "short.log")
        one.change_status(CODE, "announced", actor="stp", on=DAY)
        one.export(tmp_path / "long.log")
    with Catalogue.open(":memory:", clock=clock) as other:
        other.load(tmp_path / "short.log")
        with pytest.raises(LoadError, match="empty catalogue"):
            other.load(tmp_path / "long.log")
        assert other.load(tmp_path / "short.log").unchanged == 1


def test_the_whole_file_is_left_alone_inside_a_transaction(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    """Export, backup, verify and rebuild refuse to see what may still be undone."""
    with catalogue.transaction():
        catalogue.record(kethon(), actor="stp", on=DAY)
        for ask in (
            lambda: catalogue.export(tmp_path / "a.log"),
            lambda: catalogue.backup(tmp_path / "a.db"),
            catalogue.verify,
            catalogue.rebuild,
        ):
            with pytest.raises(InvalidDocumentError, match="transaction is open"):
                ask()
    assert not list(tmp_path.iterdir())


def test_what_begins_later_is_recorded_today(catalogue: Catalogue) -> None:
    """A programme or a name of the future is no act of the future."""
    catalogue.record(Programme(id="P", name="P", starts="2099-01-01"), actor="stp")
    agency = Agency(id="bo-moi", names=[{"name": "Bộ Mới", "since": "2099-01-01"}])
    standing = catalogue.record(agency, actor="stp")
    assert standing.edition is not None
    assert standing.edition.on == catalogue.effective


def test_a_standing_is_found_by_any_name(catalogue: Catalogue) -> None:
    """An item by its id, a document by its number, an item by its procedure's code or subject."""
    catalogue.record(Programme(id="P", name="P"), actor="stp", on=DAY)
    item = Item(programme="P", subject_kind="procedure", about=CODE)
    catalogue.record(item, actor="stp", on=DAY)
    catalogue.record(LegalDocument(number="87/2020/NĐ-CP"), actor="stp", on=DAY)
    assert catalogue.standing(item.id).subject == item.subject
    for about in (CODE, f"procedure:{CODE}"):
        assert catalogue.standing(about, programme="P").subject == item.subject
    assert catalogue.standing("document:87/2020/NĐ-CP").title == "87/2020/NĐ-CP"


def test_a_warning_names_its_own_line(catalogue: Catalogue, tmp_path: Path) -> None:
    """What is odd about a status line is told with the line it stands in."""
    lines: list[dict[str, object]] = [
        {"code": CODE, "name": "Đăng ký kết hôn", "on": "2024-01-02"},
        {"kind": "status", "subject": f"procedure:{CODE}", "to": "announced", "on": "2024-01-03",
         "basis": "12/QĐ-BTP"},
        {"kind": "status", "subject": f"procedure:{CODE}", "to": "abolished", "on": "2024-01-04"},
    ]  # fmt: skip
    path = tmp_path / "s.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    (odd,) = catalogue.load(path).problems
    assert (odd.where, odd.severity) == ("s.jsonl:3", "warning")


def test_a_run_does_not_bridge_a_gap(catalogue: Catalogue) -> None:
    """An item whose enactment lapsed and came back reached it on the second day."""
    catalogue.record(Programme(id="P", name="P"), actor="stp", on=date(2020, 1, 1))
    item = Item(programme="P", subject_kind="task", about="x")
    catalogue.record(item, actor="stp", on=date(2020, 1, 1))
    catalogue.change_status(item.subject, "approved", on=date(2020, 1, 1), actor="stp")
    catalogue.change_status(
        item.subject, "enacted", on=date(2021, 1, 1), until=date(2021, 12, 31), actor="stp"
    )
    catalogue.change_status(item.subject, "enacted", on=date(2024, 1, 1), actor="stp")
    assert catalogue.progress("P", since=date(2023, 1, 1)).reached == 1
    assert catalogue.progress("P", since="2024-01-02").reached == 0


def test_a_wrong_name_is_never_silently_nothing(catalogue: Catalogue) -> None:
    """An unknown kind, programme or subject kind is an error that lists what there is."""
    with pytest.raises(InvalidDocumentError, match="procedure and item"):
        catalogue.standings("nonsense")
    with pytest.raises(InvalidDocumentError, match="reporting_regime"):
        catalogue.progress(subject="nonsense")
    for ask in (catalogue.items, catalogue.plans):
        with pytest.raises(UnknownProgrammeError):
            ask("nope")


def test_a_load_request_compares_all_that_was_asked(catalogue: Catalogue, tmp_path: Path) -> None:
    """The same file under the same request with another day or actor is a conflict."""
    path = tmp_path / "a.jsonl"
    path.write_text(kethon().to_json() + "\n", "utf-8")
    catalogue.load(path, on=DAY, request_id="r")
    assert catalogue.load(path, on=DAY, request_id="r").recorded == 0
    for other in ({"on": date(2024, 1, 3)}, {"on": DAY, "actor": "x"}):
        with pytest.raises(ConflictError):
            catalogue.load(path, request_id="r", **other)


def test_restoring_a_log_is_asked_of_the_policy(tmp_path: Path, clock: Clock) -> None:
    """Who may not write may not restore a log either."""
    with Catalogue.open(":memory:", clock=clock) as one:
        one.record(kethon(), actor="stp", on=DAY)
        one.export(tmp_path / "a.log")
    with Catalogue.open(":memory:", clock=clock, policy=OfficePolicy()) as office:
        with pytest.raises(PolicyError, match="restore"):
            office.load(tmp_path / "a.log", actor="x")
        assert office.head().seq == 0


def test_kinds_are_taken_in_order_from_a_folder(catalogue: Catalogue, tmp_path: Path) -> None:
    """Whatever the files are called: agencies, documents, programmes, procedures, items."""
    records = {
        "a": Item(programme="P", subject_kind="task", about="x"),
        "b": kethon(),
        "c": Programme(id="P", name="P"),
        "d": LegalDocument(number="87/2020/NĐ-CP"),
        "e": Agency(id="stp", names=["Sở Tư pháp"]),
    }
    for name, document in records.items():
        (tmp_path / f"{name}.json").write_text(document.to_json(), "utf-8")
    catalogue.load(tmp_path)
    kinds = [fact.subject.partition(":")[0] for fact in catalogue.facts()]
    assert kinds == ["agency", "document", "programme", "procedure", "item"]


@pytest.mark.parametrize(("name", "form"), [
    ("a.csv", "csv"), ("a.csv", "csv-excel"), ("a.xlsx", "xlsx"), ("a.json", "json"),
    ("a.jsonl", "jsonl"),
])  # fmt: skip
def test_our_own_export_changes_nothing_where_it_came_from(
    catalogue: Catalogue, tmp_path: Path, name: str, form: str
) -> None:
    """Loaded over the catalogue it was made from, an export of any format records nothing."""
    catalogue.load(resource("fixtures"))
    catalogue.export(tmp_path / name, format=form)
    assert catalogue.load(tmp_path / name).recorded == 0


def test_a_row_withdraws_nothing_it_leaves_out(catalogue: Catalogue, tmp_path: Path) -> None:
    """The row of a table changes what it says otherwise and keeps the rest of the text."""
    catalogue.load(resource("fixtures"))
    before = catalogue.procedure(CODE)
    path = tmp_path / "a.csv"
    path.write_text(f"Mã số,Tên,Lĩnh vực\n{CODE},Kết hôn,\n", "utf-8")
    assert catalogue.load(path).recorded == 1
    after = catalogue.procedure(CODE)
    assert after.name == "Kết hôn"
    assert after.model_copy(update={"name": before.name}) == before


def test_an_annulled_status_shows_its_last_day(catalogue: Catalogue) -> None:
    """From an annulment on, the standing and the list tell the day before as its last."""
    catalogue.record(kethon(), actor="stp", on=DAY)
    catalogue.change_status(CODE, "announced", actor="stp", on=DAY)
    catalogue.change_status(CODE, "suspended", actor="stp", on=date(2024, 2, 1))
    seq = catalogue.history(CODE)[-1].seq
    catalogue.void(seq, reason="trái luật", from_=date(2027, 1, 1), actor="stp")
    period = catalogue.standing(CODE).period
    assert period is not None
    assert period.until == date(2026, 12, 31)
    (record,) = catalogue.records("procedure")
    assert record.status == period


def test_a_thousand_written_with_a_dot_is_refused() -> None:
    """15.000 đồng is not fifteen đồng: three digits behind a point are refused with the remedy."""
    manners = [{"fees": [{"amount": "15.000"}]}]
    with pytest.raises(InvalidDocumentError, match="15000"):
        Procedure(code=CODE, name="x", manners=manners)


def test_nothing_comes_instead_of_itself(catalogue: Catalogue) -> None:
    """A procedure is no successor of its own."""
    catalogue.record(kethon(), actor="stp", on=DAY)
    catalogue.change_status(CODE, "announced", actor="stp", on=DAY)
    with pytest.raises(ProccatError, match="itself"):
        catalogue.change_status(CODE, "replaced", actor="stp", successors=(CODE,))
