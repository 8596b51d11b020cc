"""JSON Schemas (*lược đồ dữ liệu*, draft 2020-12) of what files hold, drawn from the models.

They describe what is accepted, short forms included. What pydantic checks beyond structure (codes,
days in order, invisible characters) is left to loading.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from proccat.documents import KINDS, DocumentRef
from proccat.documents.base import Model, Shorthand
from proccat.documents.scalars import Number
from proccat.facts import AnyFact, StatusLine

VERSION: Final = 1
"""Part of every ``$id``; raised when something accepted before is no longer."""

SUFFIX: Final = ".schema.json"
"""How the file of a schema ends."""

Schema = dict[str, Any]

_REFS: Final = "#/$defs/{model}"
_ONE_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "Procedure": ("code", "draft"),
    "LegalDocument": ("number", "draft"),
    "DocumentRef": ("raw", "number"),
    "TimeLimit": ("quantity", "words"),
    "Fee": ("amount", "words"),
})  # fmt: skip
"""Fields of which one at least must be there, as validators of the models say."""

_SINGLE: Final = frozenset({"AgencyRef", "DocumentRef", "LegalBasis"})
"""Parts of which a list may be written as a single text."""


def schemas() -> Mapping[str, str]:
    """All schemas (*lược đồ*), file name → JSON text: each kind, status, line, log.

    ``line.schema.json`` is for one line of JSON Lines, ``log.schema.json`` for one of a log.
    """
    models: dict[str, type[Model]] = {**KINDS, "status": StatusLine}
    found = {kind: _of_model(model) for kind, model in models.items()}
    found["line"] = _line()
    found["log"] = _log()
    return MappingProxyType(
        {f"{name}{SUFFIX}": _written(name, schema) for name, schema in found.items()}
    )


def write(folder: Path | str) -> list[Path]:
    """Write all schemas into a folder, which is made if need be; returns their paths."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return [target / name for name in schemas()]


def stale(folder: Path | str) -> tuple[str, ...]:
    """The names of schemas in a folder that are missing, not as they would be, or superfluous."""
    current = schemas()
    there = {path.name: path.read_bytes() for path in Path(folder).glob(f"*{SUFFIX}")}
    return tuple(
        name
        for name in sorted(current.keys() | there.keys())
        if name not in current or current[name].encode("utf-8") != there.get(name)
    )


def _written(name: str, schema: Schema) -> str:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:proccat:schema:{name}:{VERSION}",
    }
    ordered = ("title", "description")
    body = {key: schema[key] for key in ordered if key in schema}
    body |= {key: value for key, value in schema.items() if key not in (*ordered, "$defs")}
    if schema.get("$defs"):
        body["$defs"] = dict(sorted(schema["$defs"].items()))
    return json.dumps(head | body, ensure_ascii=False, indent=2) + "\n"


def _of_model(model: type[Model]) -> Schema:
    schema = model.model_json_schema(ref_template=_REFS)
    definitions = schema.pop("$defs", {})
    return _accepted(schema) | {"$defs": _definitions(definitions)}


def _definitions(raw: Mapping[str, Schema]) -> dict[str, Schema]:
    return {
        name: _short(name, _accepted(schema)) for name, schema in raw.items() if name != "JsonValue"
    }


def _accepted(schema: Schema) -> Schema:
    """A model's schema as files may write it: described, without noise, lists not empty."""
    name = str(schema.get("title", ""))
    schema = _walked(schema, _tidied)
    described = _DESCRIPTIONS.get(name, {})
    for field, inner in schema.get("properties", {}).items():
        if field in described:
            inner["description"] = described[field]
    if "description" in schema:
        schema["description"] = _first_sentence(schema["description"])
    if name in _ONE_OF:
        schema["required"] = [n for n in schema.get("required", ()) if n not in _ONE_OF[name]]
        schema["anyOf"] = [
            {"required": [field], "properties": {field: {"not": {"type": "null"}}}}
            for field in _ONE_OF[name]
        ]
    return {key: value for key, value in schema.items() if key != "required" or value}


