"""Laws of differences between editions."""

from __future__ import annotations

import json
import types
import typing
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proccat.diff import Change, ChangeKind, diff
from proccat.diff.change import CHANGES, words
from proccat.diff.topics import FIELD_TOPICS, KIND_TOPICS
from proccat.documents import KINDS, Agency, Document, LegalDocument, Procedure, Programme
from proccat.documents.base import Model
from proccat.errors import InvalidDocumentError

K = ChangeKind
MIRROR = {
    K.CREATED: K.REMOVED,
    K.ADDED: K.REMOVED,
    K.BECAME_KNOWN: K.BECAME_UNKNOWN,
    K.LEVEL_ADDED: K.LEVEL_REMOVED,
    K.AGENCY_ADDED: K.AGENCY_REMOVED,
    K.CASE_ADDED: K.CASE_REMOVED,
    K.STEP_ADDED: K.STEP_CUT,
    K.COMPONENT_ADDED: K.COMPONENT_CUT,
    K.COMPONENT_REQUIRED: K.COMPONENT_OPTIONAL,
    K.COPIES_RAISED: K.COPIES_CUT,
    K.FORM_ADDED: K.FORM_CUT,
    K.SETS_RAISED: K.SETS_CUT,
    K.CHANNEL_ADDED: K.CHANNEL_REMOVED,
    K.MANNER_ADDED: K.MANNER_REMOVED,
    K.TIME_LENGTHENED: K.TIME_SHORTENED,
    K.FEE_RAISED: K.FEE_LOWERED,
    K.FEE_ADDED: K.FEE_ABOLISHED,
    K.FEE_INTRODUCED: K.FEE_EXEMPTED,
    K.REQUIREMENT_ADDED: K.REQUIREMENT_CUT,
    K.PERFORMER_ADDED: K.PERFORMER_REMOVED,
    K.RESULT_ADDED: K.RESULT_REMOVED,
    K.BASIS_ADDED: K.BASIS_REMOVED,
    K.SERVICE_ADDED: K.SERVICE_REMOVED,
    K.MEMBER_ADDED: K.MEMBER_REMOVED,
    K.ONLINE_RAISED: K.ONLINE_LOWERED,
}


def mirrored(change: Change) -> str:
    """The kind the change has backwards; that a document or a part is gone is one kind."""
    if change.kind is K.REMOVED:
        return "added"
    if change.kind in (K.CREATED, K.ADDED):
        return "removed"
    both = MIRROR | {gone: came for came, gone in MIRROR.items()}
    return both.get(change.kind, change.kind).value


