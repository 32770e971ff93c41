"""Where sentences end, in letters as people and their mail programs write them."""

import pytest

from crm_core.mail.inbound.sentences import sentences_of


@pytest.mark.parametrize(
    ("letter", "sentences"),
    [
        ("I am away. Ask Bob.", ["I am away", "Ask Bob"]),
        ("Shut from Oct. 1st to Oct. 8th. Bye.", ["Shut from Oct 1st to Oct 8th", "Bye"]),
        ("bis 26.7. nicht da. Gruss", ["bis 26.7 nicht da", "Gruss"]),
        ("bis 3. September weg. Gruss", ["bis 3 September weg", "Gruss"]),
        ("Paolo, int. 206. Saluti", ["Paolo, int 206", "Saluti"]),
        ("I am away on leave until the end\nof May.", ["I am away on leave until the end of May"]),
        ("Out until Monday\nbob", ["Out until Monday", "bob"]),
        ("I am away, but call me.", ["I am away", "call me"]),
        ("I am away, my colleague is there", ["I am away", "my colleague is there"]),
        ("If it is urgent, my colleague is there", ["If it is urgent, my colleague is there"]),
        ("今日は休みです。お願いします。", ["今日は休みです。", "お願いします。"]),
    ],
)  # fmt: skip
def test_a_letter_falls_into_its_sentences(letter: str, sentences: list[str]) -> None:
    assert [one.strip(" ,") for one in sentences_of(letter)] == sentences


@pytest.mark.parametrize(
    "print_",
    [
        "This e-mail and any attachments are confidential.",
        "CONFIDENTIALITY NOTICE: the contents are privileged",
        "Diese E-Mail enthält vertrauliche Informationen.".replace("ä", "a"),
        "Ce message est confidentiel.",
        "Please consider the environment before printing this e-mail.",
        "Disclaimer",
        "Here is your message:",
        "Votre message :",
    ],
)
def test_nothing_of_the_letter_comes_after_the_small_print(print_: str) -> None:
    assert sentences_of(f"I am away.\n{print_}\nWe may monitor e-mails.") == ["I am away"]


@pytest.mark.parametrize(
    ("letter", "kept"),
    [
        ("I am away.\nKind regards\nIda Voss\nTel 030 5550101", 2),
        ("I am away.\nBest,\nIda\nHead of Sales", 2),
        ("Cheers for the mail\nlet us talk on Tuesday", 2),
        ("Grüss Gott\nich komme am Montag", 2),
        ("Saludos\nte llamo mañana", 2),
        ("I am away.\nBest to call Bob then\nhe knows the price", 3),
    ],
)
def test_only_below_the_line_that_closes_a_letter_is_a_signature(letter: str, kept: int) -> None:
    assert len(sentences_of(letter.replace("ü", "u").replace("ñ", "n"))) == kept


@pytest.mark.parametrize(
    "own",
    [
        "We treat what you send as confidential.",
        "This is about the offer.",
        "This is confidential, we sign on Monday.",
        "Here is our request:",
        "Any news?",
    ],
)
def test_a_sentence_that_only_resembles_it_is_the_letters(own: str) -> None:
    first, *others, last = sentences_of(f"I am away.\n{own}\nBob")
    assert (first, last) == ("I am away", "Bob")
    assert own.startswith(others[0])


def test_only_the_first_sentences_are_looked_at() -> None:
    assert len(sentences_of("a b. " * 500)) == 60
