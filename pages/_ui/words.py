"""Small pieces of English."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """"1 enrollment", "1,200 enrollments"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
