"""Reading CSV files as people have them: every cell stays as it was typed."""

import pytest

from crm_core.domain import csv_files
from crm_core.domain.csv_files import BYTES_MOST, REASON, CsvFile, read_csv, unarmed
from crm_core.errors import InvalidInput

TEXT = "Name,E-mail\nÅsa Öberg,asa@example.com\n"
CELLS = [("Åsa Öberg", "asa@example.com")]


def read(text: str | bytes) -> CsvFile:
    return read_csv(text if isinstance(text, bytes) else text.encode(), "leads.csv")


def names(file: CsvFile) -> list[str]:
    return [column.name for column in file.columns]


def cells(file: CsvFile) -> list[tuple[str, ...]]:
    return [row.cells for row in file.rows()]


def refusal(content: str | bytes) -> str:
    with pytest.raises(InvalidInput) as refused:
        read(content)
    assert refused.value.field == "file"
    return refused.value.message


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_a_file_is_read_in_whatever_it_was_written(codec: str, told: str) -> None:
    file = read(TEXT.encode(codec))

    assert (names(file), cells(file)) == (["Name", "E-mail"], CELLS)
    assert file.encoding == told


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(sign: str) -> None:
    file = read(TEXT.replace(",", sign))
    assert (file.delimiter, cells(file)) == (sign, CELLS)


def test_the_delimiter_is_the_one_that_fits_the_rows_not_the_one_seen_most() -> None:
    file = read('Name;Note\nAda;"a, b, c"\nGrace;x, y, z\n')
    assert cells(file) == [("Ada", "a, b, c"), ("Grace", "x, y, z")]


def test_excels_own_line_about_the_delimiter_is_no_header() -> None:
    file = read("sep=;\r\nName;E-mail\r\nAda;ada@example.com\r\n")
    assert (names(file), cells(file)) == (["Name", "E-mail"], [("Ada", "ada@example.com")])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system_and_a_quoted_one_goes_on(end: str) -> None:
    file = read(f'Name,Note{end}Ada,"one{end}two"{end}Grace,"said ""no"""{end}')
    assert cells(file) == [("Ada", f"one{end}two"), ("Grace", 'said "no"')]


@pytest.mark.parametrize("typed", ["NA", "nan", "null", "007", "1e5", " 42 ", "=1+1", "١٢", "🙂"])
def test_a_cell_stays_as_it_was_typed(typed: str) -> None:
    assert cells(read(f"Name,Phone\nAda,{typed}\n")) == [("Ada", typed)]


def test_rows_are_numbered_as_a_spreadsheet_does_and_empty_ones_are_left_out() -> None:
    file = read('\nName,Note\n,\nAda,"one\ntwo"\n\n , \nGrace,x\n')

    assert [(row.number, row.cells[0]) for row in file.rows()] == [(4, "Ada"), (7, "Grace")]
    assert file.row_count == 2


def test_blank_and_repeated_headers_get_names_of_their_own() -> None:
    file = read("E-mail,E-mail,,E-mail (2)\na,b,c,d\n")
    assert names(file) == ["E-mail", "E-mail (2)", "Column 3", "E-mail (2) (2)"]


def test_columns_without_a_name_and_without_a_value_are_left_out() -> None:
    file = read("Name,,Note,,\nAda,,x,,\n")
    assert (names(file), cells(file)) == (["Name", "Note"], [("Ada", "x")])


def test_the_reasons_of_an_earlier_import_are_left_out() -> None:
    file = read(f"{REASON},Name\nbad address,Ada\n")
    assert (names(file), cells(file)) == (["Name"], [("Ada",)])


def test_a_short_row_is_filled_up_and_a_long_one_is_told_with_all_its_cells() -> None:
    short, long = read("Name,Note\nAda\nGrace,one, two\n").rows()

    assert (short.cells, short.fault) == (("Ada", ""), "")
    assert long.cells == ("Grace", "one", " two")
    assert "3 cells and the header 2" in long.fault


def test_a_column_shows_its_first_values_once_and_cut() -> None:
    file = read("Name\n" + "\n".join(["Ada", "Ada", "", "x" * 200, "Grace", "Joan"]))
    assert file.columns[0].samples == ("Ada", "x" * 80 + "…", "Grace")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n , \n", "empty"),
        (b"Name,E-mail\n", "no rows"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "spreadsheet"),
        (b"\x00\x01\x02\x03\x00\x00\x07", "not a text file"),
        (b"Name\n\x81\xff\n", "letters cannot be read"),
        (b"Ada,ada@example.com\nGrace,grace@example.com\n", "first row has to name the columns"),
        (b'Name,Note\nAda,x\nGrace,"never closed\nJoan,y\n', "near line 3 is never closed"),
        (b"Name\nAda\n".ljust(BYTES_MOST + 1), "larger than 20 MB"),
        ((",".join(f"c{n}" for n in range(201)) + "\n1\n").encode(), "201 columns"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_too_many_rows_are_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "ROWS_MOST", 3)
    assert read("Name\n" + "Ada\n" * 3).row_count == 3
    assert "more than 3 rows" in refusal("Name\n" + "Ada\n" * 4)


def test_a_long_cell_is_no_mark_that_was_never_closed() -> None:
    assert cells(read("Name,Note\nAda," + "x" * 200_000)) == [("Ada", "x" * 200_000)]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1", "'+49 30 1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("Ada = Byron", "Ada = Byron"),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_calculate_is_marked_as_text(text: str, cell: str) -> None:
    assert unarmed(text) == cell
