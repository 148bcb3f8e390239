"""A file is read as its owner's spreadsheet saved it."""

import gzip
from pathlib import Path

import pytest

from app.errors import NotFound
from app.runtime.csv_files import Line, Unusable, look_through


def a_file(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "data.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_chinese_text_is_read_in_every_encoding_spreadsheets_write(
    tmp_path: Path, encoding: str, read_as: str
) -> None:
    sheet = look_through(a_file(tmp_path, "姓名,城市\r\n李雷,北京\r\n", encoding))
    assert sheet.encoding == read_as
    assert sheet.columns == ("姓名", "城市")
    assert list(sheet.rows()) == [Line(2, ["李雷", "北京"])]


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_what_divides_the_columns_is_found_out(tmp_path: Path, between: str) -> None:
    sheet = look_through(a_file(tmp_path, f'"a,;b"{between}b{between}c\n1{between}2{between}3\n'))
    assert sheet.columns == ("a,;b", "b", "c")
    assert [line.cells for line in sheet.rows()] == [["1", "2", "3"]]


def test_a_separator_line_of_excel_is_followed(tmp_path: Path) -> None:
    sheet = look_through(a_file(tmp_path, "sep=;\na;b\n1;2\n"))
    assert sheet.columns == ("a", "b")
    assert list(sheet.rows()) == [Line(3, ["1", "2"])]


def test_a_packed_file_says_the_same_as_an_unpacked_one(tmp_path: Path) -> None:
    plain = look_through(a_file(tmp_path, "a\n1\n"))
    packed_path = tmp_path / "data.csv.gz"
    packed_path.write_bytes(gzip.compress(b"a\n1\n", mtime=0))
    packed = look_through(packed_path)
    assert packed.digest == plain.digest
    assert list(packed.rows()) == list(plain.rows())


def test_a_cell_may_hold_line_breaks_and_lines_are_counted_as_an_editor_does(
    tmp_path: Path,
) -> None:
    sheet = look_through(a_file(tmp_path, 'a,b\n1,"x\ny"\n\n2,z\n'))
    assert list(sheet.rows()) == [Line(2, ["1", "x\ny"]), Line(5, ["2", "z"])]


def test_reading_goes_on_behind_the_records_that_are_done(tmp_path: Path) -> None:
    sheet = look_through(a_file(tmp_path, "a\n1\n2\n\n3\n"))
    assert [line.cells for line in sheet.rows(after=2)] == [["3"]]


def test_a_file_without_an_end_of_line_is_read_to_its_end(tmp_path: Path) -> None:
    sheet = look_through(a_file(tmp_path, "a\n1"))
    assert [line.cells for line in sheet.rows()] == [["1"]]
    assert sheet.lines == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "names no columns"),
        (b"\n\n", "names no columns"),
        (b"a,b,a\n", "same name: a"),
        (b"a\n\xff\xff\xff\n", "neither UTF-8 nor GB18030"),
        (gzip.compress(b"a\n" * 1000, mtime=0)[:30], "damaged"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    tmp_path: Path, content: bytes, says: str
) -> None:
    with pytest.raises(Unusable) as refused:
        look_through(a_file(tmp_path, content))
    assert says in refused.value.words.en
    assert refused.value.words.zh


def test_a_quote_without_its_partner_is_found(tmp_path: Path) -> None:
    sheet = look_through(a_file(tmp_path, 'a,b\n1,"open\n' + "x" * 200_000 + "\n"))
    with pytest.raises(Unusable, match="quote"):
        list(sheet.rows())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nowhere\.csv"):
        look_through(tmp_path / "nowhere.csv")
