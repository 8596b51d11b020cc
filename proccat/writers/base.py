"""What every writer gives: a whole file or none, and a report of what the format cannot hold."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import attrs

from proccat.errors import ExportError
from proccat.view import View


@attrs.frozen
class ExportReport:
    """What was written and what was lost (*kết quả kết xuất*).

    Attributes:
        path: the file.
        format: the name of the format.
        rows: number of records in it.
        losses: what the view holds and the file does not, one sentence each; empty where reading
            the file back gives all that was exported.
    """

    path: Path
    format: str
    rows: int
    losses: tuple[str, ...]


class Writer(Protocol):
    """A format that can be written (*định dạng kết xuất*)."""

    @property
    def name(self) -> str:
        """The name by which a caller asks for the format."""

    @property
    def suffix(self) -> str:
        """The end of a file's name, dot included."""

    def write(self, view: View, path: Path) -> ExportReport:
        """Writes what stands in the view; the same view gives the same bytes.

        Raises:
            ExportError: the file could not be written; an old one is untouched.
            MissingExtraError: the format needs a library that is not installed.
        """


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary file that becomes ``path`` as a whole at the end (*ghi trọn vẹn*), or not at all.

    It lies in the same folder, so that the exchange is one rename. After an error it is removed
    and the old file is as it was; after a power cut there is the old file or the new one. An
    existing file keeps its permissions.

    Raises:
        ExportError: the folder is absent or not writable, the disk is full, or ``path`` is a
            folder or a symbolic link.
    """
    if path.is_symlink():
        raise ExportError(f"{path.name} is a symbolic link: name the file it leads to")
    if path.is_dir():
        raise ExportError(f"{path.name} is a folder: name a file in it")
    temporary = path.parent / f".proccat-{secrets.token_hex(8)}.tmp"
    try:
        # Opened by hand: only so does the file get the permissions that are usual for the user.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            yield temporary
            if path.exists():
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            _sync(temporary, os.O_RDWR)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        if hasattr(os, "O_DIRECTORY"):
            _sync(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise ExportError(f"{path.name} cannot be written: {error.strerror or error}") from error


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Writes lines of text as a whole file (*ghi theo dòng*); returns how many there were."""
    count = 0
    with atomic(path) as temporary, temporary.open("wb") as stream:
        for line in lines:
            stream.write(line.encode("utf-8") + b"\n")
            count += 1
    return count


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
