"""The chain of hashes (*chuỗi băm*): which columns of a fact it covers, and how.

The hash covers the envelope and the hash of the body, so that a body can lawfully be erased without
breaking the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

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
    return compact(
        {name: value for name, value in zip(ENVELOPE, stored, strict=False) if value is not None}
    )


def chain(prev_hash: str, envelope_text: str, body_hash: str) -> str:
    """The hash of a fact: SHA-256 over the hash before, the envelope and the body's hash."""
    return digest_of(prev_hash + envelope_text + body_hash)


def digest_of(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def compact(value: object) -> str:
    """JSON on one line without blanks, as facts and lines of files are written."""
    return _COMPACT.encode(value)