def several(element: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(element, min_size=1, max_size=4)


def maybe(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    stated = st.fixed_dictionaries(
        {"stated": st.just("none"), "words": st.sampled_from(["Không", "Miễn phí"])}
    )
    return st.none() | stated | value


NAMES = st.sampled_from(
    [
        "Tờ khai",
        "TỜ KHAI",
        "To\u031b\u0300 khai",
        "Giấy chứng sinh",
        "Bản sao giấy tờ tùy thân có công chứng",
        "Bản sao giấy tờ tùy thân có chứng thực",
        "Đơn 1",
        "68/2020/QH14",
        "12/QĐ-UBND ngày 15/6/2018",
    ]
)
COUNTS = st.none() | st.integers(0, 2)
LEVELS = st.none() | st.sampled_from(["province", "commune"])
NUMBERS = st.sampled_from(["3", "5", "5.0", "0", "20000"])
NAMED = NAMES | st.fixed_dictionaries(
    {"name": NAMES}, optional={"code": st.sampled_from(["Chưa xác định", "KQ.1", "KQ.2"])}
)
COMPONENTS = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        "code": st.sampled_from(["Chưa xác định", "KQ-1", "KQ-2"]),
        "originals": COUNTS,
        "copies": COUNTS,
        "required": st.none() | st.booleans(),
        "forms": maybe(several(NAMES)),
        "note": NAMES,
    },
)
CASES = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "steps": maybe(several(NAMES)),
        "components": maybe(several(COMPONENTS)),
        "sets": COUNTS,
        "level": LEVELS,
    },
)
LIMITS = NAMES | st.fixed_dictionaries(
    {"quantity": NUMBERS, "unit": st.sampled_from(["day", "working_day"])},
    optional={"words": NAMES},
)
FEES = NAMES | st.fixed_dictionaries(
    {"amount": NUMBERS},
    optional={
        "kind": st.sampled_from(["fee", "charge"]),
        "currency": st.sampled_from(["VND", "USD"]),
        "words": NAMES,
    },
)
MANNERS = st.fixed_dictionaries(
    {},
    optional={
        "channel": st.sampled_from(["direct", "online", "postal"]),
        "limit": maybe(LIMITS),
        "fees": maybe(several(FEES)),
        "description": NAMES,
        "level": LEVELS,
        "case": NAMES,
    },
)
SERVICES = st.fixed_dictionaries(
    {"code": st.sampled_from(["1.000894.01", "1.000894.02"]), "name": NAMES},
    optional={"limit": maybe(LIMITS)},
)
BASES = NAMES | st.fixed_dictionaries(
    {"document": NAMES}, optional={"name": NAMES, "articles": several(NAMES)}
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": NAMES,
    "decision": st.none() | NAMES,
    "levels": several(st.sampled_from(["ministry", "province", "commune"])),
    "regulation": st.sampled_from(["assigned", "other"]),
    "type": st.sampled_from(["standard", "internal"]),
    "field": NAMED,
    "cases": maybe(several(CASES)),
    "manners": maybe(several(MANNERS)),
    "performers": maybe(several(NAMED)),
    "announcing": NAMED,
    "executing": maybe(several(NAMED)),
    "coordinating": maybe(several(NAMED)),
    "receiving": maybe(NAMES),
    "results": maybe(several(NAMED)),
    "legal_bases": maybe(several(BASES)),
    "requirements": maybe(several(NAMES)),
    "online": st.none() | st.sampled_from(["full", "partial", "information"]),
    "services": maybe(several(SERVICES)),
    "members": several(st.sampled_from(["1.000001", "1.000002", "1.000003"])),
    "keywords": several(NAMES),
    "note": st.none() | NAMES,
    "extensions": st.dictionaries(
        st.sampled_from(["a:b", "a:c"]), st.sampled_from([None, 1, True, "1", [1], {"x": 1}])
    ),
}
PLAIN = st.fixed_dictionaries(
    {"name": NAMES}, optional={name: FIELDS[name] for name in FIELDS if name != "name"}
)
PROCEDURES = PLAIN.map(lambda data: Procedure.parse({"code": "1.000894"} | data))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Procedure, Procedure]:
    """Two editions that share most of their fields, as editions do."""
    old = draw(PLAIN)
    changed = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=3, unique=True))
    new = old | {name: draw(FIELDS[name]) for name in changed}
    return tuple(Procedure.parse({"code": "1.000894"} | data) for data in (old, new))  # type: ignore[return-value] # two of them


def procedure(**fields: Any) -> Procedure:
    return Procedure.parse({"code": "1.000894", "name": "Đăng ký kết hôn"} | fields)


def only(old: Procedure, new: Procedure) -> Change:
    (change,) = diff(old, new)
    return change


@given(PROCEDURES)
def test_nothing_differs_from_itself(document: Procedure) -> None:
    """An edition compared with itself, or with its own copy read again, gives no change."""
    assert diff(document, document) == ()
    assert diff(document, Procedure.parse(json.loads(document.to_json()))) == ()


@given(pairs() | st.tuples(PROCEDURES, PROCEDURES))
def test_a_difference_is_reported_exactly_when_digests_differ(
    editions: tuple[Procedure, Procedure],
) -> None:
    """There is a change if and only if the two editions have different digests."""
    old, new = editions
    assert bool(diff(old, new)) is (old.digest() != new.digest())