def _short(name: str, schema: Schema) -> Schema:
    """A part with its short form, the main field alone, if it has one."""
    main = _MAIN.get(name)
    if main is None:
        return schema
    alone = schema["properties"][main]
    if "$ref" in alone and alone["$ref"].rpartition("/")[2] in _MAIN:
        alone = {"type": "string"}  # an object is taken as the whole, never as the main field
    alone = {key: value for key, value in alone.items() if key != "description"}
    head = {key: schema.pop(key) for key in ("title", "description") if key in schema}
    return head | {"anyOf": [alone, schema]}


def _walked(node: Any, change: Callable[[Schema], Schema]) -> Any:
    """The schema with every schema in it changed, from the inside out."""
    if isinstance(node, list):
        return [_walked(each, change) for each in node]
    if not isinstance(node, dict):
        return node
    inner = {
        key: {name: _walked(each, change) for name, each in value.items()}
        if key in ("properties", "patternProperties")
        else value
        if key in ("default", "const", "enum", "required")
        else _walked(value, change)
        for key, value in node.items()
    }
    return change(inner)


def _tidied(schema: Schema) -> Schema:
    """One schema without pydantic's noise, with what pydantic checks but does not tell."""
    if "properties" not in schema and "enum" not in schema:
        schema.pop("title", None)  # a field's title repeats its name
    if schema.get("default", "") is None:
        del schema["default"]  # absent and null are the same: unknown
    if schema.get("$ref") == _REFS.format(model="JsonValue"):
        return {}
    if "patternProperties" in schema:
        schema["additionalProperties"] = False  # a key that does not match is refused
    if schema.get("pattern") == _NUMBER:
        schema["pattern"] = f"^({_NUMBER})$"
    states = schema.pop("oneOf", None)
    if states is not None:
        schema["anyOf"] = states
    if "anyOf" in schema:
        schema["anyOf"] = list(_flat(schema["anyOf"]))
    if schema.get("type") == "array":
        schema["minItems"] = 1
        if schema["items"].get("$ref", "").rpartition("/")[2] in _SINGLE:
            return {"anyOf": [schema, {"type": "string"}]}
    return schema


def _flat(choices: list[Schema]) -> Iterator[Schema]:
    """Choices of choices as one list: value, stated none, null."""
    for choice in choices:
        if choice.keys() == {"anyOf"}:
            yield from choice["anyOf"]
        else:
            yield choice


def _line() -> Schema:
    """One line: a document with the days of its edition beside it, a status line, or a record."""
    models: list[type[Model]] = [*KINDS.values(), StatusLine]
    _, made = models_json_schema([(m, "validation") for m in models], ref_template=_REFS)
    parts = _definitions(made["$defs"])
    status = parts["StatusLine"]["properties"]
    days = {name: status[name] for name in ("effective", "until", "basis")}
    beside = {"on": {**status["effective"], "description": status["on"]["description"]}} | days
    reserved = beside | {
        "supersedes": {
            "type": ["boolean", "string"],
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "description": "whether it ends the sunset it falls into, or first and last day of "
            "the one it ends",
        },
        "subject": {
            "type": "string",
            "description": "the subject it belongs to where its own key does not tell",
        },
    }
    for kind, model in KINDS.items():
        definition = parts[model.__name__]
        properties = definition["properties"]
        properties["kind"] = {"const": kind}
        bare = {**definition, "properties": dict(properties)}
        parts[f"{model.__name__}Line"] = definition | {
            "title": f"{model.__name__}Line",
            "properties": properties | {k: v for k, v in reserved.items() if k not in properties},
        }
        parts[model.__name__] = bare
    standing = {k: v for k, v in status.items() if k not in ("kind", "subject", "to")}
    parts["Record"] = _closed(
        "A document with its edition and its status, as an export writes it.",
        {
            "document": {"anyOf": [_ref(model.__name__) for model in KINDS.values()]},
            "edition": _nullable(_closed("", {"number": {"type": "integer"}} | reserved)),
            "status": _nullable(
                _closed("", {"value": status["to"]} | standing, required=["value", "on"])
            ),
        },
        required=["document"],
    )
    named = [f"{model.__name__}Line" for model in KINDS.values()]
    told = [{"required": ["kind"], **_ref(name)} for name in [*named, "StatusLine"]]
    untold = {"required": ["name"], "not": {"required": ["kind"]}, **_ref("ProcedureLine")}
    return {
        "title": "Line",
        "description": "One line of a JSON Lines file: a document or a status line.",
        "anyOf": [*told, untold, _ref("Record")],
        "$defs": parts,
    }


