from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from proccat.cli import main
from proccat.printing import number
from proccat.resources import resource

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROCCAT_DB", raising=False)

    def command(*args: str) -> Result:
        return CliRunner().invoke(main, ["--db", "a.db", *args], catch_exceptions=False)

    return command


@pytest.fixture
def loaded(run: Run) -> Run:
    """The command line over a catalogue that holds the fixtures."""
    assert run("load", str(resource("fixtures"))).exit_code == 0
    return run


def test_loading_again_records_nothing(loaded: Run) -> None:
    """The second load of a folder says that nothing is new."""
    again = loaded("load", str(resource("fixtures")))
    assert again.exit_code == 0
    assert again.output.startswith("recorded 0, unchanged")


def test_a_status_works_once_and_says_why_not_twice(loaded: Run) -> None:
    """The same status twice is refused with exit code 1 and the statuses that are allowed."""
    args = ("status", "1.013225", "public", "--on", "10/07/2025", "--actor", "sxd")
    first, second = loaded(*args), loaded(*args)
    assert first.exit_code == 0, first.output
    assert "public (đã công khai) from 10/07/2025" in first.output
    assert second.exit_code == 1
    assert "allowed: announced, replaced, abolished, suspended" in second.output


def test_a_log_comes_back_as_the_same_bytes(loaded: Run) -> None:
    """Exported, restored into an empty catalogue and exported again, a log is the same bytes."""
    assert loaded("export", "a.log").exit_code == 0
    assert loaded("load", "a.log", "--db", "b.db").exit_code == 0
    assert loaded("export", "b.log", "--db", "b.db").exit_code == 0
    assert Path("a.log").read_bytes() == Path("b.log").read_bytes()


def test_search_prints_the_best_first(loaded: Run) -> None:
    """Typed without tones, the birth registration is the first line."""
    found = loaded("search", "dang ky khai sinh")
    assert found.output.splitlines()[0].startswith("1.001193")


def test_words_are_joined(loaded: Run) -> None:
    """What is typed as several words without quotes is one query, text or number."""
    for command, words in (
        ("search", "dang ky khai sinh"),
        ("suggest", "dang ky k"),
        ("citing", "Luật số 60/2014/QH13"),
    ):
        assert loaded(command, *words.split()).output == loaded(command, words).output
    assert loaded("search", "ket", "hon", "--limit", "1").exit_code == 0


def test_search_shows_where_the_words_are(loaded: Run) -> None:
    """Marked in the name, or below the bare name the passage of what it says of itself."""
    text = {"code": "1.099999", "name": "Tên khác", "description": "Nói về tàu vũ trụ ở đây."}
    document = {"kind": "document", "number": "99/2030/NĐ-CP", "name": "Quy định về tàu vũ trụ"}
    Path("new.json").write_text(json.dumps([text, document]), "utf-8")
    loaded("load", "new.json")
    name, field, *_ = loaded("search", "ket hon").output.splitlines()
    assert name == "1.000894  Thủ tục đăng ký [kết hôn]"
    assert field.startswith("    Hộ tịch · ")
    assert loaded("search", "tau vu tru").output.splitlines()[:3] == [
        "1.099999  Tên khác", "    –", "    Nói về [tàu vũ trụ] ở đây.",
    ]  # fmt: skip
    shown = loaded("search", "tau vu tru", "--kind", "document").output.splitlines()
    assert shown[1] == "    Quy định về [tàu vũ trụ]"
    assert "[" not in loaded("search").output


def test_a_question_says_what_its_total_counts(loaded: Run) -> None:
    """The last line and the JSON tell whether hits go on beyond those that hold all the words."""
    question = "làm thế nào để đăng ký kết hôn"
    shown = json.loads(loaded("search", question, "--json").output)
    assert shown["near"] is True
    assert f"{shown['total']} hold all the words; others come near" in loaded(
        "search", question, "--limit", "1"
    ).output  # fmt: skip
    exact = json.loads(loaded("search", "kết hôn", "--json").output)
    assert (exact["near"], exact["partial"]) == (False, False)
    nothing = loaded("search", "kết hôn zzz").output.splitlines()[-1]
    assert nothing.startswith("none holds all the words; ")
    assert "hold some of them" in nothing
    assert json.loads(loaded("search", "kết hôn zzz", "--json").output)["partial"] is True


def test_whole_numbers_are_no_decimals() -> None:
    """Between English words thousands are set apart by a blank, which no line breaks."""
    assert [number(each) for each in (0, 999, 4333, 1234567)] == [
        "0", "999", "4\u00a0333", "1\u00a0234\u00a0567",
    ]  # fmt: skip