@given(pairs() | st.tuples(PROCEDURES, PROCEDURES))
def test_backwards_the_kinds_are_mirrored(editions: tuple[Procedure, Procedure]) -> None:
    """What was added is gone backwards, what was raised is lowered, as often."""
    old, new = editions
    there = Counter(mirrored(change) for change in diff(old, new))
    assert there == Counter(change.kind.value for change in diff(new, old))


@given(PROCEDURES, st.randoms(use_true_random=False))
def test_the_order_of_sets_is_no_change(document: Procedure, random: Any) -> None:
    """Fields that are sets may come in any order."""
    plain = document.plain()
    for name in document.set_like & plain.keys():
        if isinstance(plain[name], list):
            random.shuffle(plain[name])
    assert diff(document, Procedure.parse(plain)) == ()


@given(st.tuples(PROCEDURES, PROCEDURES))
def test_every_change_can_be_told(editions: tuple[Procedure, Procedure]) -> None:
    """Each change has a label, one line of text and a JSON form."""
    for change in diff(*editions):
        assert change.label
        assert change.text()
        assert len(change.text().splitlines()) == 1
        assert json.loads(json.dumps(change.plain()))["text"] == change.text()


def test_a_document_comes_and_goes_as_one_change() -> None:
    """From nothing to a document is one change, and so is the way back."""
    document = procedure()
    (came,), (went,) = diff(None, document), diff(document, None)
    assert (came.kind, came.path, came.after) == (K.CREATED, "$", document)
    assert (went.kind, went.path, went.before) == (K.REMOVED, "$", document)
    assert came.text() == "Bổ sung mới thủ tục hành chính: Đăng ký kết hôn"
    assert diff(None, None) == ()


def test_documents_of_two_kinds_are_refused() -> None:
    """Only documents of one kind can be compared."""
    with pytest.raises(InvalidDocumentError, match="one kind"):
        diff(procedure(), Agency.parse({"id": "bo-tu-phap", "names": ["Bộ Tư pháp"]}))


DIRECT = {"channel": "direct", "limit": {"quantity": 5, "unit": "working_day"}}
FEE = {"kind": "charge", "amount": 20000}


def manners(**fields: Any) -> dict[str, Any]:
    return {"manners": [DIRECT | fields]}


def dossier(*components: Any, **fields: Any) -> dict[str, Any]:
    return {"cases": [{"components": list(components)} | fields]}


