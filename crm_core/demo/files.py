"""The file that the manager of the demo imported: whom a trade fair brought, as such files are."""

import csv
from datetime import datetime
from io import StringIO

from crm_core.demo.past import Past
from crm_core.demo.people import DAY, Known
from crm_core.demo.team import Team
from crm_core.domain.csv_files import read_csv
from crm_core.domain.import_mapping import propose_mapping
from crm_core.usecases.import_leads import import_leads
from crm_core.usecases.import_rows import ImportDefaults

FILE = "Dock days, visitors of our stand.csv"
SOURCE = "Dock days"
ROWS = 14
_HEADER = ("First name", "Last name", "E-mail", "Company", "Title")
_UNUSABLE = (
    ("Ottilie", "Brandt", "ottilie.brandt(at)example.com", "Brandt & Töchter", "Owner"),
    ("", "", "", "Hafenbau Nord", ""),
)


def put_import(past: Past, team: Team, people: list[Known], now: datetime) -> None:
    """Import the file nine days ago: people whom the workspace knows, one of them twice, and two
    of whom nobody could make a lead."""
    visitors = [known for known in people[-ROWS * 2 :: 2] if known.person.company]

    def bring() -> None:
        file = read_csv(_written(visitors).encode(), FILE)
        import_leads(
            past.services, actor=team.manager, file=file,
            mapping=propose_mapping(file.columns), defaults=ImportDefaults(source=SOURCE),
        )  # fmt: skip

    past.put(now - 9 * DAY, bring)


def _written(visitors: list[Known]) -> str:
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(_HEADER)
    for known in (*visitors, visitors[0]):
        person = known.person
        company = person.company.name if person.company else ""
        lines.writerow((person.first_name, person.last_name, person.email, company, person.title))
    lines.writerows(_UNUSABLE)
    return text.getvalue()
