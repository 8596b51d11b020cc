"""Which reader takes a file, and what is said of files that none takes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from proccat.errors import LoadError
from proccat.readers import READERS, choose

TABLE = "Mã số,Tên\n1.000894,Đăng ký kết hôn\n"


def archive(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, "<a/>")


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.json", '{"code": "1.000894"}', "json"),
        ("a.txt", '[{"code": "1.000894"}]', "json"),
        ("a.json", "not json at all", "json"),
        ("a.jsonl", '{"code": "1.000894"}', "jsonl"),
        ("a.txt", '{"code": "1"}\n{"code": "2"}\n', "jsonl"),
        ("a.csv", TABLE, "csv"),
        ("a.txt", TABLE.replace(",", "\t"), "csv"),
        ("a.csv", "no headings", "csv"),
    ],
)
def test_name_and_content_tell_the_reader(
    tmp_path: Path, name: str, content: str, reader: str
) -> None:
    """The surest reader takes a file: by its content, with its name as a hint."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert choose(path).name == reader


def test_format_by_name_skips_the_guessing(tmp_path: Path) -> None:
    """Every format can be asked for by its name; an unknown name lists the known ones."""
    for reader in READERS:
        assert choose(tmp_path / "absent", reader.name) is reader
    with pytest.raises(LoadError, match=r"json, jsonl, xlsx-portal, csv"):
        choose(tmp_path / "absent", "xls")


@pytest.mark.parametrize("reader", ["json", "jsonl", "xlsx-portal", "csv"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), r"save it as .*\.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes((1 << 20) - 20)
         + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><table>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "XML"),
        (b"PK\x03\x04 cut here", "damaged"),
    ],
    ids=["empty", "xls", "protected", "pdf", "html", "xml", "cut"],
)  # fmt: skip
def test_a_foreign_file_is_named_with_the_way_out(
    tmp_path: Path, content: bytes, said: str, reader: str
) -> None:
    """A file of another kind is refused by the choice and by every reader, saying what it is."""
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(content)
    with pytest.raises(LoadError, match=said):
        choose(path)
    with pytest.raises(LoadError, match=said):
        list(choose(path, reader).read(path))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/workbook.bin", "binary workbook"),
        ("word/document.xml", "Word"),
        ("content.xml", "OpenDocument"),
        ("a.csv", "unpack it"),
    ],
)
def test_other_archives_are_named(tmp_path: Path, part: str, said: str) -> None:
    """An archive that is no workbook is refused, saying what it is."""
    archive(tmp_path / "a.xlsx", part)
    with pytest.raises(LoadError, match=said):
        choose(tmp_path / "a.xlsx")


def test_nothing_recognises_the_file(tmp_path: Path) -> None:
    """A file that no reader takes is refused, saying what was looked for."""
    (tmp_path / "a.bin").write_bytes(bytes(range(1, 256)))
    with pytest.raises(LoadError, match="looked for"):
        choose(tmp_path / "a.bin")


def test_absent_file_and_folder(tmp_path: Path) -> None:
    """A file that is not there, and a folder, are refused as such."""
    with pytest.raises(LoadError, match="no such file"):
        choose(tmp_path / "a.csv")
    with pytest.raises(LoadError, match="no regular file"):
        choose(tmp_path)
