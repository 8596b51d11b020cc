"""The chain of hashes (*chuỗi băm*): which columns of a fact it covers, and how.

The hash covers the envelope and the hash of the body, so that a body can lawfully be erased without
breaking the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.json import encode

GENESIS = "0" * 64
"""What the first fact's ``prev_hash`` is."""

ENVELOPE = (
    "seq", "subject", "version", "kind", "format", "on", "effective", "until", "to", "voids",
    "corrects", "supersedes", "successors", "taken_over", "digest", "recorded_at", "actor",
    "basis", "request_id", "request_digest",
)  # fmt: skip
"""The columns the hash covers, in the order in which they are written."""

COLUMNS = (*ENVELOPE, "body", "body_hash", "prev_hash", "hash")
"""All columns of a fact, in the order of the table."""


def envelope(stored: Sequence[Any]) -> str:
    """The envelope of stored columns, in their order, as canonical JSON; absent ones left out."""
    present = {name: each for name, each in zip(ENVELOPE, stored, strict=False) if each is not None}
    return compact_plain(present)


def chain(prev_hash: str, envelope_text: str, body_hash: str) -> str:
    """The hash of a fact: SHA-256 over the hash before, the envelope and the body's hash."""
    return digest_of(prev_hash + envelope_text + body_hash)


def link_faults(stored: Sequence[Any], seq: int, prev_hash: str) -> Iterator[tuple[str, str]]:
    """What does not hold of a fact's link to the one before: (path, message) each.

    Args:
        stored: its columns, in the order of :data:`COLUMNS`.
        seq: the number it should have.
        prev_hash: the hash of the fact before.
    """
    body, body_hash, before, hash_ = stored[len(ENVELOPE) :]
    if stored[0] != seq:
        yield "$.seq", f"facts are missing before it: {seq} was expected"
    if before != prev_hash:
        yield "$.prev_hash", "does not follow from the fact before"
    if body is not None and digest_of(body) != body_hash:
        yield "$.body", "is not the body that was recorded"
    if chain(before, envelope(stored), body_hash) != hash_:
        yield "$.hash", "its columns are not those that were recorded"


def digest_of(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def compact(value: object) -> str:
    """JSON on one line without blanks, as facts and lines of files are written."""
    return _COMPACT.encode(value)


def compact_plain(value: object) -> str:
    """The same of nothing but texts and whole numbers, which all encoders write alike, faster."""
    return encode(value, enc_hook=_plain).decode()


def _plain(value: object) -> str | int:
    """What a text or number of somebody's own class says: frameworks mark their texts so."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    raise TypeError(f"{type(value).__name__} is neither text nor a whole number")