@pytest.mark.parametrize(
    ("old", "new", "kind", "text"),
    [
        (manners(), manners(limit={"quantity": 3, "unit": "working_day"}), K.TIME_SHORTENED,
         "Thời hạn giải quyết (trực tiếp): 5 ngày làm việc → 3 ngày làm việc"),
        (manners(), manners(limit={"quantity": 3, "unit": "day"}), K.TIME_UNIT_CHANGED,
         "Thời hạn giải quyết (trực tiếp): 5 ngày làm việc → 3 ngày"),
        (manners(), manners(limit="Trả ngay"), K.TIME_CHANGED,
         "Thời hạn giải quyết (trực tiếp): 5 ngày làm việc → Trả ngay"),
        (manners(fees=[FEE]), manners(fees=[FEE | {"amount": 10000}]), K.FEE_LOWERED,
         "Phí, lệ phí (trực tiếp): lệ phí 20.000 đồng → lệ phí 10.000 đồng"),
        (manners(fees=[FEE]), manners(fees=[FEE | {"currency": "USD", "amount": "0.5"}]),
         K.FEE_CHANGED, "Phí, lệ phí (trực tiếp): lệ phí 20.000 đồng → lệ phí 0,5 USD"),
        (manners(limit={"quantity": 5, "unit": "day", "words": "Năm ngày"}),
         manners(limit={"quantity": 5, "unit": "day", "words": "05 ngày"}), K.TIME_CHANGED,
         "Thời hạn giải quyết (trực tiếp): Năm ngày → 05 ngày"),
        (manners(fees=[FEE | {"words": "Tối đa"}]), manners(fees=[FEE | {"words": "Cố định"}]),
         K.FEE_CHANGED, "Phí, lệ phí (trực tiếp): Tối đa → Cố định"),
        (manners(fees={"stated": "none"}), manners(fees=[FEE]), K.FEE_INTRODUCED,
         "Phí, lệ phí (trực tiếp): Không → lệ phí 20.000 đồng"),
        ({"extensions": {"a:b": 1}}, {"extensions": {"a:b": True}}, K.CHANGED,
         "Thông tin mở rộng (a:b): 1 → có"),
        ({"extensions": {"a:b": 1}}, {}, K.REMOVED, "Bỏ thông tin mở rộng (a:b): 1"),
        (manners(fees=[FEE]), manners(fees=[FEE, {"kind": "fee", "amount": 5}]), K.FEE_ADDED,
         "Bổ sung phí, lệ phí (trực tiếp): phí 5 đồng"),
        (manners(fees=[FEE]), manners(fees={"stated": "none", "words": "Miễn phí"}),
         K.FEE_EXEMPTED, "Phí, lệ phí (trực tiếp): lệ phí 20.000 đồng → Miễn phí"),
        (manners(), manners(fees=[FEE]), K.BECAME_KNOWN,
         "Phí, lệ phí (trực tiếp): chưa có thông tin → lệ phí 20.000 đồng"),
        (manners(), {"manners": [DIRECT, {"channel": "online"}]}, K.CHANNEL_ADDED,
         "Bổ sung hình thức nộp: trực tuyến"),
        (manners(), {"manners": [DIRECT, DIRECT | {"level": "commune"}]}, K.MANNER_ADDED,
         "Bổ sung cách thức thực hiện: trực tiếp, 5 ngày làm việc"),
        (dossier("Tờ khai", "Giấy A"), dossier("TỜ KHAI", "Giấy A"), K.COMPONENT_CHANGED,
         "Thành phần hồ sơ (TỜ KHAI): Tờ khai → TỜ KHAI"),
        (dossier("Tờ khai", "Giấy A"), dossier("Tờ khai"), K.COMPONENT_CUT,
         "Cắt giảm thành phần hồ sơ: Giấy A"),
        (dossier({"name": "A", "copies": 2}), dossier({"name": "A", "copies": 1}), K.COPIES_CUT,
         "Số lượng bản sao (A): 2 → 1"),
        (dossier({"name": "A", "required": True}), dossier({"name": "A", "required": False}),
         K.COMPONENT_OPTIONAL, "Tính bắt buộc của thành phần hồ sơ (A): có → không"),
        (dossier({"name": "A", "forms": ["M1"]}), dossier({"name": "A", "forms": ["M1", "M2"]}),
         K.FORM_ADDED, "Bổ sung mẫu đơn, tờ khai (A): M2"),
        (dossier("A", sets=2), dossier("A", sets=1), K.SETS_CUT, "Số lượng bộ hồ sơ: 2 → 1"),
        (dossier("A", name="Cũ"), dossier("A", name="Mới"), K.CHANGED, "Tên (Mới): Cũ → Mới"),
        (dossier("A"), {"cases": [{"components": ["A"]}, {"name": "Ủy quyền"}]}, K.CASE_ADDED,
         "Bổ sung trường hợp: Ủy quyền"),
        (dossier(steps=["Nộp", "Nhận"], components=["A"]),
         dossier(steps=["Nhận", "Nộp"], components=["A"]), K.REORDERED,
         "Thay đổi thứ tự trình tự thực hiện"),
        ({"requirements": ["Nam từ đủ 20 tuổi trở lên"]},
         {"requirements": ["Nam từ đủ 18 tuổi trở lên"]}, K.REQUIREMENT_REWORDED,
         "Yêu cầu, điều kiện: Nam từ đủ 20 tuổi trở lên → Nam từ đủ 18 tuổi trở lên"),
        ({"requirements": ["Nam từ đủ 20 tuổi"]}, {"requirements": {"stated": "none"}},
         K.REQUIREMENT_CUT, "Cắt giảm yêu cầu, điều kiện: Nam từ đủ 20 tuổi"),
        ({"levels": ["province"]}, {"levels": ["province", "commune"]}, K.LEVEL_ADDED,
         "Bổ sung cấp thực hiện: cấp xã"),
        ({"executing": ["A", "B"]}, {"executing": ["A"]}, K.AGENCY_REMOVED,
         "Bỏ cơ quan thực hiện: B"),
        ({"legal_bases": ["68/2020/QH14"]}, {"legal_bases": ["68/2020/QH14", "1/2024/NĐ-CP"]},
         K.BASIS_ADDED, "Bổ sung căn cứ pháp lý: 1/2024/NĐ-CP"),
        ({"online": "partial"}, {"online": "full"}, K.ONLINE_RAISED,
         "Mức độ cung cấp dịch vụ công trực tuyến: một phần → toàn trình"),
        ({"decision": "1/QĐ-BTP"}, {"decision": "2/QĐ-BTP"}, K.CHANGED,
         "Quyết định công bố: 1/QĐ-BTP → 2/QĐ-BTP"),
        ({"receiving": "Số 1"}, {"receiving": {"stated": "none"}}, K.CHANGED,
         "Địa chỉ tiếp nhận hồ sơ: Số 1 → Không"),
        ({}, {"performers": {"stated": "none"}}, K.BECAME_KNOWN,
         "Đối tượng thực hiện: chưa có thông tin → Không"),
        ({"members": ["1.000001"]}, {"members": ["1.000001", "1.000002"]}, K.MEMBER_ADDED,
         "Bổ sung thủ tục thành phần: 1.000002"),
        ({}, {"extensions": {"a:b": 1}}, K.ADDED, "Bổ sung thông tin mở rộng (a:b): 1"),
    ],
)  # fmt: skip
def test_changes_in_the_terms_of_the_domain(
    old: dict[str, Any], new: dict[str, Any], kind: ChangeKind, text: str
) -> None:
    """One thing that changes is one change of its kind, told in one line of Vietnamese."""
    change = only(procedure(**old), procedure(**new))
    assert (change.kind, change.text()) == (kind, text)


