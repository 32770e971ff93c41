"""Bringing a file of leads in: mapped, looked through, imported once, and what was refused."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from crm_core.domain.csv_files import REASON
from crm_core.storage.tables import ImportRow, LeadRow, PartyRow
from tests.browser.conftest import settle
from tests.browser.server import Live

ADDED, BAD, TWICE, NOBODY = 180, 10, 6, 4


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """200 rows as a spreadsheet in German writes them, 20 of which break a rule."""
    path = tmp_path / "messe 2026.csv"
    with path.open("w", encoding="cp1252", newline="") as target:
        writer = csv.writer(target, delimiter=";")
        writer.writerow(["Vorname", "Name", "E-Mail", "Telefon", "Firma", "Budget (EUR)"])
        for n in range(ADDED):
            row = [f"Zoë{n}", "Müller", f"zoe{n}@messe.example.com", f"030 {n:07}", f"GmbH {n % 9}"]
            writer.writerow([*row, f"00{n}"])
        writer.writerows([[f"Bad{n}", "Address", f"nobody {n}", "", "", ""] for n in range(BAD)])
        writer.writerows([["", "", f"ZOE{n}@Messe.example.com", "", "", ""] for n in range(TWICE)])
        writer.writerows([["", "", "", "", f"Only {n}", ""] for n in range(NOBODY)])
    return path


def counts(live: Live) -> tuple[int, int]:
    with live.services.storage.read() as session:
        brought = select(PartyRow.id).where(PartyRow.email.like("%@messe.example.com"))
        leads = select(func.count()).where(LeadRow.party_id.in_(brought))
        imports = select(func.count()).where(ImportRow.file_name == "messe 2026.csv")
        return session.scalar(leads) or 0, session.scalar(imports) or 0


def test_two_hundred_leads_are_imported_once_and_the_refused_ones_downloaded(
    live: Live, signed_in: Page, table: Path, tmp_path: Path
) -> None:
    page = signed_in
    page.goto(f"{live.url}/imports")
    page.locator('input[type="file"]').set_input_files(table)

    expect(
        page.get_by_text("200 rows below the header · Windows-1252 · semicolons")
    ).to_be_visible()
    budget = page.get_by_label("What the column “Budget (EUR)” holds")
    budget.click()
    page.get_by_role("option", name="Custom field “budget_eur”").click()
    expect(page.get_by_text("Of 200 rows: 180 new, 20 refused.")).to_be_visible()
    expect(page.get_by_text("budget_eur: 000")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Import 200 rows").dblclick()

    expect(page.get_by_role("heading", name="“messe 2026.csv” is imported")).to_be_visible()
    expect(page.locator(".ds-tiles")).to_contain_text("Added180Known0Refused20")
    assert counts(live) == (ADDED, 1)

    # Whoever comes later finds the import with its refused rows.
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Refused rows").first.click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "messe 2026 refused.csv"
    with saved.open(encoding="utf-8-sig", newline="") as source:
        reasons = [row[REASON] for row in csv.DictReader(source, delimiter=";")]
    assert len([one for one in reasons if "Not an e-mail address" in one]) == BAD
    assert len([one for one in reasons if "of the file has the same address" in one]) == TWICE
    assert len([one for one in reasons if "A lead needs a name" in one]) == NOBODY

    # Once more: everybody is known, nobody is there twice.
    page.locator('input[type="file"]').set_input_files(table)
    expect(page.get_by_text("Of 200 rows: 180 known already, 20 refused.")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Import 200 rows").click()
    expect(page.locator(".ds-tiles")).to_contain_text("Added0Known180Refused20")
    assert counts(live) == (ADDED, 2)
