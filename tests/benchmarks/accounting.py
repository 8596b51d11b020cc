"""What the accounts of reform cost beside bare SQL that gives the same counts: ``make bench``.

The floor is SQL over the same file with ``sqlite3`` alone. It gives the counts of the report, which
are compared. It knows this data (plain names, no suspension before an announcement) and tells no
reasons, paths or titles. Give numbers of procedures and items for a smaller run:
``accounting.py 10000 5000``.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from measuring import Measured, side_by_side, table
from storing import name

from proccat import Agency, Catalogue, Item, LegalDocument, Procedure, Programme, reports
from proccat.calendar import working_days_after
from proccat.documents.cost import Cost

_TODAY = date(2026, 11, 15)
_EFFECT = date(2024, 7, 1)
_PROGRAMME = "p/2024"
_GOAL = "≤ 2 ×"
_AGENCIES = 25
_CHAIR = "Ủy ban nhân dân tỉnh số"
_DECREES = 300


def procedure(number: int) -> Procedure:
    """A procedure with papers, a channel and a cost; some lack the limit or cite the unknown."""
    working = {"quantity": 1 + number % 30, "unit": "working_day"}
    limit = {"limit": working} if number % 10 else {"limit": "từ 3 đến 5 ngày"}
    if number % 25 == 3:
        limit = {}
    bases = [f"{1 + (number + n) % (_DECREES + 10)}/2020/NĐ-CP" for n in range(3)]
    return Procedure(
        code=f"1.{number:06}",
        name=f"{name(number)} {number - number % 200 // 199}",
        announcing=f"{_CHAIR} {number % 200 // 199 or number % _AGENCIES}",
        executing=["Ủy ban nhân dân cấp xã"],
        performers=["Công dân Việt Nam"],
        results=["Giấy chứng nhận"],
        cases=[
            {
                "steps": ["Nộp hồ sơ tại bộ phận một cửa của Ủy ban nhân dân cấp xã", "Nhận"],
                "components": [{"name": "Tờ khai", "originals": 1}, "Giấy tờ tùy thân"],
                "sets": 1,
            }
        ],
        manners=[{"channel": "direct", "fees": [{"amount": 15000}], **limit}],
        requirements=["Đủ 18 tuổi"],
        legal_bases=bases,
        online=("full", "partial", "information")[number % 3],
        costs=[{"yearly": 1000 + number}],
    )


def item(number: int) -> Item:
    """An item with a sheet of costs."""
    return Item(
        programme=_PROGRAMME,
        subject_kind="procedure",
        about=f"1.{number:06}",
        lead=f"{_CHAIR} {number % _AGENCIES}",
        cost={"now": [{"yearly": 1000 + number}], "after": [{"yearly": 500 + number % 100}]},
    )


def statuses(number: int) -> Iterator[dict[str, str]]:
    """Announced, in two of a hundred cases late; made public, in one late; some suspended."""
    announced = _EFFECT - timedelta(days=3 if number % 50 == 7 else 5 + number % 2)
    excuse = {"note": "lý do chậm: chờ thông tư"} if number % 100 == 7 else {}
    yield {"to": "announced", "on": announced.isoformat(), "effective": _EFFECT.isoformat(),
           **excuse}  # fmt: skip
    if number % 100 == 11:
        return
    public = _EFFECT + timedelta(days=30 if number % 100 == 9 else 0)
    yield {"to": "public", "on": public.isoformat()}
    if number % 50 == 1:
        yield {"to": "suspended", "on": "2026-10-01", "until": "2027-02-28"}


def lines(procedures: int, items: int) -> Iterator[str]:
    """The lines of the file that is loaded."""
    yield Programme(id=_PROGRAMME, name="Chương trình").to_json()
    for n in range(_AGENCIES):
        yield Agency(id=f"tinh-{n}", level="province", names=[f"{_CHAIR} {n}"]).to_json()
    for n in range(_DECREES):
        yield LegalDocument(number=f"{1 + n}/2020/NĐ-CP").to_json()
    for n in range(procedures):
        yield procedure(n).to_json()
    for n in range(items):
        yield item(n).to_json()
    for n in range(procedures):
        for each in statuses(n):
            yield json.dumps({"kind": "status", "subject": f"procedure:1.{n:06}"} | each)
    for n in range(items):
        subject = f"item:{_PROGRAMME}/procedure/1.{n:06}"
        line = {"kind": "status", "subject": subject, "to": "approved", "on": "2024-03-01"}
        yield json.dumps(line | {"basis": "7/QĐ-TTg"})


def filled(folder: Path, procedures: int, items: int) -> Path:
    """A catalogue of procedures announced and public, and of approved items."""
    file, path = folder / "all.jsonl", folder / "accounts.db"
    file.write_text("".join(f"{line}\n" for line in lines(procedures, items)), "utf-8")
    with opened(path) as catalogue:
        report = catalogue.load(file, on=date(2024, 1, 2))
    assert not report.errors, report.errors[:3]
    return path


def opened(path: Path) -> Catalogue:
    """The catalogue on the day of the benchmark."""
    return Catalogue.open(path, clock=lambda: datetime(2026, 11, 15, 3, tzinfo=UTC))


_AGENCY = "json_extract(f.body, '$.document.announcing.name')"
_NOW = '{0}."first" <= :day AND {0}."last" >= :day AND {0}."to_seq" > :seq'
_TEXTS = (
    'FROM subjects s JOIN editions e ON e.subject = s.id AND e."first" <= :day '
    'AND e."last" >= :day AND e."to_seq" > :seq JOIN facts f ON f.seq = e.fact '
    "WHERE s.kind = '{}'"
)
_CASES = "(SELECT count(*) FROM json_each(f.body, '$.document.cases') c WHERE {})"
_MANNERS = "(SELECT count(*) FROM json_each(f.body, '$.document.manners') m WHERE {})"
_LACKS = " OR ".join(
    (
        *(_CASES.format(f"json_type(c.value, '$.{part}') IS NULL")
          for part in ("steps", "components", "sets")),
        *(f"NOT {_MANNERS.format(f'''json_type(m.value, '$.{part}') IS NOT NULL''')}"
          for part in ("limit", "fees")),
        *(f"json_type(f.body, '$.document.{part}') IS NULL"
          for part in ("manners", "cases", "performers", "executing", "results", "requirements",
                       "legal_bases")),
    )
)  # fmt: skip
_NUMBERS = _MANNERS.format(
    "json_type(m.value, '$.limit.quantity') IS NULL "
    "AND json_extract(m.value, '$.limit.words') GLOB '*[0-9]*'"
)
_BASES = (
    "(SELECT count(*) FROM json_each(f.body, '$.document.legal_bases') b WHERE NOT "
    "EXISTS (SELECT 1 FROM keys k WHERE k.kind = 'document' "
    "AND k.key = replace(upper(json_extract(b.value, '$.document.number')), 'Đ', 'D')))"
)
_UNNAMED = (
    "(SELECT count(*) FROM json_each(f.body, '$.document.executing') x WHERE json_extract(x.value, "
    "'$.name') NOT IN (SELECT title FROM texts WHERE kind = 'agency') "
    "AND json_extract(x.value, '$.name') NOT LIKE '%cấp xã%')"
)
_HIGH = "('approved', 'drafting', 'submitted', 'enacted', 'announced', 'completed')"
_DAYS = (
    "(SELECT max(json_extract(m.value, '$.limit.quantity') * CASE json_extract(m.value, "
    "'$.limit.unit') WHEN 'working_day' THEN 7.0 / 5 WHEN 'month' THEN 30 ELSE 1 END) "
    "FROM json_each(f.body, '$.document.manners') m)"
)
_YEARLY = (
    "(SELECT sum(json_extract(c.value, '$.yearly')) FROM json_each(f.body, '$.document.costs') c)"
)


class Floor:
    """The bare SQL over the same file."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        (seq,) = self._connection.execute("SELECT max(seq) FROM facts").fetchone()
        self._given: dict[str, object] = {"day": _TODAY.isoformat(), "seq": seq}
        self._connection.execute("CREATE TEMP TABLE fifth (day TEXT PRIMARY KEY, last TEXT)")
        days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
        rows = [(day.isoformat(), working_days_after(day, 5).isoformat()) for day in days]
        self._connection.executemany("INSERT INTO fifth VALUES (?, ?)", rows)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        return self._connection.execute(statement, self._given).fetchall()

    def deadlines(self) -> dict[tuple[str, str], int]:
        """By agency and state, how many announcements and publications; and how many were kept.

        Corrections and what was taken back from the start are left out, as in the report.
        """
        taken_back = "SELECT voids FROM facts WHERE voids IS NOT NULL AND effective IS NULL"
        acts = f'{{0}}.corrects IS NULL AND {{0}}.seq NOT IN ({taken_back}) AND {{0}}."on" <= :day'
        found = self.rows(
            f"""
            WITH announced AS (
                SELECT s.subject, {_AGENCY} AS agency, a."on", a.effective,
                  json_extract(a.body, '$.note') AS note, w.last,
                  (SELECT min(p."on") FROM facts p WHERE p.subject = s.subject
                   AND p."to" = 'public' AND p."on" >= a."on" AND {acts.format("p")}) AS public
                FROM facts a JOIN subjects s ON s.subject = a.subject AND s.kind = 'procedure'
                JOIN editions e ON e.subject = s.id AND {_NOW.format("e")}
                JOIN facts f ON f.seq = e.fact JOIN fifth w ON w.day = a."on"
                WHERE a."to" = 'announced' AND {acts.format("a")}
                  AND ifnull(json_extract(f.body, '$.document.type'), '') <> 'internal'
            ), due AS (
                SELECT agency, note, "on" AS done, date(effective, CASE
                  WHEN agency LIKE 'Bộ %' THEN '-20 days' ELSE '-5 days' END) AS last
                FROM announced
                UNION ALL SELECT agency, NULL, public, last FROM announced
            )
            SELECT agency, CASE WHEN done <= last THEN 'kept' WHEN done IS NULL THEN 'overdue'
              WHEN note LIKE 'lý do chậm:%' THEN 'excused' ELSE 'late' END AS state, count(*)
            FROM due GROUP BY 1, 2
            """
        )
        counts = Counter({(agency, state): n for agency, state, n in found if state != "kept"})
        counts["", "kept"] = sum(n for _, state, n in found if state == "kept")
        return dict(counts)

    def sunsets(self) -> set[tuple[str, str, str]]:
        """Who lapses, when, and whose it is."""
        return set(
            self.rows(
                "SELECT s.subject, min(t.until, t.last), "
                f"{_AGENCY} {_TEXTS.format('procedure')} ".replace(
                    "WHERE", f"JOIN standings t ON t.subject = s.id AND {_NOW.format('t')} WHERE"
                )
                + "AND t.until IS NOT NULL"
            )
        )

    def quality(self) -> dict[str, tuple[int, int]]:
        """By agency, how many records there are and how many checks of them failed."""
        found = self.rows(
            f"SELECT {_AGENCY}, count(*), sum({_LACKS}) + sum({_NUMBERS} > 0) + sum({_BASES} > 0) "
            f"+ sum({_UNNAMED} > 0) {_TEXTS.format('procedure')} GROUP BY 1"
        )
        twins = dict(
            self.rows(
                "SELECT agency, sum(n) FROM (SELECT lower(x.title), "
                f"{_AGENCY} AS agency, count(*) AS n {_TEXTS.format('procedure')} ".replace(
                    "WHERE", "JOIN texts x ON x.fact = f.seq WHERE"
                )
                + "GROUP BY 1, 2 HAVING n > 1) GROUP BY 1"
            )
        )
        items = dict(
            self.rows(
                "SELECT i.lead, count(*) FROM items i JOIN editions e ON e.fact = i.fact "
                f"AND {_NOW.format('e')} JOIN texts p ON p.kind = 'programme' "
                "AND p.fact IN (SELECT seq FROM facts WHERE subject = 'programme:' || i.programme) "
                "GROUP BY 1"
            )
        )
        return {
            agency: (records + items.get(agency, 0), failed + twins.get(agency, 0))
            for agency, records, failed in found
        }

    def review(self) -> list[str]:
        """The first twenty by time, cost and what is not online."""
        found = self.rows(
            f"WITH v AS MATERIALIZED (SELECT s.subject, {_DAYS} AS days, {_YEARLY} AS cost, "
            "CASE json_extract(f.body, '$.document.online') WHEN 'full' THEN 0 "
            f"WHEN 'partial' THEN 50 ELSE 100 END AS offline {_TEXTS.format('procedure')}), "
            "m AS (SELECT max(days) AS d, max(cost) AS c, max(offline) AS o FROM v) "
            "SELECT subject FROM v, m ORDER BY ifnull(20.0 * days / d, 0) + 30.0 * cost / c "
            "+ 10.0 * offline / o DESC, subject LIMIT 20"
        )
        return [subject for (subject,) in found]

    def cost(self) -> dict[str, Counter[str]]:
        """By agency and by year, how many approved items have a sheet, their cost now and after."""
        yearly = (
            "(SELECT sum(json_extract(c.value, '$.yearly')) "
            "FROM json_each(f.body, '$.document.cost.{}') c)"
        )
        found = self.rows(
            f"SELECT i.lead, substr((SELECT min(u.first) FROM standings u WHERE u.subject = "
            f"i.subject AND u.status IN {_HIGH} AND u.to_seq > :seq), 1, 4) AS year, count(*), "
            f"sum({yearly.format('now')}), sum({yearly.format('after')}) "
            f"FROM items i JOIN editions e ON e.fact = i.fact AND {_NOW.format('e')} "
            f"JOIN standings t ON t.subject = i.subject AND {_NOW.format('t')} "
            f"AND t.status IN {_HIGH} JOIN facts f ON f.seq = i.fact GROUP BY 1, 2"
        )
        sums: dict[str, Counter[str]] = {}
        for lead, year, *figures in found:
            for key in (lead, year):
                counts = dict(zip(("items", "now", "after"), map(int, figures), strict=True))
                sums.setdefault(key, Counter()).update(counts)
        return sums


