"""The counts in the package are those of the letters that are kept beside them."""

from importlib.resources import files

import crm_core.mail.inbound
from bench.words import counted, letters
from crm_core.domain.words import MailClass
from crm_core.mail.inbound.word_counts import FILE, write_counts


def test_the_counts_are_those_of_the_letters() -> None:
    kept = files(crm_core.mail.inbound).joinpath(FILE).read_text(encoding="utf-8")
    assert write_counts(counted()) == kept, "count them anew: python -m bench words"


def test_no_letter_is_there_twice_and_people_s_are_as_many() -> None:
    found = letters()
    everything = [letter for group in found.values() for letter in group]
    assert len(set(everything)) == len(everything)
    people = len(found[MailClass.REPLY]) / len(everything)
    assert 0.4 < people < 0.6
