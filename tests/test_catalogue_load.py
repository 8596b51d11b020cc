"""Loading: good rows in one transaction, faults as problems, twice is once."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import folder, memory
from test_storage_rebuild import tables

from proccat import Catalogue
from proccat.errors import LoadError
from proccat.facts import AnyFact
from proccat.resources import resource

CODE = "1.000894"
GOOD = {"code": CODE, "name": "Đăng ký kết hôn", "on": "2024-01-02"}


def line(to: str, on: str, **more: object) -> dict[str, object]:
    return {"kind": "status", "subject": f"procedure:{CODE}", "to": to, "on": on, **more}


def jsonl(path: Path, *records: Mapping[str, object]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    return path


def test_the_fixtures_load_without_an_error_and_only_once(catalogue: Catalogue) -> None:
    """The shipped folder has no record at fault, and the second time nothing is new."""
    first = catalogue.load(resource("fixtures"))
    assert first.errors == ()
    assert first.recorded == sum(first.by_kind.values()) > 300
    head, before = catalogue.head(), tables(catalogue)
    second = catalogue.load(resource("fixtures"))
    assert (second.recorded, second.unchanged) == (0, first.recorded)
    assert catalogue.head() == head
    assert tables(catalogue) == before
    assert catalogue.verify(deep=True).ok


STATUSES = st.lists(
    st.fixed_dictionaries(
        {
            "to": st.sampled_from(("announced", "public", "suspended", "abolished", "issued")),
            "on": st.sampled_from(("2024-01-02", "2024-01-03")),
        },
        optional={
            "effective": st.sampled_from(("2024-01-02", "2024-01-03", "2024-01-04")),
            "until": st.sampled_from(("2024-01-09", "2024-01-10")),
            "taken_over": st.just(True),
        },
    ),
    max_size=6,
)


def said(to: str, on: int, effective: int | None = None) -> dict[str, object]:
    """A status line of January 2024, by days."""
    days = {} if effective is None else {"effective": f"2024-01-{effective:02}"}
    return {"to": to, "on": f"2024-01-{on:02}", **days}


def statuses(path: Path, lines: Sequence[Mapping[str, object]]) -> Path:
    subject = {"kind": "status", "subject": f"procedure:{CODE}"}
    return jsonl(path, GOOD, *(subject | dict(each) for each in lines))


def plain(fact: AnyFact) -> set[tuple[str, object]]:
    """The status and the days of a fact, as a file writes them."""
    days = {day: getattr(fact, day) for day in ("on", "effective", "until")}
    return {("to", fact.to)} | {(name, str(day)) for name, day in days.items() if day}


@given(STATUSES)
@example(
    [said("announced", 2, 3), said("public", 3, 3), said("public", 3), said("announced", 3, 4)]
)
@example([said("public", 2), said("announced", 2, 3), said("public", 2, 2) | {"taken_over": True}])
@example([said("public", 2), said("public", 2), said("announced", 2, 2) | {"taken_over": True}])
def test_whatever_statuses_a_file_says_it_says_them_once(lines: list[dict[str, object]]) -> None:
    """A file whose lines were all taken records nothing and moves nothing when loaded again."""
    with memory() as catalogue, folder() as place:
        source = statuses(place / "a.jsonl", lines)
        first = catalogue.load(source)
        before = catalogue.standing(CODE)
        again = catalogue.load(source)
        if not first.errors:
            assert again.recorded == 0
            assert catalogue.standing(CODE) == before


@given(st.lists(STATUSES, min_size=1, max_size=3))
@example([
    [said("announced", 2, 2), said("public", 3)],
    [said("announced", 3, 4)],
    [said("public", 3), said("public", 3, 4)],
])  # fmt: skip
def test_what_a_line_says_stands_in_the_log_or_is_refused(
    files: list[list[dict[str, object]]],
) -> None:
    """Whatever was loaded before, no day that a line names is lost without a word."""
    with memory() as catalogue, folder() as place:
        for lines in files:
            report = catalogue.load(statuses(place / "a.jsonl", lines))
            refused = {problem.where for problem in report.errors}
            told = [plain(fact) for fact in catalogue.changes() if fact.kind == "status"]
            for number, each in enumerate(lines, 2):  # behind the procedure
                stands = any(each.items() - {("taken_over", True)} <= fact for fact in told)
                assert stands or f"a.jsonl:{number}" in refused


def test_another_successor_is_not_taken_as_known(catalogue: Catalogue, tmp_path: Path) -> None:
    """What comes instead is a part of what a line says."""
    lines = [said("public", 2), said("replaced", 3)]
    named = [lines[0], lines[1] | {"successors": ["1.000900"]}]
    other = [lines[0], lines[1] | {"successors": ["1.000901"]}]
    assert catalogue.load(statuses(tmp_path / "a.jsonl", named)).recorded == 3
    assert catalogue.load(statuses(tmp_path / "a.jsonl", named)).recorded == 0
    report = catalogue.load(statuses(tmp_path / "b.jsonl", other))
    assert (report.recorded, [problem.where for problem in report.errors]) == (0, ["b.jsonl:3"])


def test_the_real_portal_list_loads_once(catalogue: Catalogue, real_data: Path) -> None:
    """The list of the Ministry of Justice gives 271 procedures, the second time none."""
    pytest.importorskip("openpyxl")
    path = real_data / "portal" / "danh-sach-tthc-BoTuPhap.xlsx"
    if not path.exists():
        pytest.skip(f"{path.name} is not in the real data")
    first = catalogue.load(path, on="2024-01-02")
    assert (first.recorded, first.by_kind) == (271, {"procedure": 271})
    second = catalogue.load(path, on="2026-01-02")
    assert (second.recorded, second.unchanged) == (0, 271)
    assert catalogue.verify(deep=True).ok


def test_good_rows_load_and_bad_ones_become_problems(catalogue: Catalogue, tmp_path: Path) -> None:
    """Each record at fault is a Problem with file, row and path; the others are recorded."""
    path = jsonl(
        tmp_path / "a.jsonl",
        GOOD,
        {"code": "1.00089", "name": "a"},
        {"code": "2.000815", "name": ""},
        {"code": "2.000815", "name": "b", "surprise": 1},
        {"code": "2.000815", "name": "b", "on": "2026-12-31"},
        {"code": "2.000815", "name": "b", "until": "2020-01-01"},
        {"code": "2.000815", "name": "b", "effective": "2025-02-31"},
        {"code": "2.000816", "name": "c"},
    )
    report = catalogue.load(path)
    assert report.recorded == 2
    assert [each.where for each in report.errors] == [f"a.jsonl:{n}" for n in range(2, 8)]
    assert [hit.code for hit in catalogue.search("c").hits][:1] == ["2.000816"]
    assert catalogue.verify(deep=True).ok


def test_strict_loads_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    """strict=True stops at the first error, and nothing of the file is recorded."""
    path = jsonl(tmp_path / "a.jsonl", GOOD, {"code": "1.00089", "name": "a"})
    with pytest.raises(LoadError, match="nothing was loaded") as caught:
        catalogue.load(path, strict=True)
    assert caught.value.problems
    assert catalogue.head().seq == 0
    bad = jsonl(
        tmp_path / "b.jsonl", GOOD, line("suspended", "2024-01-03"), line("x", "2024-01-04")
    )
    with pytest.raises(LoadError):
        catalogue.load(bad, strict=True)
    assert catalogue.head().seq == 0


LAWFUL = (
    line("announced", "2024-01-02"),
    line("public", "2024-01-05"),
    line("suspended", "2024-03-01", until="2024-05-01"),
    line("announced", "2024-06-01", effective="2024-07-01"),
    line("public", "2024-06-05"),
)


@given(st.permutations([GOOD, *LAWFUL]))
def test_status_lines_may_come_in_any_order(order: list[dict[str, object]]) -> None:
    """However the lines of a lawful sequence lie in the file, the standings are the same."""
    with memory() as catalogue, memory() as straight, folder() as place:
        report = catalogue.load(jsonl(place / "a.jsonl", *order))
        assert report.errors == ()
        straight.load(jsonl(place / "b.jsonl", GOOD, *LAWFUL))
        for day in ("2024-01-02", "2024-01-05", "2024-03-01", "2024-05-02", "2024-07-01"):
            mine, right = catalogue.at(day).standing(CODE), straight.at(day).standing(CODE)
            assert mine.status == right.status
        assert not any(fact.taken_over for fact in catalogue.facts())


def test_an_unlawful_line_is_left_out(catalogue: Catalogue, tmp_path: Path) -> None:
    """A line that the table does not allow is a problem that says what is; the others stay."""
    path = jsonl(
        tmp_path / "a.jsonl", GOOD, line("announced", "2024-01-02"), line("issued", "2024-02-01"),
        line("public", "2024-03-01"),
    )  # fmt: skip
    report = catalogue.load(path)
    assert report.recorded == 3
    (problem,) = report.errors
    assert problem.where == "a.jsonl:3"
    assert "allowed:" in problem.message
    assert catalogue.standing(CODE).status == "public"
    assert catalogue.load(path).recorded == 0


def test_a_line_that_would_strand_what_is_there_is_left_out(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    """A late line that would take the ground from a recorded fact is a problem."""
    catalogue.load(
        jsonl(tmp_path / "a.jsonl", GOOD, line("announced", "2024-01-02"),
              line("suspended", "2024-03-01"))
    )  # fmt: skip
    report = catalogue.load(jsonl(tmp_path / "b.jsonl", line("abolished", "2024-02-01")))
    assert report.recorded == 0
    assert "without ground" in report.errors[0].message
    assert catalogue.standing(CODE).status == "suspended"


def test_a_standing_taken_over_is_marked(catalogue: Catalogue, tmp_path: Path) -> None:
    """A first line that the table does not allow from nothing is taken over as it is, marked."""
    path = jsonl(tmp_path / "a.jsonl", GOOD, line("suspended", "2024-01-02"))
    assert catalogue.load(path).errors == ()
    period = catalogue.standing(CODE).period
    assert period is not None
    assert period.taken_over


@pytest.mark.parametrize("draft", [{}, {"draft": "ket-hon"}], ids=["code", "draft"])
def test_a_status_line_finds_its_subject_by_code(
    catalogue: Catalogue, tmp_path: Path, draft: dict[str, object]
) -> None:
    """A line names a procedure by its code, also one whose first key was a draft's."""
    path = jsonl(tmp_path / "a.jsonl", GOOD | draft, line("announced", "2024-01-02"))
    assert catalogue.load(path).errors == ()
    assert catalogue.standing(CODE).status == "announced"


