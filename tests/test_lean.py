"""Reports read texts leanly: what they see is what the document says, field by field."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PROGRAMME, item, kethon, maybe, procedures, programme, several, words

from proccat import Catalogue, Item, LegalDocument, Procedure, Stated
from proccat.documents import Document, values
from proccat.drafts import body
from proccat.errors import CatalogueFormatError
from proccat.facts import document_of
from proccat.lean import (
    L,
    Lean,
    LeanCosted,
    LeanDocument,
    LeanHead,
    LeanItem,
    LeanProcedure,
    known,
    read,
    texts_of,
)
from proccat.reports import quality

_numbers = st.decimals(0, 10**9, places=2).map(str)
_agencies = st.fixed_dictionaries({"name": words}, optional={"code": st.just("H38")})
_costs = several(
    st.fixed_dictionaries(
        {},
        optional={
            "case": words,
            "channel": st.sampled_from(("direct", "online", "postal")),
            "tasks": maybe(
                several(
                    st.fixed_dictionaries(
                        {"name": words}, optional={"hours": _numbers, "outlay": _numbers}
                    )
                )
            ),
            "hourly": _numbers,
            "charges": maybe(_numbers),
            "times": _numbers,
            "subjects": _numbers,
            "yearly": _numbers,
            "source": words,
        },
    )
)
_refs = st.sampled_from(("68/2020/QH14", "3713/QĐ-BTP ngày 2/3/2024", "Luật Hộ tịch"))
_more = st.fixed_dictionaries(
    {},
    optional={
        "announcing": _agencies,
        "competent": several(_agencies),
        "coordinating": maybe(several(_agencies)),
        "decision": _refs,
        "copy_of": st.just("1.000894"),
        "regulation": st.sampled_from(("assigned", "not_assigned", "local")),
        "type": st.sampled_from(("standard", "internal")),
        "requirements": maybe(several(words)),
        "online": st.sampled_from(("full", "partial", "information")),
        "services": maybe(several(st.just({"code": "1.000894.01", "name": "Dịch vụ"}))),
        "members": several(st.just("2.000815")),
        "costs": _costs,
        "legal_bases": several(
            st.fixed_dictionaries(
                {"document": _refs}, optional={"effective_on": st.just("2024-07-01")}
            )
        ),
    },
)


def lean_of(shape: type[L], document: Document) -> L:
    """A document as reports read it."""
    assert document.kind == shape.KIND
    return read(shape, body(document=document.to_json()))


def agree(lean: Any, whole: Any) -> None:
    """All that is read leanly says what the document says; nothing else is there."""
    if isinstance(lean, msgspec.Raw):
        assert known(lean) == (whole is not None)
    elif getattr(lean, "stated", None) is not None:
        assert isinstance(whole, Stated)
        assert lean.words in (None, whole.words)
    elif isinstance(lean, Lean):
        assert not isinstance(whole, Stated)
        for name in lean.__struct_fields__:
            if name != "stated":
                agree(getattr(lean, name), getattr(whole, name))
    elif isinstance(lean, tuple):
        assert len(lean) == len(whole)
        for one, other in zip(lean, whole, strict=True):
            agree(one, other)
    else:
        assert lean == whole


@given(text=procedures, more=_more)
def test_a_procedure_read_leanly_says_the_same(text: Procedure, more: Mapping[str, Any]) -> None:
    """Whatever a file brings, each field that reports read is the document's."""
    given_ = {name: value for name, value in more.items() if value is not None}
    whole = Procedure.parse(text.plain() | given_)
    for shape in (LeanHead, LeanCosted, LeanProcedure):
        agree(lean_of(shape, whole), whole)
    head, costed = lean_of(LeanHead, whole), lean_of(LeanCosted, whole)
    assert head.internal is lean_of(LeanProcedure, whole).internal is whole.internal
    agree(head.bases, values(whole.legal_bases))
    for cost, recorded in zip(costed.costs or (), whole.costs or (), strict=True):
        assert cost.document == recorded
    for lean, ref in zip(head.bases, values(whole.legal_bases), strict=True):
        assert lean.document.ref == ref.document


@given(
    costs=st.fixed_dictionaries({}, optional={"now": _costs, "after": maybe(_costs)}),
    kind=st.sampled_from(("procedure", "internal_procedure", "task")),
    name=st.none() | words,
    until=st.none() | st.just("2027-02-28"),
)
def test_an_item_read_leanly_says_the_same(
    costs: Mapping[str, Any], kind: str, name: str | None, until: str | None
) -> None:
    """Its sheet, its measures, what it is about and what it is called."""
    measures = [{"kind": "cut_time", "until": until}, "other"]
    whole: Item = item(
        f"item:{PROGRAMME}/{kind}/1.000894",
        cost=costs,
        name=name,
        lead="Bộ Tư pháp",
        measures=measures,
    )
    lean = lean_of(LeanItem, whole)
    agree(lean, whole)
    assert (lean.title, lean.procedure) == (whole.title, whole.procedure)


@given(
    more=st.fixed_dictionaries(
        {}, optional={"name": words, "issuer": words, "expires_on": st.just("2027-02-28")}
    )
)
def test_a_legal_document_read_leanly_says_the_same(more: Mapping[str, Any]) -> None:
    """Its number, its last day, its issuer, and what it is called."""
    whole = LegalDocument.parse({"number": "87/2020/NĐ-CP", **more})
    lean = lean_of(LeanDocument, whole)
    agree(lean, whole)
    assert lean.title == (whole.name or whole.title)


def test_a_text_that_was_altered_in_the_file_is_told_with_its_fact(tmp_path: Path) -> None:
    """A report on a body that is no document names the fact and asks for verify."""
    path = tmp_path / "a.db"
    with Catalogue.open(path) as catalogue:
        catalogue.record(programme(), actor="btp", on="2024-01-02")
        catalogue.record(kethon(), actor="btp", on="2024-01-02")
    raw = sqlite3.connect(path)
    (trigger,) = raw.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'facts_are_never_changed'"
    ).fetchone()
    raw.execute("DROP TRIGGER facts_are_never_changed")
    raw.execute("UPDATE facts SET body = '{\"document\": 7}' WHERE seq = 2")
    raw.execute(trigger)
    raw.commit()
    raw.close()
    with (
        Catalogue.open(path) as catalogue,
        pytest.raises(CatalogueFormatError, match=r"fact 2 of procedure:1\.000894.*verify"),
    ):
        quality(catalogue)


def test_a_text_that_another_program_wrote_is_read_alike() -> None:
    """Shorthand, nulls and blanks in a body, as a restored log may hold them, change no reading."""
    written = (
        '{"document": {"kind":"procedure","code":"1.000894","name":"A","announcing":"Bộ Tư pháp",'
        '"manners":[{"limit":"5 ngày"}],"results":null,"performers":null,'
        '"legal_bases":["87/2020/NĐ-CP"]}}'
    )
    whole = document_of(written)
    row = (whole.subject, 1, 1, None, None, None, None, written)
    for shape in (LeanHead, LeanCosted, LeanProcedure):
        (found,) = texts_of(shape, [row])
        agree(found.text, whole)
    bare = '{"document":{"kind":"procedure","code":"1.000894","name":"A","results":null}}'
    (nothing,) = texts_of(LeanProcedure, [(*row[:-1], bare)])
    assert not known(nothing.text.results)
    assert not known(nothing.text.performers)
