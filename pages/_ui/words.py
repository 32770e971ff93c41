"""Small pieces of English."""


def counted(number: int, one: str, *, many: str = "", cut_at: int | None = None) -> str:
    """ "1 enrollment", "1,200 enrollments"; "100+ enrollments" where a list was cut there."""
    return f"{amount(number, cut_at)} {one if number == 1 else many or one + 's'}"


def up_to(number: int, most: int) -> str:
    """ "1,000"; "1,000+" for a count that stopped at one more than 1,000."""
    return amount(min(number, most), most if number > most else None)


def amount(number: int, cut_at: int | None = None) -> str:
    """ "1,200"; "100+" where a list was cut at 100."""
    return f"{number:,}+" if cut_at is not None and number >= cut_at else f"{number:,}"