def test_load_order_in_a_folder_does_not_depend_on_names(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    """Statuses, items and programmes may lie in files of any name: what is needed comes first."""
    item = {"kind": "item", "programme": "P", "subject_kind": "task", "about": "x"}
    parts: tuple[Mapping[str, object], ...] = (
        line("announced", "2024-01-02"),
        {"kind": "status", "subject": "item:P/task/x", "to": "planned", "on": "2024-01-02"},
        item,
        {"kind": "programme", "id": "P", "name": "P", "on": "2024-01-01"},
        GOOD,
    )
    for number, names in enumerate(itertools.islice(itertools.permutations("abcde"), 0, 120, 17)):
        place = tmp_path / str(number)
        place.mkdir()
        for name, part in zip(names, parts, strict=True):
            jsonl(place / f"{name}.jsonl", part)
        with memory() as fresh:
            report = fresh.load(place)
            assert (report.errors, report.recorded) == ((), 5)
    assert catalogue.head().seq == 0


def test_an_unreadable_file_in_a_folder_is_a_problem(catalogue: Catalogue, tmp_path: Path) -> None:
    """Of a folder, the files that can be read load; alone, the other is a LoadError."""
    jsonl(tmp_path / "a.jsonl", GOOD)
    (tmp_path / "b.json").write_bytes(b"\x00\x01\x02")
    report = catalogue.load(tmp_path)
    assert report.recorded == 1
    assert [each.where for each in report.errors] == ["b.json"]
    for bad in (tmp_path / "b.json", tmp_path / "none.json"):
        with pytest.raises(LoadError):
            catalogue.load(bad)
    (tmp_path / "empty").mkdir()
    with pytest.raises(LoadError, match="no files"):
        catalogue.load(tmp_path / "empty")


def test_progress_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    """The caller's function hears of every record."""
    heard: list[int] = []
    catalogue.load(
        jsonl(tmp_path / "a.jsonl", GOOD, line("announced", "2024-01-02")), progress=heard.append
    )
    assert heard == [1, 2]


def test_a_load_moves_no_status_of_its_own(catalogue: Catalogue, tmp_path: Path) -> None:
    """Documents alone change no status."""
    catalogue.load(jsonl(tmp_path / "a.jsonl", GOOD | {"decision": "12/QĐ-BTP ngày 09/01/2024"}))
    assert [fact.kind for fact in catalogue.facts()] == ["recorded"]
