"""Reading a CSV file as people really have it: its encoding, its delimiter, its columns, its rows.

Every cell stays as it was typed: nothing becomes a number, a date or "not available". Called by
the page Import and by `python -m crm_core import`; what the columns mean is decided in
`crm_core.domain.import_mapping`.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice

from crm_core.errors import InvalidInput

BYTES_MOST = 20 * 1024 * 1024
ROWS_MOST = 1_000_000
COLUMNS_MOST = 200
SAMPLES = 3
SAMPLE_LENGTH = 80
REASON = "Refused because"
"""The first column of a file of refused rows. Importing such a file again leaves it out."""

FIELD = "file"
_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 50
_CELL_MOST = 1_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_END = "\ue000the end of the file\ue000"
"""A line of our own after the last: a quotation mark that is never closed swallows it."""
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

# The module's usual 131,072 would take a long cell for a quotation mark that is never closed.
csv.field_size_limit(_CELL_MOST)


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column's name, which no other has, and the first values that stand in it."""

    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row. `number` counts as a spreadsheet does: the header is row 1, empty rows count.

    `fault` says why the row cannot be read by its columns; `cells` are then all that it has.
    """

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that was read: `row_count` are the rows below the header that are not empty."""

    name: str
    encoding: str
    delimiter: str
    columns: tuple[CsvColumn, ...]
    row_count: int
    text: str
    header_at: int
    kept: tuple[int, ...]
    width: int

    def rows(self) -> Iterator[CsvRow]:
        """The rows below the header, one after the other; empty ones are left out."""
        for number, cells in _records(self.text, self.delimiter):
            if number <= self.header_at or not any(cell.strip() for cell in cells):
                continue
            own = tuple(cells[place] if place < len(cells) else "" for place in self.kept)
            beyond = cells[self.width :]
            if any(cell.strip() for cell in beyond):
                yield CsvRow(number, (*own, *beyond), self._too_many(len(cells)))
            else:
                yield CsvRow(number, own)

    def _too_many(self, found: int) -> str:
        sign = "tab" if self.delimiter == "\t" else f"“{self.delimiter}”"
        return (
            f"The row has {found} cells and the header {self.width}: "
            f"a cell with a {sign} in it needs quotation marks."
        )


def read_csv(content: bytes, name: str) -> CsvFile:
    """Read a file's bytes; `name` is what the person calls it.

    Raises `InvalidInput` with the field `file` for one that is too large, is no text, has no
    rows, or whose first row does not name columns.
    """
    if len(content) > BYTES_MOST:
        raise _refused(
            f"The file is larger than {BYTES_MOST // 1024**2} MB. Split it into several files."
        )
    text, encoding = _decoded(content)
    text, delimiter = _delimiter(text)
    records = _records(text, delimiter)
    header_at, header = next(
        (found for found in records if any(cell.strip() for cell in found[1])), (0, [])
    )
    if not header:
        raise _refused("The file is empty.")
    if any("@" in cell and " " not in cell.strip() for cell in header):
        raise _refused(
            "The first row has to name the columns, such as “E-mail”; here it holds an address."
        )
    return _surveyed(name, encoding, delimiter, text, header_at, header, records)


def _surveyed(
    name: str,
    encoding: str,
    delimiter: str,
    text: str,
    header_at: int,
    header: list[str],
    records: Iterable[tuple[int, list[str]]],
) -> CsvFile:
    """Go through all rows once: how many, with which samples, and which columns are in use."""
    samples: list[list[str]] = [[] for _ in header]
    count = 0
    for _, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > ROWS_MOST:
            raise _refused(
                f"The file has more than {ROWS_MOST:,} rows. Split it into several files."
            )
        for known, cell in zip(samples, cells, strict=False):
            if len(known) < SAMPLES and (value := cell.strip()) and value not in known:
                known.append(value)
    kept = tuple(
        place
        for place, title in enumerate(header)
        if (title.strip() or samples[place]) and title.strip() != REASON
    )
    if not kept or not count:
        raise _refused("The file names columns but has no rows below them.")
    if len(kept) > COLUMNS_MOST:
        raise _refused(f"The file has {len(kept):,} columns; at most {COLUMNS_MOST} can be read.")
    names = _distinct_names(header)
    columns = tuple(
        CsvColumn(names[place], tuple(_cut(value) for value in samples[place])) for place in kept
    )
    return CsvFile(
        name, encoding, delimiter, columns, count, text, header_at, kept, width=len(header)
    )


def unarmed(text: str) -> str:
    """`text` as a cell that a spreadsheet shows and does not calculate.

    A cell that begins as a formula does gets a quotation mark before it. For files that are only
    looked at: what is imported again would keep the mark (a phone number, `+49 30 1`).
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and what it was written in."""
    if content.startswith(_SPREADSHEETS):
        raise _refused(
            "This is a spreadsheet, not a CSV file. Save it as “CSV UTF-8” and choose that file."
        )
    for mark, codec, told in _MARKS:
        if content.startswith(mark):
            return _decode(content, codec), told
    if b"\0" in content:
        return _decode(content, _silent_utf16(content)), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _decode(content, "cp1252"), "Windows-1252"


def _silent_utf16(content: bytes) -> str:
    """Which UTF-16 a text without a mark is: the zeros stand where Latin letters have them."""
    start = content[:4000]
    first, second = start[::2].count(0), start[1::2].count(0)
    if max(first, second) * 4 < len(start) or min(first, second):
        raise _refused("This is not a text file.")
    return "utf-16-be" if first > second else "utf-16-le"


def _decode(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise _refused("The file's letters cannot be read. Save it as “CSV UTF-8”.") from None


def _delimiter(text: str) -> tuple[str, str]:
    """The text and its delimiter: the one that Excel names in a first line, or that fits best."""
    first, line_end, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        return line_end + rest, first.strip()[4]
    return text, max(_DELIMITERS, key=lambda sign: _fit(text, sign))


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter cuts the first rows into as many cells as the header has."""
    found = csv.reader(StringIO(text[:200_000], newline=""), delimiter=delimiter)
    try:
        widths = [len(cells) for cells in islice(filter(any, found), _LOOKED_AT)]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record of the text with its number, which begins with 1."""
    lines = chain(StringIO(text, newline=""), (_END,))
    reader = csv.reader(lines, delimiter=delimiter)
    number, line = 0, 1
    try:
        for cells in reader:
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                break
            number += 1
            yield number, cells
            line = reader.line_num + 1
    except csv.Error:
        pass
    raise _refused(f"A quotation mark that opens near line {line:,} is never closed.")


def _distinct_names(header: list[str]) -> list[str]:
    """The columns' names: a blank one gets its place, a repeated one its turn."""
    names: list[str] = []
    for place, title in enumerate(header, 1):
        plain = " ".join(title.split()) or f"Column {place}"
        name, turn = plain, 1
        while name in names:
            turn += 1
            name = f"{plain} ({turn})"
        names.append(name)
    return names


def _cut(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= SAMPLE_LENGTH else f"{line[:SAMPLE_LENGTH]}…"


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, field=FIELD)
