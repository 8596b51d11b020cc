"""What figures of reform cost beside the bare SQL that gives the same counts: ``make bench``.

The floor reads the same tables with ``sqlite3`` alone, by hand-written statements that take the
texts that stand, as ours do, and know this data: no sunsets, no frozen denominators, no names to
fold, no kinds of documents to look up.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from measuring import Measured, side_by_side, table

from proccat import Catalogue
from proccat.reports import Progress

_ITEMS = 50_000
_PROCEDURES = 5_000
_PROGRAMME = "68/NQ-CP/2020"
_DAY = date(2024, 6, 30)
_HOLDS = "{0}.first <= :day AND {0}.last >= :day AND {0}.to_seq > :seq"
_TEXTS = (
    f"items i JOIN editions e ON e.subject = i.subject AND e.fact = i.fact AND {_HOLDS.format('e')}"
)
_HIGH = "('enacted', 'announced', 'completed')"
_EVER = "('approved', 'drafting', 'submitted', 'enacted', 'announced', 'completed')"


def lines() -> Iterator[dict[str, object]]:
    """A programme, procedures, items, and the statuses of each item: two on average."""
    yield {
        "kind": "programme", "id": _PROGRAMME, "name": "Chương trình", "starts": "2020-05-12",
        "obliged": [{"agency": f"Bộ số {n}", "level": "ministry"} for n in range(22)],
    }  # fmt: skip
    for n in range(_PROCEDURES):
        yield {"code": f"1.{n:06}", "name": f"Thủ tục {n}", "field": f"Lĩnh vực {n % 60}"}
    for n in range(_ITEMS):
        yield {
            "kind": "item", "programme": _PROGRAMME, "subject_kind": "procedure",
            "about": f"1.{n % _PROCEDURES:06}", "round": 1 + n // _PROCEDURES,
            "lead": f"Bộ số {n % 22}", "due": "2024-03-31", "plan": f"p-{n % 40}",
            "measures": ["cut_time", "cut_fee"][: 1 + n % 2],
        }  # fmt: skip
    for n in range(_ITEMS):
        suffix = f"/{1 + n // _PROCEDURES}" if n >= _PROCEDURES else ""
        subject = f"item:{_PROGRAMME}/procedure/1.{n % _PROCEDURES:06}{suffix}"
        ways = [("approved", "2022-01-10", "12/QĐ-TTg")]
        if n % 5 < 3:
            number = f"{n % 200 + 1}/{2022 + n % 2}/NĐ-CP"
            ways.append(("enacted", f"{2023 + n % 2}-0{1 + n % 9}-15", number))
        if n % 5 < 2:
            ways.append(("announced", "2024-10-01", "7/QĐ-BTP"))
        for to, on, basis in ways:
            yield {"kind": "status", "subject": subject, "to": to, "on": on, "basis": basis}


class Floor:
    """The bare SQL over the same file."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        seq = self._connection.execute("SELECT max(seq) FROM facts").fetchone()[0]
        self._given = {"day": _DAY.isoformat(), "seq": seq}

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """All rows of a statement."""
        return self._connection.execute(statement, self._given).fetchall()

    def progress(self) -> tuple[int, int, int, int, int]:
        """Items that count, reached, their documents, their leads, and items overdue."""
        (counts,) = self.rows(
            f"SELECT count(DISTINCT i.subject) FROM {_TEXTS} JOIN standings t ON "
            f"t.subject = i.subject AND t.first <= :day AND t.to_seq > :seq AND t.status IN {_EVER}"
        )
        (reached,) = self.rows(
            f"SELECT count(*), count(DISTINCT f.basis), count(DISTINCT i.lead) FROM {_TEXTS} "
            f"JOIN standings h ON h.subject = i.subject AND {_HOLDS.format('h')} "
            f"AND h.status IN {_HIGH} JOIN standings t ON t.subject = h.subject "
            "AND t.status = 'enacted' AND t.first <= :day AND t.to_seq > :seq "
            "JOIN facts f ON f.seq = t.fact"
        )
        late = self.rows(
            f"SELECT i.lead, s.subject FROM {_TEXTS} JOIN subjects s ON s.id = i.subject "
            f"LEFT JOIN standings h ON h.subject = i.subject AND {_HOLDS.format('h')} "
            "WHERE i.due < :day AND (h.status IS NULL OR h.status IN ('planned', 'approved', "
            "'drafting', 'submitted')) ORDER BY i.lead, s.subject"
        )
        return int(str(counts[0])), *map(int, map(str, reached)), len(late)  # type: ignore[return-value] # three

    def grouped(self, key: str, join: str = "") -> list[tuple[object, ...]]:
        """Items that count, reached and overdue of each group, beside the whole."""
        self.progress()
        return self.rows(
            f"SELECT {key}, count(DISTINCT i.subject), "
            f"count(DISTINCT CASE WHEN t.last >= :day AND t.status IN {_HIGH} "
            "THEN i.subject END), count(DISTINCT CASE WHEN t.last >= :day AND i.due < :day "
            f"AND t.status NOT IN {_HIGH} THEN i.subject END) FROM {_TEXTS} "
            "JOIN standings t ON t.subject = i.subject AND t.first <= :day AND t.to_seq > :seq "
            f"{join} GROUP BY 1 ORDER BY 1"
        )


def same(found: Progress, floor: tuple[int, int, int, int, int]) -> None:
    """Both sides gave the same counts, else their times mean nothing."""
    late = sum(len(ids) for _, ids in found.overdue)
    ours = (found.of, found.reached, found.documents, len(found.acted), late)
    assert ours == floor, (ours, floor)


def measure(path: Path) -> Iterator[Measured]:
    """Each kind of figure, ours and the floor in turns."""
    with Catalogue.open(path) as catalogue:
        view, floor = catalogue.at(effective=_DAY), Floor(path)
        same(view.progress(_PROGRAMME), floor.progress())
        field = "JOIN texts p ON p.code = i.about"
        kinds = "JOIN facts f ON f.seq = i.fact, json_each(f.body, '$.document.measures') m"
        works: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
            ("one programme", lambda: view.progress(_PROGRAMME), floor.progress),
            ("all programmes", view.progress, floor.progress),
            (
                "by agency",
                lambda: view.progress(_PROGRAMME, by="agency"),
                lambda: floor.grouped("i.lead"),
            ),
            (
                "by field",
                lambda: view.progress(_PROGRAMME, by="field"),
                lambda: floor.grouped("p.field", field),
            ),
            (
                "by measure",
                lambda: view.progress(_PROGRAMME, by="measure"),
                lambda: floor.grouped("json_extract(m.value, '$.kind')", kinds),
            ),
        ]
        for name, ours, bare in works:
            yield side_by_side(f"{name}, {_ITEMS:,} items", "bare SQL", ours, bare, goal="≤ 2 ×")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        path, source = Path(name) / "a.db", Path(name) / "a.jsonl"
        source.write_text("".join(f"{json.dumps(line)}\n" for line in lines()), "utf-8")
        with Catalogue.open(path) as catalogue:
            report = catalogue.load(source, on=date(2022, 1, 1))
            assert report.errors == (), report.errors[:3]
        rows = list(measure(path))
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