def costs(catalogue: Catalogue) -> dict[str, Counter[str]]:
    """The same from the report."""
    report = reports.cost(catalogue)
    return {
        each.key: Counter(items=each.items, now=int(each.now), after=int(each.after))
        for group in ("agency", "year")
        for each in report.approved_by(group)
    }


def same(catalogue: Catalogue, floor: Floor) -> None:
    """Both sides give the same counts, else their times mean nothing."""
    found = reports.deadlines(catalogue)
    told = Counter((row.agency, row.state) for row in found.rows)
    assert told | {("", "kept"): found.kept} == floor.deadlines()
    lapsing = {(s.subject, s.last.isoformat(), s.agency) for s in reports.sunsets(catalogue)}
    assert lapsing == floor.sunsets()
    scores = reports.quality(catalogue).scores
    ours = {each.agency: (each.records, each.failed) for each in scores}
    assert ours == floor.quality(), (ours, floor.quality())
    first = [each.subject for each in reports.review(catalogue).candidates]
    assert first == floor.review(), (first, floor.review())
    assert costs(catalogue) == floor.cost()


def rows(path: Path) -> list[Measured]:
    """Each report against SQL over the same file."""
    with opened(path) as catalogue:
        floor = Floor(path)
        same(catalogue, floor)
        measured = [
            side_by_side("deadlines", "SQL: by agency and state",
                         lambda: reports.deadlines(catalogue), floor.deadlines, goal=_GOAL,
                         times=3),
            side_by_side("sunsets", "SQL: who, when, whose", lambda: reports.sunsets(catalogue),
                         floor.sunsets, goal=_GOAL, times=3),
            side_by_side("quality", "SQL: checks failed, by agency",
                         lambda: reports.quality(catalogue), floor.quality, goal=_GOAL, times=3),
            side_by_side("review", "SQL: the first twenty",
                         lambda: reports.review(catalogue), floor.review, goal=_GOAL, times=3),
            side_by_side("cost of items", "SQL: sums, by agency and year",
                         lambda: costs(catalogue), floor.cost, goal=_GOAL, times=3),
        ]  # fmt: skip
        pairs = [(procedure(n), procedure(n + 1)) for n in range(2_000)]
        pairs_json = [(old.to_json(), new.to_json()) for old, new in pairs]
        return [
            *measured,
            side_by_side("burden of two texts, each", "json.loads and ==",
                         lambda: [reports.burden(old, new) for old, new in pairs],
                         lambda: [json.loads(old) == json.loads(new) for old, new in pairs_json],
                         goal="–", times=3, each=len(pairs)),
            side_by_side("account of one cost, each", "two Decimal sums",
                         lambda: [reports.account((_COST,)) for _ in range(10_000)],
                         lambda: [Decimal(n) * 2 + Decimal(n) for n in range(10_000)],
                         goal="–", times=3, each=10_000),
        ]  # fmt: skip


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
