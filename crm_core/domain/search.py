"""What people and companies are found by: one text for each, looked through word by word.

Written by whatever adds or changes a party; read by the lists that can be searched.
"""

LONGEST = 500
WORDS_MOST = 8


def search_key(*parts: str | None) -> str:
    """The text in which words are looked for: name, address, number, company, in one case."""
    return " ".join(part for part in parts if part).casefold()[:LONGEST]


def search_words(typed: str) -> tuple[str, ...]:
    """The words that must all be in a `search_key`, in any order."""
    return tuple(typed.casefold().split()[:WORDS_MOST])


def name_key(name: str) -> str:
    """By what a name is found whatever its case; folding may lengthen it past its column."""
    return name.casefold()[:LONGEST]