def _log() -> Schema:
    """One line of a log: a fact with its body as the last of its keys, the header, the head."""
    raw = TypeAdapter(AnyFact).json_schema(ref_template=_REFS)
    parts = {}
    for name, definition in raw.pop("$defs").items():
        fact = definition.get("properties", {}).keys() >= {"seq", "body"}
        parts[name] = _fact(definition) if fact else _short(name, _accepted(definition))
    format_, version = {"const": "proccat-log"}, {"type": "integer", "minimum": 1}
    header = _closed(
        "The first line: what the file is.",
        {"format": format_, "version": version},
        required=["format", "version"],
    )
    seq, digest = {"type": "integer", "minimum": 0}, {"type": "string"}
    head = _closed("", {"seq": seq, "hash": digest}, required=["seq", "hash"])
    parts |= {
        "Header": header,
        "Head": _closed("The last line: where the log ends.", {"head": head}, required=["head"]),
    }
    return {
        "title": "LogLine",
        "description": "One line of a log: a fact, with the hash that chains it to the one before.",
        "anyOf": [*raw["anyOf"], _ref("Header"), _ref("Head")],
        "$defs": parts,
    }


def _fact(schema: Schema) -> Schema:
    lists = {
        name: {key: value for key, value in inner.items() if key not in ("title", "default")}
        for name, inner in schema["properties"].items()
        if inner.get("type") == "array"  # in a fact, unlike in a document, none is an empty list
    }
    schema = _accepted(schema)
    properties = schema["properties"] | lists
    del properties["body"]
    properties["taken_over"] = {"const": 1, "description": properties["taken_over"]["description"]}
    content = {
        "document": {
            "type": "object",
            "description": f"a document; its schema is urn:proccat:schema:<kind>:{VERSION}",
            "properties": {"kind": {"type": "string"}},
            "required": ["kind"],
        },
        "note": {"type": "string"},
        "decision": {"type": "string"},
    }
    body = _nullable(_closed("document, note and decision; null once erased", content))
    required = [name for name in properties if name in schema["required"] or name == "kind"]
    return schema | {"properties": properties | {"body": body}, "required": required}


def _ref(model: str) -> Schema:
    return {"$ref": _REFS.format(model=model)}


def _closed(description: str, properties: Schema, required: list[str] | None = None) -> Schema:
    schema: Schema = {"description": description} if description else {}
    schema |= {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _subclasses(model: type[Model]) -> Iterator[type[Model]]:
    for each in model.__subclasses__():
        yield each
        yield from _subclasses(each)


def _first_sentence(doc: str) -> str:
    """The first sentence of a docstring, without the marks of documentation tools."""
    paragraph = " ".join(inspect.cleandoc(doc).partition("\n\n")[0].split())
    sentence = re.split(r"(?<=[^.\s]{3}\.)\s(?=[A-Z])", paragraph)[0]
    return re.sub(r":\w+:`~?([^`]*)`|``([^`]*)``|\*([^*]+)\*", _bare, sentence)


def _bare(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)


def _attributes(model: type[Model]) -> dict[str, str]:
    """What the docstrings say about each field, those of the bases included."""
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        _, _, section = inspect.cleandoc(cls.__doc__ or "").partition("Attributes:\n")
        for name, words in re.findall(r"^    (\w+): (.*(?:\n {6,}.*)*)", section, re.MULTILINE):
            found[name] = re.sub(
                r":\w+:`~?([^`]*)`|``([^`]*)``|\*([^*]+)\*", _bare, " ".join(words.split())
            )
    return found


_NUMBER: Final = TypeAdapter(Number).json_schema()["pattern"]
_DESCRIPTIONS: Final = {model.__name__: _attributes(model) for model in _subclasses(Model)}
_MAIN: Final = {DocumentRef.__name__: "raw"} | {
    model.__name__: model.main for model in _subclasses(Shorthand) if issubclass(model, Shorthand)
}
