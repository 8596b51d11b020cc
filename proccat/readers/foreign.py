"""Files that are something else than their name says, and what to do about each."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from proccat.errors import LoadError

HEAD: Final = 4096
"""How many bytes of a file are looked at to tell what it is."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS: Final = "open it in Excel and save it as an Excel workbook (.xlsx)"


def head_of(path: Path) -> bytes:
    """The first bytes of a regular file that is not empty (*phần đầu tệp*).

    Raises:
        LoadError: there is no such file, it is no regular file, it is empty or may not be read.
    """
    try:
        if not path.exists():
            raise LoadError(f"{path.name}: there is no such file")
        if not path.is_file():
            raise LoadError(f"{path.name}: is no regular file")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be read: {error.strerror}") from error
    if not head:
        raise LoadError(f"{path.name}: is empty")
    return head


def refuse_foreign(path: Path, head: bytes) -> None:
    """Refuses what no reader takes (*tệp không đọc được*), saying what it is and how to save it.

    Raises:
        LoadError: an old or protected Excel file, a PDF, a web page, another kind of archive.
    """
    said = _what(path, head)
    if said is not None:
        raise LoadError(f"{path.name}: {said}")


def _what(path: Path, head: bytes) -> str | None:
    if head.startswith(_OLE):
        if _holds(path, _ENCRYPTED):
            return (
                "is protected by a password: open it in Excel, take the password off "
                "(File, Info, Protect Workbook) and save it again"
            )
        return f"is in an old Office format (.xls, .doc), whatever its name: {_SAVE_AS}"
    if head.startswith(b"%PDF"):
        return "is a PDF, from which no table can be taken safely: ask for the Excel file"
    if head.startswith(b"PK\x03\x04"):
        return _which_archive(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return f"is a web page, whatever its name: {_SAVE_AS}"
    if start.startswith(b"<?xml"):
        return f"is XML: {_SAVE_AS}"
    return None


def _which_archive(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "is a damaged or cut archive: get the file again"
    if "xl/workbook.bin" in names:
        return f"is a binary workbook (.xlsb): {_SAVE_AS}"
    if "word/document.xml" in names:
        return "is a Word document: put its table into Excel and save that as .xlsx"
    if "content.xml" in names:
        return "is an OpenDocument file: save it as an Excel workbook (.xlsx)"
    if not any(name.lower().startswith("xl/") for name in names):
        return "is an archive: unpack it and load the files inside"
    return None


def _holds(path: Path, mark: bytes) -> bool:
    """Whether the mark stands anywhere in the file, read in pieces."""
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if mark in rest + piece:
                return True
            rest = piece[-len(mark) :]
    return False
