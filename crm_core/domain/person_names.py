"""Taking a full name apart, as far as that can be done without asking its owner."""

_TITLES = (
    "mr mrs ms miss mx dr prof sir dame herr frau hr fr m mme mlle monsieur madame sig sigra dott "
    "sr sra srta don doña dhr mevr"
)
_PARTICLES = (
    "van von der den de del della di da dos das du la le ten ter zu zum zur bin ibn al el af av st"
)
_SUFFIXES = "jr sr ii iii iv phd md esq"


def split_name(full: str) -> tuple[str, str]:
    """First name and last name of a full one: "Byron, Ada", "Dr. Ludwig van Beethoven".

    A form of address is left out, and a single word after one is a last name, else a first; a
    particle belongs to the last name. Which of three words is the family's is guessed: the last.
    """
    whole = " ".join(full.split())
    before, comma, after = whole.partition(",")
    if comma and after.strip() and not _is_one(after, _SUFFIXES):
        return " ".join(_without_titles(after.split())), before.strip()
    given = whole.replace(",", " ").split()
    words = _without_titles(given)
    if len(words) < 2:
        return ("", words[0]) if len(given) > 1 else (" ".join(words), "")
    end = len(words) - 1
    while end > 1 and _is_one(words[end], _SUFFIXES):
        end -= 1
    begin = end
    while begin > 1 and _is_one(words[begin - 1], _PARTICLES):
        begin -= 1
    return " ".join(words[:begin]), " ".join(words[begin:])


def _without_titles(words: list[str]) -> list[str]:
    """The words without the forms of address before them; a lone word stays, whatever it is."""
    while len(words) > 1 and _is_one(words[0], _TITLES):
        words = words[1:]
    return words


def _is_one(word: str, of: str) -> bool:
    return word.strip().rstrip(".").casefold() in of.split()