def test_everyday_words_of_a_file_are_understood(loaded: Run) -> None:
    """With --synonyms a search knows the words of a file; a file that is none is one line."""
    Path("words.tsv").write_text("lên xe hoa\tkết hôn\n", "utf-8")
    found = loaded("search", "lên xe hoa", "--synonyms", "words.tsv")
    assert found.output.splitlines()[0].startswith("1.000894")
    assert found.output != loaded("search", "lên xe hoa").output
    refused = loaded("search", "x", "--synonyms", "absent.tsv")
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)


def test_citing_tells_what_may_concern_an_article(loaded: Run) -> None:
    """With --article what names no article is marked, and what names only others is left out."""
    bases = (("a", ["Điều 8"]), ("b", ["Điều 9"]), ("c", None))
    rows = [
        {"draft": key, "name": f"Tên {key}", "legal_bases": [{"document": "1/2030/QH20"}]}
        for key, _ in bases
    ]
    for row, (_, articles) in zip(rows, bases, strict=True):
        row["legal_bases"][0]["articles"] = articles  # type: ignore[index]
    Path("rows.json").write_text(json.dumps(rows), "utf-8")
    assert loaded("load", "rows.json").exit_code == 0
    shown = loaded("citing", "1/2030/QH20", "--article", "8").output
    assert "Tên a (Điều 8) [its only legal basis]" in shown
    assert "Tên c [names no article] [its only legal basis]" in shown
    assert "Tên b" not in shown


def test_json_output_is_json(loaded: Run) -> None:
    """With --json, before or behind the command, every reading command prints one JSON value."""
    for args in (
        ("search", "ket hon"),
        ("show", "1.000894"),
        ("show",),
        ("history", "1.004873"),
        ("diff", "1.004873", "2024-01-09", "09/01/2026"),
        ("changes", "--since", "300"),
        ("progress", "68/NQ-CP/2020", "--by", "agency"),
        ("report", "programmes"),
        ("verify", "--deep"),
    ):
        for shown in (loaded("--json", *args), loaded(*args, "--json")):
            assert shown.exit_code == 0, (args, shown.output)
            assert json.loads(shown.output) is not None


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("search", "x", "--level", "mars"), "level: 'mars' is not known"),
        (("show", "1.999999"), "no procedure '1.999999' is known"),
        (("status", "1.999999", "public", "--actor", "x"), "no procedure '1.999999'"),
        (("status", "1.000894", "public", "--actor", " "), "actor: is blank"),
        (
            ("status", "1.000894", "suspended", "--actor", "x", "--basis", "abc"),
            "basis: 'abc' is no document number",
        ),
        (("void", "9999", "--reason", "x", "--actor", "y"), "seq: there is no fact 9999"),
        (("progress", "none"), "no programme 'none' is known"),
        (("export", "x.pdf"), "its name tells no format"),
        (("verify", "--anchor", "x"), "anchor:"),
    ],
)
def test_what_is_refused_is_said_in_one_line(loaded: Run, args: tuple[str, ...], said: str) -> None:
    """What the library refuses is one line on the error stream and exit code 1."""
    refused = loaded(*args)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("error: ")
    assert said in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "args",
    [
        ("status", "1.000894", "public", "--actor", "x", "--on", "31/02/2025"),
        ("status", "1.000894", "public"),
        ("load", "absent.xlsx"),
        ("nonsense",),
    ],
)
def test_what_is_not_understood_is_exit_code_2(loaded: Run, args: tuple[str, ...]) -> None:
    """A day that is none, a missing option, an absent file, an unknown command: exit code 2."""
    assert loaded(*args).exit_code == 2


def test_reading_an_absent_catalogue_creates_none(run: Run) -> None:
    """A command that reads says that the file is absent, and leaves none behind."""
    refused = run("search", "x")
    assert refused.exit_code == 1
    assert "there is no such catalogue" in refused.stderr
    assert not Path("a.db").exists()


def test_record_void_and_history(loaded: Run) -> None:
    """A recorded edition can be taken back; the history keeps both facts."""
    text = {"code": "1.000894", "name": "Đăng ký kết hôn", "description": "Bản thử."}
    Path("new.json").write_text(json.dumps(text), "utf-8")
    recorded = loaded("record", "new.json", "--actor", "btp", "--on", "2026-11-01")
    assert recorded.exit_code == 0, recorded.output
    facts = json.loads(loaded("history", "1.000894", "--json").output)
    seq = str(facts[-1]["seq"])
    voided = loaded("void", seq, "--reason", "Nhập nhầm.", "--actor", "btp", "--on", "2026-11-01")
    assert voided.exit_code == 0, voided.output
    assert f"[taken back by {int(seq) + 1}]" in loaded("history", "1.000894").output


