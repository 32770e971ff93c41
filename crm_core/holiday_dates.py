"""Public holidays by country, from the `holidays` library, as plain dates for the calendar.

The library costs a third of a second to import, so only a sequence that names a country does.
"""

from datetime import date
from functools import lru_cache

from crm_core.errors import InvalidInput

YEARS_BEHIND = 1
YEARS_AHEAD = 4


@lru_cache(maxsize=256)
def holiday_dates(countries: tuple[str, ...], year: int) -> frozenset[date]:
    """Every public holiday of the countries (ISO 3166-1 codes) from a year before to four after."""
    if not countries:
        return frozenset()
    import holidays

    years = range(year - YEARS_BEHIND, year + YEARS_AHEAD + 1)
    return frozenset(
        day for country in countries for day in holidays.country_holidays(country, years=years)
    )


def check_countries(countries: tuple[str, ...], field: str) -> None:
    """Raise `InvalidInput` for a country whose holidays are not known."""
    if not countries:
        return
    import holidays

    for index, country in enumerate(countries):
        try:
            # Asks for this country alone; the list of all of them imports 250 modules.
            holidays.country_holidays(country)
        except NotImplementedError as fault:
            raise InvalidInput(
                f"No holidays are known for the country {country}.", field=f"{field}[{index}]"
            ) from fault