def test_a_component_keeps_its_code_when_its_name_changes() -> None:
    """A component is known by its code; "Chưa xác định" is no code and pairs nothing."""
    before, after = {"name": "Đơn"}, {"name": "Bản khai"}
    coded = only(
        procedure(**dossier(before | {"code": "G01-KQ1"})),
        procedure(**dossier(after | {"code": "G01-KQ1"})),
    )
    assert (coded.kind, coded.path) == (K.COMPONENT_CHANGED, "$.cases[0].components[0].name")
    unknown = {"code": "Chưa xác định"}
    changes = diff(procedure(**dossier(before | unknown)), procedure(**dossier(after | unknown)))
    assert [change.kind for change in changes] == [K.COMPONENT_CUT, K.COMPONENT_ADDED]


def test_rows_that_cannot_be_told_apart_are_not_guessed() -> None:
    """Two rows of a channel against one that fits neither: gone and added, not shortened."""
    rows = [DIRECT | {"limit": {"quantity": n, "unit": "day"}} for n in (5, 9, 7)]
    changes = diff(procedure(manners=rows[:2]), procedure(manners=rows[2:]))
    assert [change.kind for change in changes] == [
        K.MANNER_REMOVED, K.MANNER_REMOVED, K.MANNER_ADDED,
    ]  # fmt: skip


def test_long_texts_are_shown_from_where_they_part() -> None:
    """The line of a long reworded text is short and shows what differs."""
    text = "Người nộp hồ sơ phải có " + "giấy tờ hợp lệ và " * 100
    line = only(
        procedure(requirements=[text + "con dấu"]), procedure(requirements=[text + "chữ ký số"])
    ).text()
    assert len(line) < 400
    assert "con dấu" in line
    assert "chữ ký số" in line


def test_very_long_lists_are_compared_without_likeness() -> None:
    """More texts than any edition has are told as gone and added, quickly."""
    lists = [[f"Điều kiện về {place} số {n}" for n in range(300)] for place in ("vốn", "đất")]
    changes = diff(procedure(requirements=lists[0]), procedure(requirements=lists[1]))
    assert len(changes) == 600


