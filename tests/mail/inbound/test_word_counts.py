"""Words are counted, and what they say together is told apart."""

import unicodedata

import pytest

from crm_core.mail.inbound.phrases import folded
from crm_core.mail.inbound.word_counts import (
    Counts,
    count,
    lean_of,
    odds_by_word,
    read_counts,
    words_in,
    write_counts,
)


def test_words_and_pairs_of_a_sentence_are_found_and_none_across_two() -> None:
    assert words_in("Gone fishing. Back on 14 May!") == {
        *("gone", "fishing", "back", "on", "0", "may", "!"),
        *("gone fishing", "back on", "on 0", "0 may", "may !"),
    }


def test_of_what_sets_no_spaces_the_letters_are_read_by_twos() -> None:
    assert words_in("休暇中") == {"休 暇", "暇 中"}
    assert words_in(unicodedata.normalize("NFD", "휴가중")) == {"휴 가", "가 중"}


def test_what_has_no_spaces_and_is_not_counted_has_no_words() -> None:
    assert words_in("สวัสดีครับ") == set()


def test_a_word_with_marks_is_one() -> None:
    assert words_in("छुट्टी पर") == {"छुट्टी", "पर", "छुट्टी पर"}


def test_a_firm_s_small_print_has_no_words() -> None:
    small = "This e-mail is confidential and intended only for the addressee."
    assert words_in(f"Yes.\n\n{small}") == {"yes"}


def test_a_word_is_counted_once_a_letter_and_not_if_only_one_has_it() -> None:
    counts = count(["price price", "price now"], ["away"], ["away received"])
    assert counts == {"": Counts(2, 1, 1), "price": Counts(2, 0, 0), "away": Counts(0, 1, 1)}


def test_what_is_written_is_read_again() -> None:
    counts = count(["price", "price"], ["休暇"], ["休暇"])
    assert read_counts(write_counts(counts).splitlines()) == counts


def test_a_word_speaks_for_whoever_has_it_oftener_and_not_by_how_many_letters_there_are() -> None:
    odds = odds_by_word(
        {"": Counts(10, 20, 20), "price": Counts(5, 0, 0), "the": Counts(5, 10, 10)}
        | {"away": Counts(0, 10, 0)}
    )
    assert odds["price"].machine < -2
    assert odds["the"].machine == pytest.approx(0, abs=0.05)
    assert odds["the"].absence == pytest.approx(0)
    assert odds["away"].machine > 1
    assert odds["away"].absence > 2


MACHINES = [
    "Fr Declan is on retreat until the 19th. For funerals ring Canon Moran.",
    "Marta ist bis Montag nicht am Platz, dringende Anliegen nimmt das Sekretariat entgegen.",
    "Votre demande est bien arrivée, un conseiller vous recontacte sous deux jours ouvrés.",
    "Ayşe Hanım şu an izinde, acil konular için ofisi arayın.",
]
PEOPLE = [
    "Thanks, but we already have somebody for this. What would it cost for ten users?",
    "Ich habe mir das angesehen, können wir am Dienstag kurz telefonieren?",
    "Je vous remercie, mais ce n'est pas une priorité pour nous cette année.",
    "Teşekkürler ama şu an böyle bir ihtiyacımız yok.",
]


@pytest.mark.parametrize("letter", MACHINES)
def test_a_machine_s_words_lean_to_it_in_whatever_language(letter: str) -> None:
    assert lean_of(folded(letter)).machine > 1


@pytest.mark.parametrize("letter", PEOPLE)
def test_a_person_s_words_lean_away(letter: str) -> None:
    assert lean_of(folded(letter)).machine < -1


def test_an_absence_leans_to_one_and_a_receipt_away() -> None:
    assert lean_of(folded(MACHINES[1])).absence > 1
    assert lean_of(folded(MACHINES[2])).absence < -1


def test_a_letter_written_ten_times_over_is_no_surer() -> None:
    assert lean_of(MACHINES[0] * 10).machine == pytest.approx(lean_of(MACHINES[0]).machine, abs=0.6)


@pytest.mark.parametrize("letter", ["", "…", "Qwxz vbnk", "\n\n"])
def test_what_holds_no_known_word_leans_nowhere(letter: str) -> None:
    lean = lean_of(letter)
    assert (lean.machine, lean.absence, lean.known, lean.telling) == (0, 0, 0, ())


def test_what_is_shown_can_be_read() -> None:
    telling = lean_of(folded("月曜まで休暇中のため、返信は12日以降になります。")).telling
    assert telling
    assert all(len(word) > 1 and " " not in word and "0" not in word for word in telling)
