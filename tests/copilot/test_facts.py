"""Facts get a key each, and keep it."""

from datetime import date

from crm_core.copilot.facts import Fact, FactBook, Record, RecordKind

DEAL = Record(RecordKind.DEAL, 12, "Acme renewal")
AMOUNT = Fact(DEAL, "amount", "12,000.00 EUR")
STAGE = Fact(DEAL, "stage", "Proposal", on=date(2026, 11, 3))


def test_facts_are_numbered_in_the_order_in_which_they_are_found() -> None:
    book = FactBook([])

    assert [fact.key for fact in book.add((AMOUNT, STAGE))] == ["f1", "f2"]
    assert book.facts[0].record is DEAL


def test_a_fact_that_is_found_again_keeps_its_key() -> None:
    book = FactBook([])
    book.add((AMOUNT,))

    again = book.add((STAGE, AMOUNT))

    assert [fact.key for fact in again] == ["f2", "f1"]
    assert len(book.facts) == 2
