"""The rules by which `fixtures/reform-2023` is made: ``python tests/reform_fixture.py`` writes it.

No record is copied from anywhere: each is constructed, says so, and follows from its number. What
is chosen is only how many there are of each, so that the figures of the report come out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "fixtures"
DAY: Final = date(2023, 10, 31)
NOTE: Final = "Dữ liệu dựng để minh họa."
CONSTRUCTED: Final = {"proccat:source": "constructed"}
PLANS, BUSINESS, INTERNAL = "phuong-an/2022", "kinh-doanh/2020", "noi-bo/2022"
SERVANTS, EMPLOYEES = "vtvl-cong-chuc/2022", "vtvl-vien-chuc/2022"
KINDS: Final = (
    "procedure", "procedure", "procedure", "procedure", "business_condition", "reporting_regime",
    "standard", "standard", "inspected_goods", "other",
)  # fmt: skip

Line = dict[str, Any]


def agencies() -> list[Line]:
    """The agencies as the other fixtures have them, so that this folder stands by itself."""
    names = ("ministries", "localities")
    texts = [(FOLDER / "agencies" / f"{name}.jsonl").read_text("utf-8") for name in names]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def of_the_day(level: str) -> list[tuple[str, str, str]]:
    """(id, name, abbreviation) of the agencies of a level on the day of the report."""
    found = []
    for agency in agencies():
        held = [
            name["name"]
            for name in agency["names"]
            if name.get("since", "") <= DAY.isoformat() <= name.get("until", "9")
        ]
        if agency.get("level") == level and held:
            short = agency["aliases"][0]["name"] if level == "ministry" else "UBND"
            found.append((agency["id"], held[0], short))
    return sorted(found)


def day(first: date, place: int, days: int) -> str:
    """A day that follows from a number, within so many days from the first."""
    return (first + timedelta(days=place * 37 % days)).isoformat()


def item(programme: str, kind: str, about: str, lead: str, on: str, **more: Any) -> Line:
    """One item with one measure."""
    measure = "other" if kind == "task" else "change_steps"
    return {
        "kind": "item", "on": on, "programme": programme, "subject_kind": kind, "about": about,
        "measures": [measure], "lead": lead, **more, "extensions": CONSTRUCTED,
    }  # fmt: skip


def status(made: Line, to: str, on: str, basis: str | None = None) -> Line:
    """A status of an item."""
    subject = f"item:{made['programme']}/{made['subject_kind']}/{made['about']}"
    said = {"basis": [basis]} if basis else {}
    return {"kind": "status", "subject": subject, "to": to, "on": on, **said, "note": NOTE}


def programmes() -> Iterator[Line]:
    """Five programmes, each with the agencies that it obliges."""
    ministries = [{"agency": name, "level": "ministry"} for _, name, _ in of_the_day("ministry")]
    localities = [{"agency": name, "level": "province"} for _, name, _ in of_the_day("province")]
    common: Line = {"kind": "programme", "on": "2022-01-01", "extensions": CONSTRUCTED}
    yield common | {
        "id": PLANS, "name": "Thực thi phương án đơn giản hóa thủ tục hành chính đã phê duyệt",
        "starts": "2022-01-01", "ends": "2025-12-31", "obliged": ministries,
        "targets": [
            {"metric": "items_enacted", "value": 100, "unit": "%", "due": "2025-12-31"},
            {"metric": "items_enacted", "value": 500, "unit": "thủ tục", "due": "2023-12-31"},
            {"metric": "compliance_cost", "value": 20, "unit": "%", "due": "2025-12-31"},
        ],
        "goals": [
            "Tăng cường trách nhiệm của người đứng đầu.",
            {"words": "Đẩy mạnh việc thực thi phương án.", "agency": "Bộ Tư pháp"},
        ],
    }  # fmt: skip
    yield common | {
        "id": BUSINESS, "on": "2020-05-12", "starts": "2020-05-12", "ends": "2025-12-31",
        "name": "Cắt giảm, đơn giản hóa quy định liên quan đến hoạt động kinh doanh",
        "obliged": ministries,
    }  # fmt: skip
    yield common | {
        "id": INTERNAL, "name": "Công bố, rà soát thủ tục hành chính nội bộ",
        "starts": "2022-09-15", "ends": "2025-12-31", "obliged": [*ministries, *localities],
    }  # fmt: skip
    yield common | {
        "id": SERVANTS, "name": "Ban hành thông tư về vị trí việc làm công chức",
        "obliged": ministries[:20],
    }  # fmt: skip
    yield common | {
        "id": EMPLOYEES, "name": "Ban hành thông tư về vị trí việc làm viên chức",
        "obliged": ministries[:15],
    }  # fmt: skip


def plans() -> Iterator[Line]:
    """1,086 items, approved in 2022; 437 of them, evenly spread, enacted by the day; 60 later."""
    ministries = of_the_day("ministry")
    for n in range(1086):
        _, lead, short = ministries[n % 22]
        made = item(PLANS, "procedure", f"pa-{n + 1:04}", lead, "2022-01-01", due="2025-12-31")
        yield made
        yield status(made, "approved", day(date(2022, 1, 5), n, 300), f"{9001 + n % 22}/QĐ-TTg")
        if n * 437 // 1086 != (n + 1) * 437 // 1086:
            on = day(date(2023, 1, 3), n, 296)
            yield status(made, "enacted", on, f"{9101 + n % 40}/2023/TT-{short}")
        elif n % 10 == 9:
            on = day(date(2023, 11, 6), n, 50)
            yield status(made, "enacted", on, f"{9141 + n % 10}/2023/TT-{short}")


def business() -> Iterator[Line]:
    """2,483 items through 201 documents: 180 normative, 9 others, 12 drafts that were submitted.

    40 items more were enacted in 2020 and 25 are only approved: neither counts. Five of the drafts
    are signed after the day, and still count once.
    """
    ministries = of_the_day("ministry")
    for n in range(2483 + 40 + 25):
        d = n % 201
        _, lead, short = ministries[d % 22]
        made = item(BUSINESS, KINDS[n % 10], f"kd-{n + 1:04}", lead, "2020-06-01")
        yield made
        if n >= 2523:
            yield status(made, "approved", "2020-12-01", "9001/QĐ-TTg")
        elif n >= 2483:
            yield status(made, "enacted", day(date(2020, 6, 5), n, 200), f"{9201 + d % 3}/QĐ-TTg")
        elif d < 189:
            number, signed = signed_document(d, short)
            yield status(made, "enacted", signed, number)
        else:
            on = day(date(2023, 7, 3), d, 110)
            yield status(made, "submitted", on, f"{9301 + d}/TTr-{short}")
            if d < 194:
                yield status(made, "enacted", "2023-12-15", f"{9001 + d}/2023/TT-{short}")


def signed_document(d: int, short: str) -> tuple[str, str]:
    """Number and day of signing of one of the signed documents."""
    signed = day(date(2021, 1, 11), d * 3 + 1, 1015)
    number = f"{9001 + d}/{signed[:4]}/TT-{short}" if d < 180 else f"{9001 + d}/QĐ-{short}"
    return number, signed


def documents() -> Iterator[Line]:
    """The 201 documents, those of the drafts as the letters by which they were submitted."""
    ministries = of_the_day("ministry")
    for d in range(201):
        _, issuer, short = ministries[d % 22]
        if d < 189:
            number, signed = signed_document(d, short)
        else:
            number, signed = f"{9301 + d}/TTr-{short}", day(date(2023, 7, 3), d, 110)
        yield {
            "kind": "document", "number": number, "issuer": issuer, "signed_on": signed,
            "normative": d < 180, "extensions": CONSTRUCTED,
        }  # fmt: skip


def internal() -> Iterator[Line]:
    """4,028 internal procedures of 21 ministries and 61 localities; three agencies are not done."""
    ministries, localities = of_the_day("ministry"), of_the_day("province")
    done = [*ministries[:21], *localities[:61]]
    for n in range(4028):
        a = n % len(done)
        _, lead, short = done[a]
        made = item(INTERNAL, "internal_procedure", f"nb-{n + 1:04}", lead, "2022-10-03")
        yield made
        yield status(made, "announced", day(date(2022, 10, 10), a, 380), f"{9401 + a}/QĐ-{short}")
    for n, (_, lead, _) in enumerate((*ministries[21:], *localities[61:]), 4028):
        made = item(INTERNAL, "internal_procedure", f"nb-{n + 1:04}", lead, "2022-10-03")
        yield made
        yield status(made, "planned", "2022-10-10", "9501/KH-VPCP")


def posts() -> Iterator[Line]:
    """A circular on posts of each obliged ministry: 20 of 20, and 13 of 15."""
    ministries = of_the_day("ministry")
    for programme, obliged, done in ((SERVANTS, 20, 20), (EMPLOYEES, 15, 13)):
        for n, (key, lead, short) in enumerate(ministries[:obliged]):
            made = item(programme, "task", key, lead, "2022-12-01", due="2023-10-31")
            yield made
            yield status(made, "planned", "2022-12-15", "9601/KH-BNV")
            if n < done:
                on = day(date(2023, 2, 1), n, 260)
                yield status(made, "enacted", on, f"{9601 + n}/2023/TT-{short}")


def observations() -> Iterator[Line]:
    """The indicators of the report, each as it is stated, and one earlier value of the cards."""
    october = {"starts": "2023-10-01", "ends": "2023-10-31"}
    common: Line = {
        "kind": "observation", "as_of": "2023-10-31", "source": "Báo cáo tháng 10 năm 2023",
        "extensions": CONSTRUCTED,
    }  # fmt: skip

    def points(value: str, **more: Any) -> Line:
        return {"change": {"kind": "points", "value": value, **more}}

    electronic = {"indicator": "ket-qua-dien-tu", "unit": "%",
                  "name": "Hồ sơ có kết quả giải quyết điện tử"}  # fmt: skip
    digital = {"indicator": "so-hoa-ho-so", "unit": "%",
               "name": "Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính"}  # fmt: skip
    last = {"starts": "2022-10-01", "ends": "2022-10-31"}
    yield common | electronic | {
        "level": "ministry", "period": october, "value": "26.93", **points("16.15", against=last),
    }  # fmt: skip
    yield common | electronic | {
        "agency": "Bộ Tư pháp", "period": october, "numerator": 3120, "denominator": 9750,
    }  # fmt: skip
    yield common | digital | {"level": "ministry", "value": "82.42", **points("30.73")}
    yield common | digital | {"level": "province", "value": "70.15", **points("31.31")}
    cards = {"indicator": "the-can-cuoc-gan-chip", "unit": "thẻ", "qualifier": "over",
             "name": "Thẻ căn cước công dân gắn chip đã cấp"}  # fmt: skip
    files = {"indicator": "ho-so-dinh-danh-dien-tu", "unit": "hồ sơ", "qualifier": "over",
             "name": "Hồ sơ định danh điện tử đã thu nhận"}  # fmt: skip
    yield common | cards | {"as_of": "2023-09-10", "value": 83_000_000}
    yield common | cards | {"as_of": "2023-10-10", "value": 83_760_000}
    yield common | files | {"as_of": "2023-10-10", "value": 64_300_000}


def files() -> dict[str, list[Line]]:
    """What each file holds."""
    made = [*plans(), *business(), *internal(), *posts()]
    return {
        "agencies.jsonl": agencies(),
        "documents.jsonl": list(documents()),
        "programmes.jsonl": list(programmes()),
        "items.jsonl": [line for line in made if line["kind"] == "item"],
        "observations.jsonl": list(observations()),
        "statuses.jsonl": [line for line in made if line["kind"] == "status"],
    }


def written(lines: list[Line]) -> str:
    """The lines as a file holds them: compact."""
    dumped = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    return "".join(f"{line}\n" for line in dumped)


def main() -> None:
    """Write the folder."""
    for name, lines in files().items():
        (FOLDER / "reform-2023" / name).write_text(written(lines), "utf-8")


if __name__ == "__main__":
    main()
