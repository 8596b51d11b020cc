"""The log (*nhật ký*): the facts themselves, verbatim, for restoring into an empty catalogue.

Line by line: a header, one fact a line, a trailer that says how many facts there are and what the
last hash is. The body of a fact is the last key of its line and is kept byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from proccat.chain import COLUMNS, GENESIS, link_faults
from proccat.errors import InvalidDocumentError, LoadError, Problem
from proccat.facts import from_row
from proccat.readers.base import Entry

LOG_FORMAT: Final = "proccat-log"
LOG_VERSION: Final = 1
BODY: Final = ',"body":'
"""What stands between the columns of a fact and its body; it cannot occur inside a JSON text."""

LONGEST_LINE: Final = 64 * 1024 * 1024


@attrs.frozen
class LogReader:
    """The log of another catalogue; it is restored, never loaded as new records."""

    name: str = "log"

    def sniff(self, path: Path, head: bytes) -> float:
        """Sure of a file that begins with the log's header."""
        return 1.0 if head.startswith(f'{{"format":"{LOG_FORMAT}"'.encode()) else 0.0

    def read(self, path: Path) -> Iterator[Entry | Problem]:
        """A log holds facts, not entries; :func:`stored_facts` reads it."""
        raise LoadError(f"{path.name}: is a log; it is restored into an empty catalogue as it is")


def stored_facts(path: Path) -> Iterator[tuple[Any, ...]]:
    """The facts of a log as stored columns, each checked against its hash and the one before.

    Raises:
        LoadError: at the first line that is not as it was written; ``problems`` says which.
    """
    prev_hash, seq, done = GENESIS, 0, False
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            where = f"{path.name}:{number}"
            if done:
                raise _broken(where, "stands behind the end of the log")
            if not line.endswith(b"\n"):
                raise _broken(where, "is cut off, or longer than any fact")
            text = _decoded(line, where)
            if number == 1:
                _check_header(text, where)
            elif text.startswith('{"head":'):
                _check_trailer(text, where, seq, prev_hash)
                done = True
            else:
                stored = _stored(text, where)
                seq, prev_hash = seq + 1, _check_link(stored, where, seq + 1, prev_hash)
                yield stored
    if not done:
        raise _broken(path.name, "has no end: the file is cut off")


def _decoded(line: bytes, where: str) -> str:
    try:
        return line.decode("utf-8").rstrip("\n")
    except UnicodeDecodeError as error:
        raise _broken(where, f"is not UTF-8 ({error.reason} at byte {error.start})") from None


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _broken(where, "is no JSON object") from None
    if not isinstance(data, dict):
        raise _broken(where, "is no JSON object")
    return data


def _check_header(text: str, where: str) -> None:
    header = _object(text, where)
    if header.get("format") != LOG_FORMAT:
        raise _broken(where, "is not the header of a log")
    if header.get("version") != LOG_VERSION:
        raise _broken(
            where, f"the log has version {header.get('version')}, this one reads {LOG_VERSION}"
        )


def _check_trailer(text: str, where: str, seq: int, prev_hash: str) -> None:
    head = _object(text, where).get("head")
    if head != {"seq": seq, "hash": prev_hash}:
        raise _broken(where, f"the log should end with fact {seq} and its hash; facts are missing")


def _stored(text: str, where: str) -> tuple[Any, ...]:
    before, found, raw = text.partition(BODY)
    columns = _object(f"{before}}}" if found else text, where)
    unknown = columns.keys() - set(COLUMNS)
    if unknown:
        raise _broken(where, f"no such column: {sorted(unknown)[0]}")
    if found:
        columns["body"] = raw.removesuffix("}")
        _object(columns["body"], where)
    for name in ("successors", "basis"):
        if name in columns:
            columns[name] = json.dumps(columns[name], ensure_ascii=False, separators=(",", ":"))
    return tuple(columns.get(name) for name in COLUMNS)


def _check_link(stored: tuple[Any, ...], where: str, seq: int, prev_hash: str) -> str:
    try:
        fact = from_row(stored)
    except InvalidDocumentError as error:
        raise LoadError(f"{where}: {error}", [
            Problem(where, problem.path, problem.message) for problem in error.problems
        ]) from None  # fmt: skip
    for path, message in link_faults(stored, seq, prev_hash):
        raise LoadError(f"{where}: {path} {message}", [Problem(where, path, message)])
    return fact.hash


def _broken(where: str, message: str) -> LoadError:
    return LoadError(f"{where}: {message}", [Problem(where, "", message)])
