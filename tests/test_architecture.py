"""The floors of DESIGN 5: what imports what, how long, how named, how told."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import proccat

PACKAGE = Path(proccat.__file__).resolve().parent

FLOORS = (
    "errors",
    "resources",
    "held",
    "batching",
    "text",
    "calendar",
    "statuses",
    "lifecycle",
    "documents.scalars",
    "documents.base",
    "documents.legal",
    "documents.issuers",
    "documents.agency",
    "documents.case",
    "documents.manner",
    "documents.cost",
    "documents.procedure",
    "documents.labels",
    "documents.programme",
    "documents.observation",
    "documents.feedback",
    "documents.inspection",
    "documents.references",
    "documents",
    "policy",
    "chain",
    "facts",
    "drafts",
    "lean",
    "schemas",
    "standing",
    "bitemporal",
    "ends",
    "force",
    "lawful",
    "diff.change",
    "diff.topics",
    "diff.comparing",
    "diff.table",
    "diff",
    "storage.sql",
    "storage.postings",
    "storage.live",
    "storage.schema",
    "storage.opening",
    "storage.log",
    "storage.periods",
    "storage.projections",
    "storage.counting",
    "storage.sqlite",
    "storage",
    "search.store",
    "search.bodies",
    "search.bitmaps",
    "search.planes",
    "search.best_first",
    "search.few",
    "search.weights",
    "search.terms",
    "search.query",
    "search.typed",
    "search.names",
    "search.exact",
    "search.weighing",
    "search.kept",
    "search.corpus",
    "search.synonyms",
    "search.abbreviations",
    "search.beginnings",
    "search.phrases",
    "search.scoring",
    "search.ranking",
    "search.snippets",
    "search.likeness",
    "search.keystrokes",
    "search.correcting",
    "search.explaining",
    "search.index",
    "search.filters",
    "search.paging",
    "search.page",
    "search.hits",
    "search.find",
    "search.similar",
    "search.suggesting",
    "search",
    "view",
    "reports.register",
    "reports.agencies",
    "reports.counting",
    "reports.targets",
    "reports.progress",
    "reports.observed",
    "reports.definition",
    "reports.reform",
    "reports.wording",
    "reports.power",
    "reports.burden",
    "reports.duties",
    "reports.due",
    "reports.announcing",
    "reports.deadlines",
    "reports.sunsets",
    "reports.reckoning",
    "reports.cost",
    "reports.faults",
    "reports.quality",
    "reports.review",
    "reports",
    "readers",
    "writers",
    "terms",
    "drafting",
    "arguments",
    "indexing",
    "projector",
    "replaying",
    "recording",
    "blending",
    "claims",
    "intake",
    "loading",
    "restoring",
    "lives",
    "reading",
    "viewing",
    "citing",
    "lookup",
    "snapshot",
    "ledger",
    "verifying",
    "catalogue",
    "",  # the package itself: the public names
    "checking",
    "printing",
    "accounts",
    "demo",
    "cli",
    "__main__",
)
"""DESIGN 5, from the ground up; a module imports only from lines above its own."""

PUBLIC = {
    "Act",
    "Actor",
    "Agency",
    "AgencyRef",
    "BurdenPolicy",
    "Catalogue",
    "Decision",
    "DocumentRef",
    "Feedback",
    "Goal",
    "Handling",
    "Inspection",
    "Item",
    "LegalDocument",
    "Measure",
    "Observation",
    "OfficePolicy",
    "Plan",
    "Policy",
    "Procedure",
    "Programme",
    "Publication",
    "Sender",
    "Simplification",
    "Snapshot",
    "Stated",
    "StatusLine",
    "Target",
    "errors",
    "reports",
}
"""DESIGN 6, without what comes with an issue of its own (listings)."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(module: str) -> int:
    """The line of a module: its own, or that of its folder."""
    while module not in FLOORS and "." in module:
        module = module.rpartition(".")[0]
    return FLOORS.index(module)


