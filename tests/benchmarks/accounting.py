"""What the accounts of reform cost beside bare SQL that gives the same counts: ``make bench``.

Give numbers of procedures and items for a smaller run: ``accounting.py 10000 5000``.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import sys
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from measuring import Measured, side_by_side, table
from storing import name

from proccat import Catalogue, Item, Procedure, Programme, reports
from proccat.documents.cost import Cost

_TODAY = date(2026, 11, 15)
_PROGRAMME = "p/2024"
_GOAL = "≤ 2 ×"


def procedure(number: int) -> Procedure:
    """A procedure with papers, a channel and a cost; one in ten lacks the time limit."""
    limit = {"limit": {"quantity": 1 + number % 30, "unit": "working_day"}} if number % 10 else {}
    return Procedure(
        code=f"1.{number:06}",
        name=f"{name(number)} {number}",
        announcing=f"Bộ số {number % 25}",
        executing=["Ủy ban nhân dân cấp xã"],
        performers=["Công dân Việt Nam"],
        results=["Giấy chứng nhận"],
        cases=[{"steps": ["Nộp"], "components": [{"name": "Tờ khai", "originals": 1}], "sets": 1}],
        manners=[{"channel": "direct", "fees": [{"amount": 15000}], **limit}],
        requirements=["Đủ 18 tuổi"],
        legal_bases=["123/2015/NĐ-CP"],
        online=("full", "partial", "information")[number % 3],
        costs=[{"yearly": 1000 + number}],
    )


def item(number: int) -> Item:
    """An item with a sheet of costs."""
    return Item(
        programme=_PROGRAMME,
        subject_kind="procedure",
        about=f"1.{number:06}",
        lead=f"Bộ số {number % 25}",
        cost={"now": [{"yearly": 1000 + number}], "after": [{"yearly": 500 + number % 100}]},
    )


def filled(folder: Path, procedures: int, items: int) -> Path:
    """A catalogue of procedures announced and public, and of approved items."""
    file = folder / "all.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        written = [Programme(id=_PROGRAMME, name="Chương trình").to_json()]
        lines.write("\n".join(written) + "\n")
        lines.writelines(procedure(n).to_json() + "\n" for n in range(procedures))
        lines.writelines(item(n).to_json() + "\n" for n in range(items))
        for n in range(procedures):
            subject = f"procedure:1.{n:06}"
            on = f"2024-06-{1 + n % 28:02}"
            told = [{"to": "announced", "on": on, "effective": "2024-07-01"},
                    {"to": "public", "on": "2024-07-02"}]  # fmt: skip
            lines.writelines(
                json.dumps({"kind": "status", "subject": subject} | each) + "\n" for each in told
            )
        for n in range(items):
            subject = f"item:{_PROGRAMME}/procedure/1.{n:06}"
            line = {"kind": "status", "subject": subject, "to": "approved", "on": "2024-03-01"}
            lines.write(json.dumps(line) + "\n")
    path = folder / "accounts.db"
    with Catalogue.open(path, clock=lambda: datetime(2026, 11, 15, 3, tzinfo=UTC)) as catalogue:
        report = catalogue.load(file, on=date(2024, 1, 2))
    assert not report.errors, report.errors[:3]
    return path


_STANDS = (
    'JOIN facts f ON f.seq = e.fact WHERE e."first" <= :day AND e."last" >= :day '
    'AND e."to_seq" = (SELECT max("to_seq") FROM editions)'
)
_TEXTS = (
    "SELECT f.body FROM editions e JOIN subjects s ON s.id = e.subject AND s.kind = :kind "
    f"{_STANDS}"
)


def rows(path: Path) -> list[Measured]:
    """Each report against SQL over the same file, and against reading and validating alone."""
    catalogue = Catalogue.open(path, clock=lambda: datetime(2026, 11, 15, 3, tzinfo=UTC))
    raw = sqlite3.connect(path)
    day = _TODAY.isoformat()

    def sql(select: str, kind: str) -> list[tuple[object, ...]]:
        return raw.execute(f"{select} FROM ({_TEXTS})", {"day": day, "kind": kind}).fetchall()

    def bare_quality() -> object:
        return sql(
            "SELECT json_extract(body, '$.document.announcing.name') AS a, count(*), "
            "sum(json_extract(body, '$.document.manners[0].limit') IS NULL)", "procedure",
        )  # fmt: skip

    def bare_cost() -> object:
        return sql(
            "SELECT sum(json_extract(body, '$.document.cost.now[0].yearly')), "
            "sum(json_extract(body, '$.document.cost.after[0].yearly'))", "item",
        )  # fmt: skip

    def bare_review() -> object:
        return sql(
            "SELECT max(json_extract(body, '$.document.manners[0].limit.quantity')), "
            "max(json_extract(body, '$.document.costs[0].yearly')), "
            "sum(json_extract(body, '$.document.online') = 'full')", "procedure",
        )  # fmt: skip

    def bare_deadlines() -> object:
        return raw.execute(
            "SELECT json_extract(t.body, '$.document.announcing.name') AS a, count(*), "
            'sum(julianday(f.effective) - julianday(f."on") < 20) FROM facts f '
            "JOIN facts t ON t.subject = f.subject AND t.kind = 'recorded' "
            "WHERE f.\"to\" = 'announced' AND f.subject LIKE 'procedure:%' GROUP BY a"
        ).fetchall()

    def bare_sunsets() -> object:
        return raw.execute(
            "SELECT subject, until FROM facts WHERE until >= ? AND subject LIKE 'procedure:%'",
            (day,),
        ).fetchall()

    def read(kind: str) -> None:
        for _ in catalogue.records(kind):
            pass

    def bare_burden() -> object:
        return [json.loads(old) == json.loads(new) for old, new in pairs_json]

    pairs = [(procedure(n), procedure(n + 1)) for n in range(2_000)]
    pairs_json = [(old.to_json(), new.to_json()) for old, new in pairs]
    made = [
        side_by_side("read and validate procedures", "SELECT of the same bodies",
                     lambda: read("procedure"), lambda: sql("SELECT body", "procedure"),
                     goal="–", times=1),
        side_by_side("deadlines", "SQL: late, by agency",
                     lambda: reports.deadlines(catalogue), bare_deadlines, goal=_GOAL, times=1),
        side_by_side("sunsets", "SQL: until", lambda: reports.sunsets(catalogue), bare_sunsets,
                     goal=_GOAL, times=1),
        side_by_side("quality", "SQL: one check, by agency",
                     lambda: reports.quality(catalogue), bare_quality, goal=_GOAL, times=1),
        side_by_side("review", "SQL: highest values",
                     lambda: reports.review(catalogue), bare_review, goal=_GOAL, times=1),
        side_by_side("cost of items", "SQL: sums", lambda: reports.cost(catalogue), bare_cost,
                     goal=_GOAL, times=1),
        side_by_side("burden of two texts, each", "json.loads and ==",
                     lambda: [reports.burden(old, new) for old, new in pairs], bare_burden,
                     goal="–", times=3, each=len(pairs)),
        side_by_side("account of one cost, each", "two Decimal sums",
                     lambda: [reports.account(c) for c in costs()],
                     lambda: [Decimal(n) * 2 + Decimal(n) for n in range(10_000)],
                     goal="–", times=3, each=10_000),
    ]  # fmt: skip
    catalogue.close()
    return made


def costs() -> itertools.chain[tuple[Cost, ...]]:
    """Ten thousand costs stated for a year."""
    return itertools.chain([(_COST,)] * 10_000)


_COST = Cost(yearly=1000)


def main() -> None:
    """Print the table."""
    procedures, items = map(int, sys.argv[1:3] or ("100000", "50000"))
    with tempfile.TemporaryDirectory() as folder:
        path = filled(Path(folder), procedures, items)
        print(f"{procedures} procedures, {items} items\n")
        print("\n".join(table(rows(path))))


if __name__ == "__main__":
    main()
