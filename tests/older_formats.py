"""Tells again, fact by fact, the story in the catalogue files of each format.

The files themselves are kept as each format wrote them; ``test_formats.py`` pins its answers.
"""

from __future__ import annotations

from datetime import UTC, datetime

from proccat import Catalogue, Item, Procedure, Programme, StatusLine
from proccat.resources import resource

FILES = tuple(resource("fixtures") / "formats" / f"format-{number}.db" for number in (1, 2, 3))
CODES = ("1.000894", "1.001193", "1.004873", "2.000488")
PROGRAMME = "68/NQ-CP/2020"
NOW = datetime(2026, 11, 15, 3, tzinfo=UTC)


def fill(catalogue: Catalogue) -> None:
    """A handful of procedures and an item, with one fact of every kind."""
    procedures = resource("fixtures") / "procedures"
    for code in CODES:
        catalogue.load(procedures / f"{code}.json", actor="stp", on="2020-09-04")
        for to, on in (("announced", "2020-09-04"), ("public", "2020-09-11")):
            catalogue.change_status(
                code, to, on=on, effective="2020-09-15", actor="stp", basis="1872/QĐ-BTP"
            )
    marriage, birth, status, record = CODES
    change = catalogue.change_status
    # a sunset, and what supersedes it
    trial = Procedure(code=marriage, name="Đăng ký kết hôn", description="Thí điểm.")
    catalogue.record(trial, on="2026-06-01", effective="2026-06-15", until="2027-02-28",
                     actor="chinh-phu", basis="66.16/2026/NQ-CP")  # fmt: skip
    sunset = catalogue.seq
    catalogue.record(trial.model_copy(update={"description": "Lâu dài."}), on="2026-10-01",
                     effective="2027-01-01", supersedes=sunset, actor="btp")  # fmt: skip
    # a correction
    wrong = Procedure(code=birth, name="Đăng ký khai sính")
    catalogue.record(wrong, on="2023-09-06", effective="2023-10-01", actor="btp")
    catalogue.record(Procedure(code=birth, name="Đăng ký khai sinh"), on="2023-09-20",
                     corrects=catalogue.seq, actor="btp", note="đính chính")  # fmt: skip
    # a void, a replaced middle fact and an annulment
    change(status, "suspended", on="2024-01-10", actor="stp")
    line = StatusLine(subject=f"procedure:{status}", to="suspended", on="2024-02-10",
                      until="2024-03-31")  # fmt: skip
    catalogue.void(catalogue.seq, reason="sai ngày", actor="stp", instead=line)
    change(status, "abolished", on="2025-05-12", actor="stp", basis="9/QĐ-BTP")
    catalogue.void(catalogue.seq, reason="trái luật", on="2025-07-01", from_="2025-08-01",
                   actor="stp", basis="10/QĐ-BTP")  # fmt: skip
    # pending, and taken over by successors
    change(record, "replaced", on="2026-11-02", effective="2027-01-01", actor="btp",
           successors=("1.004873", "1.001193"), request_id="yeu-cau-1")  # fmt: skip
    # a void whose body was erased
    catalogue.record(Procedure(code=record, name="Dữ liệu cá nhân"), actor="stp")
    secret = catalogue.seq
    catalogue.void(secret, reason="có dữ liệu cá nhân", actor="stp")
    # the first format erased without a fact that says so
    catalogue._store.log.erase(secret)
    catalogue.rebuild()
    # a programme, an item, a draft that became a code
    catalogue.record(Programme(id=PROGRAMME, name="Cắt giảm quy định kinh doanh"),
                     on="2020-05-12", actor="vpcp")  # fmt: skip
    item = Item(programme=PROGRAMME, subject_kind="procedure", about=birth)
    catalogue.record(item, on="2021-01-04", actor="vpcp")
    for to, on in (("approved", "2021-11-15"), ("drafting", "2022-11-01"),
                   ("enacted", "2023-08-15")):  # fmt: skip
        change(item.subject, to, on=on, actor="vpcp")
    draft = Procedure(draft="cap-ban-sao", name="Cấp bản sao điện tử")
    with catalogue.transaction():
        catalogue.record(draft, on="2026-10-01", actor="btp")
        change(draft.subject, "drafted", on="2026-10-01", actor="btp")
    catalogue.record(draft.model_copy(update={"code": "1.999999"}), on="2026-11-01", actor="btp")
