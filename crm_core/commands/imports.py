"""Bringing a file of leads in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from crm_core.commands.opening import Tenant, opened_as_actor
from crm_core.domain.csv_files import BYTES_MOST, CsvFile, read_csv
from crm_core.domain.import_mapping import IGNORE, ImportField, propose_mapping
from crm_core.domain.words import LeadStatus
from crm_core.errors import InvalidInput
from crm_core.usecases.import_leads import Progress, import_leads
from crm_core.usecases.import_rows import ImportDefaults
from crm_core.views.imports import get_refused
from crm_core.views.workspaces import find_user

SOME_REFUSED = 1
_TARGETS = f"{', '.join(ImportField)}, custom.NAME, or {IGNORE}"


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The file of leads.")],
    mappings: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help=f"A column's meaning: {_TARGETS}."),
    ] = None,
    source: Annotated[str, typer.Option(help="Of leads whose row gives none.")] = "",
    status: Annotated[str, typer.Option(help="Of leads whose row gives none.")] = LeadStatus.NEW,
    owner: Annotated[
        str | None, typer.Option(metavar="EMAIL", help="Of leads whose row gives none.")
    ] = None,
    refused: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write the refused rows with their reasons."),
    ] = None,
    tenant: Tenant = None,
) -> None:
    """Import a CSV file of leads. Importing it again adds nothing twice.

    What the columns mean is taken from their names; --map says it, once for each column.
    Exit codes: 0 all rows are in, 1 some were refused, 2 nothing was imported.
    """
    if refused is not None and not refused.absolute().parent.is_dir():
        _refuse("Its folder does not exist.", "--refused")
    table = read_csv(_content(file), file.name)
    mapping = {**propose_mapping(table.columns), **dict(_mapped(table, mappings or []))}
    with opened_as_actor(tenant) as (services, actor):
        owner_id = None if owner is None else find_user(services, actor=actor, email=owner)
        with _watched(table) as progress:
            result = import_leads(
                services, actor=actor, file=table, mapping=mapping, progress=progress,
                defaults=ImportDefaults(source, status, owner_id),
            )  # fmt: skip
        counts = (
            f"{result.added:,} added",
            f"{result.known:,} known",
            f"{result.refused:,} refused",
        )
        typer.echo(f"{result.rows:,} rows: {', '.join(counts)}.")
        if result.suppressed:
            typer.echo(f"{result.suppressed:,} of them get no mail: they opted out or bounced.")
        if refused is not None and result.refused:
            rows = get_refused(services, actor=actor, import_id=result.import_id)
            refused.write_bytes(rows.content)
            typer.echo(f"The refused rows are in {refused}.")
    if result.refused:
        raise typer.Exit(SOME_REFUSED)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(BYTES_MOST + 1)
    except OSError as fault:
        _refuse(f"Cannot be read: {fault.strerror}.", str(file), fault)


def _mapped(table: CsvFile, given: list[str]) -> Iterator[tuple[str, str]]:
    """The pairs that `--map` names, a column in any case."""
    names = {column.name.casefold(): column.name for column in table.columns}
    for pair in given:
        column, equals, target = pair.rpartition("=")
        if not equals:
            _refuse("Give COLUMN=FIELD, such as --map 'Work mail=email'.", "--map")
        yield names.get(column.strip().casefold(), column.strip()), target.strip()


def _refuse(message: str, field: str, cause: Exception | None = None) -> NoReturn:
    raise InvalidInput(message, field=field) from cause


@contextmanager
def _watched(table: CsvFile) -> Iterator[Progress | None]:
    """A progress bar on stderr for the one who watches a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=table.row_count, desc=table.name, unit=" rows", file=sys.stderr) as bar:
        yield lambda done, total: (bar.update(done - bar.n), None)[1]