def exists(module: str) -> bool:
    path = PACKAGE.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def imports(path: Path) -> Iterator[str]:
    """The modules of proccat that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the floor"
            if node.module == "proccat":
                yield from (n.name if exists(n.name) else "" for n in node.names)
            elif node.module and node.module.startswith("proccat."):
                whole = node.module.removeprefix("proccat.")
                for alias in node.names:
                    deeper = f"{whole}.{alias.name}"
                    yield deeper if exists(deeper) else whole
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "proccat":
                    yield alias.name.removeprefix("proccat").removeprefix(".")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_floors_above(path: Path) -> None:
    """Every module has a line in the list, and imports only from lines above its own."""
    mine = name_of(path)
    assert mine in FLOORS or mine.rpartition(".")[0] in FLOORS, f"{mine} has no floor"
    wrong = []
    for other in imports(path):
        same_folder = floor(other) == floor(mine) and "." in other + mine and other != mine
        if not (floor(other) < floor(mine) or same_folder):
            wrong.append(other)
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_one_concept(path: Path) -> None:
    """No module is longer than 400 lines; none is called for what it is not."""
    length = len(path.read_text("utf-8").splitlines())
    assert length <= 400
    assert path.stem not in ("utils", "helpers", "managers", "common", "misc")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_printed_by_the_library(path: Path) -> None:
    """Only the command line and the demo print."""
    if name_of(path).partition(".")[0] in ("cli", "demo", "__main__"):
        return
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    assert not [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"]
    assert not [n for n in calls if ast.unparse(n.func) in ("sys.stdout.write", "sys.stderr.write")]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_what_is_public_says_what_it_is(path: Path) -> None:
    """Every module, public class and public function has a docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{path.name} has no docstring"
    told_by_document = {
        "key", "title", "subject", "own_date", "warnings", "parsed", "kind",
    }  # what Document tells is not told again by each kind  # fmt: skip
    silent = []
    for node in tree.body:
        if not isinstance(node, (ast.ClassDef, ast.FunctionDef)) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            silent.append(node.name)
        if isinstance(node, ast.ClassDef):
            silent += [
                f"{node.name}.{each.name}"
                for each in node.body
                if isinstance(each, ast.FunctionDef)
                and not each.name.startswith("_")
                and each.name not in told_by_document
                and not ast.get_docstring(each)
            ]
    assert silent == []


def test_sql_is_known_to_storage_alone() -> None:
    """No module outside storage/ names sqlite3 or sqlite_utils."""
    for path in MODULES:
        if name_of(path).partition(".")[0] == "storage":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {"sqlite3", "sqlite_utils"} & set(names), path


def test_public_names() -> None:
    """The names that applications rely on are these, sorted, and each is there."""
    assert set(proccat.__all__) == PUBLIC
    assert list(proccat.__all__) == sorted(proccat.__all__)
    assert all(hasattr(proccat, name) for name in PUBLIC)


def test_what_the_catalogue_offers() -> None:
    """The methods that DESIGN 6 shows, with the arguments it shows."""
    expected = {
        "open": "path clock tz policy read_only synonyms",
        "at": "effective known_at",
        "load": "source on actor format strict",
        "record": "document on actor effective until basis corrects supersedes note expect "
        "request_id",
        "change_status": "name to on actor basis programme effective until successors note expect "
        "request_id",
        "void": "seq reason actor on basis from_ instead",
        "search": "query kind limit field agency level status stage programme after explain",
        "suggest": "prefix limit",
        "similar": "code limit",
        "citing": "number",
        "progress": "programme by reached of subject since",
        "verify": "anchor deep",
        "export": "path format",
        "changes": "since",
    }
    for name, arguments in expected.items():
        method = getattr(proccat.Catalogue, name)
        assert set(arguments.split()) <= set(inspect.signature(method).parameters), name
    for name in (
        "transaction", "procedure", "procedures", "item", "items", "agency", "document",
        "standing", "history", "pending", "diff", "head", "rebuild", "backup",
    ):  # fmt: skip
        assert callable(getattr(proccat.Catalogue, name))


def test_importing_is_light() -> None:
    """`import proccat` brings in no library of an extra, nothing that speaks to the network."""
    code = "import sys, proccat; print(*sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in out.stdout.split()}
    assert not loaded & {
        "openpyxl",
        "xlsxwriter",
        "holidays",
        "requests",
        "httpx",
        "hypothesis",
        "pytest",
    }
