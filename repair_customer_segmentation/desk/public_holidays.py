"""Public holidays and make-up working days of a country, from the library ``holidays`` (MIT).

The library is asked for where it is used: without it the addon works, but knows no holidays.
It gives holidays by year. A country that swaps days also works on certain weekend days of the
year; which day off each of them makes up for is in the library's own table of swaps.
"""

import datetime
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

# What a shop is closed for unless it chooses more.
PUBLIC = "public"
# The language in which a holiday is told from others, whoever reads it.
KEY_LANGUAGE = "en_US"
# Countries that announce holidays as whole weeks: the weekends beside them are free as well,
# for whoever works on weekends.
WHOLE_WEEKS = {"CN"}


class Day(NamedTuple):
    """A free day, or a weekend day that is worked.

    :param str name: ``None`` where the library has no name for it
    :param makes_up_for: the day off whose hours are worked on this one; ``None`` for free days
    """

    date: datetime.date
    name: str | None
    makes_up_for: datetime.date | None = None


def is_installed():
    """Return whether the library is there."""
    return _library() is not None


def countries():
    """Return the sorted codes of the countries whose holidays are known."""
    return sorted(_library().list_supported_countries(include_aliases=False))


def subdivisions(country=None):
    """Return country -> {code of a subdivision -> its name in the country, or its code}.

    :param str country: the only one that is wanted
    """
    found = {}
    for code in [country] if country else countries():
        entity = _entity(code)
        names = {short: name for name, short in getattr(entity, "subdivisions_aliases", {}).items()}
        found[code] = {each: names.get(each, each) for each in entity.subdivisions}
    return found


def categories(country):
    """Return the categories of holidays that a country has, public ones first."""
    return sorted(_entity(country).supported_categories, key=lambda each: (each != PUBLIC, each))


def days(country, subdivision, years, chosen, language):
    """Return the free and the made-up days of these years, sorted.

    :param str subdivision: its code; ``None`` for what the whole country has
    :param years: sorted numbers
    :param chosen: categories; see :func:`categories`
    :param str language: the user's, as Odoo names it; names are in it where the library has it
    :raise LookupError: when the country has no such subdivision
    """
    entity = _entity(country)
    if subdivision and subdivision not in entity.subdivisions:
        raise LookupError(subdivision)
    names = entity(
        subdiv=subdivision or None,
        # The turns of the year belong to it: a day off may be worked the year before.
        years=[*years, years[-1] + 1],
        categories=tuple(chosen),
        language=_language(entity, language),
    )
    swaps = _swaps(names)
    found = [Day(day, name) for day, name in names.items() if day.year in years]
    found += [Day(worked, None, off) for worked, off in swaps.items() if worked.year in years]
    if country in WHOLE_WEEKS and PUBLIC in chosen:
        known = set(years) - set(years_without_swaps(country, years))
        found += _weekends_beside(set(names) - set(swaps), set(swaps), names.weekend, known)
    return sorted(found)


def years_without_swaps(country, years):
    """Return those of these years whose make-up days are not known, in a country that has them."""
    known = _years_of_swaps(_entity(country)())
    return [year for year in years if known and not min(known) <= year <= max(known)]


def first_days(country, name, years):
    """Return the first days of a holiday, in order.

    A holiday that is kept for some days in a row counts once, and so does one that is made up
    for on a working day. Without the library there are none.

    :param str name: as the library has it in English
    :raise LookupError: when the library does not know the country
    """
    found = []
    for day, names in _named_days(country, tuple(years)):
        if name in names.split("; "):
            if not (found and (day - found[-1][-1]).days == 1):
                found.append([])
            found[-1].append(day)
    return [run[0] for run in found]


def holiday_names(country, year):
    """Return the names of a country's holidays of a year, in English and in the order of days.

    :raise LookupError: when the library does not know the country
    """
    names = (name for _day, text in _named_days(country, (year,)) for name in text.split("; "))
    return [n for n in dict.fromkeys(names) if not n.endswith(")") or "substituted" not in n]


@lru_cache(maxsize=64)
def _named_days(country, years):
    """Return the sorted (day, names in English) of public holidays."""
    library = _library()
    if library is None:
        return []
    try:
        names = library.country_holidays(country, years=years, language=_key_language(country))
    except NotImplementedError:
        raise LookupError(country) from None
    return sorted(names.items())


def _key_language(country):
    supported = _library().list_localized_countries().get(country, ())
    return KEY_LANGUAGE if KEY_LANGUAGE in supported else None


def _weekends_beside(free, worked, weekend, years):
    """Return the weekend days that touch free ones, directly or by other such days."""
    found, edge = set(), set(free)
    while edge:
        beside = {day + datetime.timedelta(days=step) for day in edge for step in (-1, 1)}
        edge = {day for day in beside - free - found - worked if day.weekday() in weekend}
        found |= edge
    return [Day(day, None) for day in found if day.year in years]


def _swaps(names):
    """Return worked weekend day -> the day off that it makes up for, of all years."""
    found = {}
    for year, rows in getattr(names, "special_public_holidays", {}).items():
        for month, day, *rest in _swap_rows(rows):
            worked = datetime.date(rest[2] if len(rest) > 2 else year, rest[0], rest[1])
            if worked in names.weekend_workdays and worked.weekday() in names.weekend:
                found[worked] = datetime.date(year, month, day)
    return found


def _years_of_swaps(names):
    rows = getattr(names, "special_public_holidays", {})
    return [year for year in rows if any(_swap_rows(rows[year]))]


def _swap_rows(rows):
    """Yield the rows of a year that swap days: (month, day, month worked, day worked[, year])."""
    for row in rows if isinstance(rows[0], tuple) else (rows,):
        if len(row) > 3:
            yield row


def _language(entity, language):
    """Return the library's language that is nearest to the user's; else the country's own."""
    supported = entity.supported_languages
    if language in supported:
        return language
    near = [each for each in supported if each.split("_")[0] == language.split("_")[0]]
    return near[0] if near else entity.default_language


def _entity(country):
    return getattr(_library(), country)


def _library():
    try:
        return import_module("holidays")
    except ImportError:
        return None