def test_check_says_what_a_file_would_change_and_records_nothing(loaded: Run) -> None:
    """Check compares with what stands, reports faults with exit code 1, and writes nothing."""
    before = json.loads(loaded("verify", "--json").output)["head"]
    text = {"code": "1.000894", "name": "Đăng ký kết hôn", "levels": ["commune"]}
    Path("new.json").write_text(json.dumps([text, {"code": "1.00001", "name": "x"}]), "utf-8")
    checked = loaded("check", "new.json")
    assert checked.exit_code == 1
    assert "procedure:1.000894:" in checked.output
    assert "dropped the last zeros" in checked.stderr
    assert json.loads(loaded("verify", "--json").output)["head"] == before


def test_a_reading_command_looks_back(loaded: Run) -> None:
    """With --at, a command shows what was in force on that day."""
    assert "edition 1" in loaded("show", "1.004873", "--at", "09/01/2024").output
    assert "edition 2" in loaded("show", "1.004873", "--at", "2025-07-01").output


def test_the_demo_tells_its_story(run: Run) -> None:
    """The demo writes every format, refuses one change, and proves the file."""
    told = run("demo")
    assert told.exit_code == 0
    for part in ("allowed: nothing, it is final", "7. Proof: clean", "Try next:"):
        assert part in told.output
    written = {path.suffix for path in Path("demo-output").iterdir()} - {".db-journal"}
    assert written == {".db", ".log", ".jsonl", ".json", ".csv", ".xlsx"}


def test_schemas_are_written(run: Run) -> None:
    """The schemas a command writes are those that ship."""
    assert run("schemas", "out").exit_code == 0
    for path in resource("schemas").iterdir():
        assert (Path("out") / path.name).read_text("utf-8") == path.read_text("utf-8")


def test_every_command_and_option_has_help() -> None:
    """No command and no option goes without a sentence."""

    def commands(group: click.Group) -> list[click.Command]:
        found: list[click.Command] = []
        for command in group.commands.values():
            found += commands(command) if isinstance(command, click.Group) else [command]
        return found

    for command in commands(main):
        assert command.help, command.name
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, (command.name, option)


def test_search_says_why_and_what_was_meant(loaded: Run) -> None:
    """Reasons stand under each hit, the corrected query first; other kinds show their passage."""
    assert "in all" in loaded("search", "ket hon", "--explain", "--limit", "1").output
    assert loaded("search", "ket hom").output.startswith("did you mean: ket hon\n")
    assert json.loads(loaded("--json", "search", "ket hom").output)["did_you_mean"] == "ket hon"
    for words in (
        ["--", "-kết đăng ký"],
        ["đăng", "ký", "-kết"],
        ["-kết", "--limit", "20", "đăng ký"],
    ):
        excluded = loaded("search", *words)
        names = [line for line in excluded.output.lower().splitlines() if not line.startswith(" ")]
        assert len(names) > 2
        assert not any("kết" in name for name in names)
    assert loaded("search", "--limt", "5", "x").exit_code == 2
    assert loaded("search", "--kind", "programme").exit_code == 0
    refused = loaded("search", "x", "--kind", "document", "--field", "y")
    assert (refused.exit_code, "field: is no filter" in refused.output) == (1, True)


def test_what_goes_on_what_is_like_it_and_what_refers(loaded: Run) -> None:
    """Completions, near duplicates and citations print a line each, or say that there are none."""
    assert "Đăng ký kết hôn" in loaded("suggest", "dang ky k").output
    assert loaded("suggest", "zzz").output == "nothing begins so\n"
    loaded("demo")
    assert loaded("similar", "1.000894").exit_code == 0
    cited = loaded("citing", "60/2014/QH13").output
    assert cited.startswith("căn cứ pháp lý: ")
    assert "procedure 1.000894" in cited
    nothing = "nothing refers to it\n"
    absent = "no document of this number is recorded\n"
    assert loaded("citing", "1/1900/QH1").output == nothing + absent
    warned = loaded("--json", "citing", "123/2015")
    assert "no whole number" in warned.output
    elsewhere = loaded("citing", "60/2014/QH13", "--article", "999").output
    assert elsewhere.startswith("nothing refers to this article; ")
    assert "no document" not in elsewhere
    assert loaded("citing", "60/2014/QH13", "--article", "0").exit_code == 1
    for asked in ("123/2015", "nghị định 123/2015"):
        said = loaded("citing", asked).output
        assert said.startswith(f"{nothing}this is no whole number of a document"), asked
        assert said.endswith(f"{absent}did you mean: 123/2015/NĐ-CP\n"), asked
    assert "did you mean: 60/2014/QH13" in loaded("citing", "Luật Hộ tịch").output
    assert "number: is blank: write the number" in loaded("citing", "").stderr
    shown = json.loads(loaded("--json", "citing", "60/2014/QH13").output)
    assert {each["role"] for each in shown} == {"legal_basis"}