@pytest.mark.parametrize(
    ("kind", "old", "new", "expected"),
    [
        ("programme", {"id": "1/2020", "name": "A", "goals": ["G"]},
         {"id": "1/2020", "name": "B", "goals": ["G", "H"]},
         [("changed", "$.name"), ("added", "$.goals[1]")]),
        ("agency", {"id": "a", "names": ["A"], "codes": [{"system": "gso", "code": "24"}]},
         {"id": "a", "names": [{"name": "A", "until": "2025-06-30"}, "B"]},
         [("added", "$.names[1]"), ("became_known", "$.names[0].until"),
          ("became_unknown", "$.codes")]),
        ("item", {"programme": "p", "subject_kind": "procedure", "about": "1.000894",
                  "measures": [{"kind": "cut_time", "before": {"value": 5, "unit": "day"}}]},
         {"programme": "p", "subject_kind": "procedure", "about": "1.000894",
          "measures": [{"kind": "cut_time", "before": {"value": 3, "unit": "day"}}]},
         [("changed", "$.measures[0].before")]),
        ("document", {"number": "1/QĐ-BTP", "amends": ["2/QĐ-BTP"], "normative": False},
         {"number": "1/QĐ-BTP", "amends": ["3/QĐ-BTP"], "normative": True},
         [("changed", "$.normative"), ("removed", "$.amends[0]"), ("added", "$.amends[0]")]),
    ],
)  # fmt: skip
def test_other_documents_are_compared_field_by_field(
    kind: str, old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Programmes, agencies, items and legal documents tell what was added, gone and changed."""
    changes = diff(KINDS[kind].parse(old), KINDS[kind].parse(new))
    assert Counter((change.kind.value, change.path) for change in changes) == Counter(expected)


DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 3)).map(str)
OTHERS: dict[type[Document], st.SearchStrategy[Any]] = {
    LegalDocument: st.fixed_dictionaries(
        {"number": st.just("1/QĐ-BTP")},
        optional={
            "name": NAMES, "signed_on": DAYS, "amends": several(NAMES), "repeals": several(NAMES),
            "normative": st.booleans(),
        },
    ),
    Agency: st.fixed_dictionaries(
        {"id": st.just("a"), "names": several(NAMES)},
        optional={
            "aliases": several(NAMES),
            "codes": several(
                st.fixed_dictionaries(
                    {"system": st.just("gso"), "code": st.sampled_from("123")},
                    optional={"verified": st.booleans()},
                )
            ),
        },
    ),
    Programme: st.fixed_dictionaries(
        {"id": st.just("p"), "name": NAMES},
        optional={
            "starts": DAYS, "goals": several(NAMES), "obliged": several(NAMES), "document": NAMES,
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("model", OTHERS, ids=lambda model: str(model.__name__))
@given(data=st.data())
def test_other_documents_differ_exactly_when_digests_do(
    model: type[Document], data: st.DataObject
) -> None:
    """For other documents too there is a change if and only if the digests differ."""
    old, new = (model.parse(data.draw(OTHERS[model])) for _ in range(2))
    changes = diff(old, new)
    assert bool(changes) is (old.digest() != new.digest())
    assert Counter(mirrored(c) for c in changes) == Counter(c.kind.value for c in diff(new, old))


def test_every_kind_of_change_has_a_label() -> None:
    """No kind of change, document or field is without its official term."""
    assert set(CHANGES) == set(ChangeKind)
    assert set(KIND_TOPICS) == set(KINDS)
    named = {name for model in KINDS.values() for part in parts(model) for name in part}
    assert named <= FIELD_TOPICS.keys()


def test_numbers_and_days_read_as_officials_write_them() -> None:
    """Thousands have dots, days come first."""
    assert words(1234567) == "1.234.567"
    assert words(date(2024, 1, 31)) == "31/01/2024"


def parts(annotation: Any) -> Iterator[set[str]]:
    """The fields of a model and of all models inside it."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield set(annotation.model_fields)
        for field in annotation.model_fields.values():
            yield from parts(field.annotation)
    elif isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        for inner in typing.get_args(annotation):
            yield from parts(inner)
