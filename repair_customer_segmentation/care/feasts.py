"""Holidays of countries, by the library ``holidays`` where it is installed."""

from functools import lru_cache

LANGUAGE = "en_US"


def is_available():
    """Return whether the library is installed."""
    return _library() is not None


@lru_cache(maxsize=1)
def _library():
    try:
        import holidays
    except ImportError:
        return None
    return holidays


def holiday_days(country, name, years):
    """Return the first days of a holiday, in order.

    A holiday that is kept for some days in a row counts once, and so does one that is made up
    for on a working day.

    :param str country: code of two letters
    :param str name: as the library has it in English
    :param years: those to look in
    :raise NotImplementedError: when the library does not know the country
    """
    found = []
    for day, names in sorted(_days(country, tuple(years)).items()):
        if name in names.split("; ") and not (found and (day - found[-1][-1]).days == 1):
            found.append([day])
        elif name in names.split("; "):
            found[-1].append(day)
    return [run[0] for run in found]


def holiday_names(country, year):
    """Return the names of a country's holidays of a year, in English and in order.

    :raise NotImplementedError: when the library does not know the country
    """
    names = (n for text in _days(country, (year,)).values() for n in text.split("; "))
    return [n for n in dict.fromkeys(names) if not n.endswith(")") or "substituted" not in n]


@lru_cache(maxsize=64)
def _days(country, years):
    library = _library()
    if library is None:
        return {}
    languages = library.list_localized_countries().get(country, ())
    language = LANGUAGE if LANGUAGE in languages else None
    return dict(library.country_holidays(country, years=years, language=language))
