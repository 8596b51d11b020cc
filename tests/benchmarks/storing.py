"""What writing, reading and proving cost beside the bare work: ``make bench``."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from measuring import Measured, side_by_side, table

from proccat import Catalogue, Procedure
from proccat.indexing import index_entry
from proccat.standing import Fold, at

_DAY = date(2024, 1, 2)
_TEXT = (
    "đăng ký cấp lại giấy phép chứng nhận hoạt động kinh doanh thay đổi nội dung gia hạn thu hồi "
    "xác nhận công nhận thẩm định phê duyệt cơ sở sản xuất xuất khẩu nhập khẩu đất đai xây dựng"
)
_WORDS = _TEXT.split()


def name(number: int) -> str:
    """A name of realistic length, the same for the same number."""
    step = 1 + number % 7
    return " ".join(_WORDS[(number * 13 + place * step) % len(_WORDS)] for place in range(14))


def procedure(number: int) -> Procedure:
    """A small procedure, the same for the same number."""
    return Procedure(
        code=f"1.{number:06}",
        name=name(number),
        field=f"Lĩnh vực {number % 40}",
        executing=[f"Sở số {number % 25}"],
    )


def described(number: int) -> Procedure:
    """The same with a description of 210 words."""
    words = " ".join(name(number * 31 + part) for part in range(15))
    return Procedure.parse(procedure(number).plain() | {"description": words})


def whole(number: int) -> Procedure:
    """A record as long as those of the national portal: some 1,000 words and 7 kB of JSON."""
    parts = [f"{name(number * 31 + part)}, {name(number * 17 + part)}." for part in range(30)]
    return Procedure.parse(
        procedure(number).plain()
        | {
            "cases": [{"steps": parts[:14], "components": parts[14:22], "sets": 1}],
            "manners": [
                {"channel": channel, "limit": {"quantity": 5, "unit": "working_day"},
                 "fees": [{"kind": "charge", "amount": "20000"}], "description": parts[22]}
                for channel in ("direct", "online", "postal")
            ],
            "legal_bases": [f"{serial + number % 30}/2020/NĐ-CP" for serial in range(1, 7)],
            "requirements": parts[23:29],
            "results": [parts[29]],
            "levels": ["province"],
        }
    )  # fmt: skip


def lines(folder: Path, count: int, made: Callable[[int], Procedure] = procedure) -> Path:
    """A JSON Lines file of procedures."""
    file = folder / f"{count}-{made.__name__}.jsonl"
    file.write_text("".join(made(n).to_json() + "\n" for n in range(count)), "utf-8")
    return file


def bare(folder: Path, tag: str) -> sqlite3.Connection:
    """A bare database with the tables that a hand-written program would have."""
    connection = sqlite3.connect(folder / f"{tag}.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, body TEXT, hash TEXT)")
    connection.execute("CREATE TABLE now (code TEXT PRIMARY KEY, status TEXT, body TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(name, field, body)")
    return connection


def loading(
    folder: Path, made: Callable[[int], Procedure], title: str, count: int = 10_000
) -> Measured:
    """Load, validate, store, index against executemany of ready rows and an FTS5 insert."""
    file = lines(folder, count, made)
    ready = [
        (each.code, document.to_json(), each.name, each.field or "", each.body)
        for document in map(made, range(count))
        for each in (index_entry(0, document),)
    ]
    runs = itertools.count()

    def ours() -> None:
        with Catalogue.open(folder / f"load-{made.__name__}-{next(runs)}.db") as catalogue:
            catalogue.load(file)

    def floor() -> None:
        connection = bare(folder, f"floor-{made.__name__}-{next(runs)}")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO now VALUES (?, NULL, ?)", [(row[0], row[1]) for row in ready]
        )
        connection.executemany("INSERT INTO words VALUES (?, ?, ?)", [row[2:] for row in ready])
        connection.execute("COMMIT")
        connection.close()

    return side_by_side(
        f"load {count} {title}, each", "executemany + FTS5", ours, floor, goal="≤ 3 ×",
        times=3, each=count,
    )  # fmt: skip


def changing(folder: Path) -> list[Measured]:
    """One durable status change, and many in one transaction."""
    count = 2_000
    catalogue = Catalogue.open(folder / "status.db")
    catalogue.load(lines(folder, count))
    catalogue.change_status("1.000000", "announced", on=_DAY, actor="stp", basis="12/QĐ-BTP")
    connection = bare(folder, "status-floor")
    connection.executemany(
        "INSERT INTO now VALUES (?, 'announced', '{}')", [(f"1.{n:06}",) for n in range(count)]
    )
    codes = itertools.count(1)
    seqs = itertools.count(1)
    previous = ""

    def raw() -> None:
        nonlocal previous
        seq = next(seqs)
        body = json.dumps({"to": "public", "on": "2024-01-09", "actor": "stp"})
        previous = hashlib.sha256((previous + body).encode()).hexdigest()
        connection.execute("INSERT INTO log VALUES (?, ?, ?)", (seq, body, previous))
        connection.execute("UPDATE now SET status = 'public' WHERE code = ?", (f"1.{seq:06}",))

    def one_raw() -> None:
        connection.execute("BEGIN IMMEDIATE")
        raw()
        connection.execute("COMMIT")

    def one() -> None:
        code = f"1.{next(codes):06}"
        catalogue.change_status(code, "public", on=_DAY, actor="stp", basis="12/QĐ-BTP")

    def many(step: int = 500) -> None:
        with catalogue.transaction():
            for _ in range(step):
                one()

    def several() -> None:
        for _ in range(500):
            one()

    alone = side_by_side(
        "one durable status change", "INSERT + UPDATE + SHA-256 + commit", one, one_raw,
        goal="≤ 1.5 ×", times=300,
    )  # fmt: skip
    together = side_by_side(
        "500 in one transaction, each", "one alone", many, several,
        goal="≤ 0.25 ×", times=1, each=500,
    )  # fmt: skip
    catalogue.close()
    return [alone, together]


def reading(folder: Path) -> Measured:
    """One procedure, validated, against a raw SELECT."""
    count = 2_000
    catalogue = Catalogue.open(folder / "read.db")
    catalogue.load(lines(folder, count))
    raw = sqlite3.connect(folder / "read.db")
    codes = [f"1.{n:06}" for n in range(500)]
    select = "SELECT body FROM facts WHERE subject = ? ORDER BY version DESC LIMIT 1"
    return side_by_side(
        "read one procedure", "raw SELECT",
        lambda: [catalogue.procedure(code) for code in codes],
        lambda: [raw.execute(select, (f"procedure:{code}",)).fetchone() for code in codes],
        goal="≤ 5 ×", times=7, each=500,
    )  # fmt: skip


def as_of(folder: Path) -> list[Measured]:
    """All standings as of a date, and the proof, over 20,000 documents with 5 statuses each."""
    count, path = 20_000, folder / "asof.db"
    catalogue = Catalogue.open(path, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    catalogue.load(lines(folder, count), on=date(2020, 1, 1))
    days = (
        date(2020, 1, 2),
        date(2021, 1, 1),
        date(2022, 1, 1),
        date(2023, 1, 1),
        date(2024, 1, 1),
    )
    cycle = ("announced", "public", "announced", "public", "abolished")
    with catalogue.transaction():
        for number, (day, to) in itertools.product(range(count), zip(days, cycle, strict=True)):
            catalogue.change_status(f"1.{number:06}", to, on=day, actor="stp")
    past = catalogue.at(effective=date(2022, 6, 30))
    store = past._store
    log = {f"procedure:1.{n:06}": store.log.lines(f"procedure:1.{n:06}") for n in range(count)}
    raw = sqlite3.connect(path)

    def hashing() -> None:
        for columns in raw.execute("SELECT * FROM facts"):
            hashlib.sha256(repr(columns).encode()).digest()

    everything = side_by_side(
        "status of 20,000 as of a date", "fold of the log in memory",
        lambda: dict(past.standings()),
        lambda: {subject: at(Fold(each).statuses, past.effective) for subject, each in log.items()},
        goal="≤ 2 ×", times=3,
    )  # fmt: skip
    proof = side_by_side(
        "verify 100,000 status facts", "read and SHA-256 all their bytes",
        lambda: catalogue.verify(deep=False), hashing,
        goal="≤ 10 ×", times=1,
    )  # fmt: skip
    catalogue.close()
    return [everything, proof]


def lengthening(folder: Path, count: int = 20) -> Measured:
    """Reads of the present behind a long history against the same reads behind a short one."""
    catalogue = Catalogue.open(folder / "long.db")
    catalogue.load(lines(folder, count), on=date(2020, 1, 1))
    short = Catalogue.open(folder / "short.db")
    short.load(lines(folder, count), on=date(2020, 1, 1))
    for turn, number in itertools.product(range(200), range(count)):
        text = procedure(number).model_copy(update={"description": f"Lần {turn}"})
        catalogue.record(text, on=date(2020, 1, 2), actor="stp")
    codes = [f"1.{number:06}" for number in range(count)]
    measured = side_by_side(
        "read the present, 200 editions later", "the same before",
        lambda: [catalogue.procedure(code) for code in codes],
        lambda: [short.procedure(code) for code in codes],
        goal="level", times=50, each=count,
    )  # fmt: skip
    catalogue.close()
    short.close()
    return measured


def importing(folder: Path) -> Measured:
    """``import proccat`` against the three libraries it stands on, all of them compiled before."""
    kept = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")

    def run(statement: str) -> None:
        subprocess.run([sys.executable, "-c", statement], check=True, env=kept)

    ours, floor = "import proccat", "import pydantic, attrs, sqlite_utils; pydantic.BaseModel"
    run(ours)
    run(floor)
    return side_by_side(
        "import proccat", "pydantic + attrs + sqlite_utils", lambda: run(ours),
        lambda: run(floor), goal="≤ 1.5 ×", times=7,
    )  # fmt: skip


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            loading(folder, procedure, "procedures"),
            loading(folder, described, "with 210 words more"),
            loading(folder, whole, "of the portal's length"),
            *changing(folder),
            reading(folder),
            *as_of(folder),
            lengthening(folder),
            importing(folder),
        ]
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
