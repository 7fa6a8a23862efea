"""The lunar calendar of China: which month and day of it a date is, from 1900 to 2100.

Birthdays and festivals of millions of customers follow it. Months have 29 or 30 days, and seven
years in nineteen have a thirteenth one, which repeats the number of the month before it.
"""

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

FIRST_YEAR = 1900
FIRST_DAY = date(1900, 1, 31)
MONTHS_A_YEAR = 12
# A year each, in hexadecimal: from the lowest bit on, whether month 1 to 12 has 30 days and whether
# the leap month has; above these, which month is repeated (0: none).
YEARS_CODED = """
    10bd2 00752 00ea5 0ab2a 0064b 00a9b 09aa6 0056a 00b59 04baa 00752 0cda5 00b25 00a4b
    0ba4b 002ad 0056b 045b5 00da9 0fe92 00e92 00d25 0ad2d 00a56 002b6 09ad5 006d4 00ea9
    04f4a 00e92 0c6a6 0052b 00a57 0b956 00b5a 006d4 07761 00749 0fb13 00a93 0052b 0d51b
    00aad 0056a 09da5 00ba4 00b49 04d4b 00a95 0eaad 00536 00aad 0baca 005b2 00da5 07ea2
    00d4a 10595 00a97 00556 0c575 00ad5 006d2 08755 00ea5 0064a 0664f 00a9b 0eada 0056a
    00b69 0abb2 00b52 00b25 08b2b 00a4b 10aab 002ad 0056d 0d5a9 00da9 00d92 08e95 00d25
    14e4d 00a56 002b6 0c2f5 006d5 00ea9 0af52 00e92 00d26 0652e 00a57 10ad6 0035a 006d5
    0ab69 00749 00693 08a9b 0052b 00a5b 04aae 0056a 0edd5 00ba4 00b49 0ad53 00a95 0052d
    0855d 00ab5 12baa 005d2 00da5 0de8a 00d4a 00c95 08a9e 00556 00ab5 04ada 006d2 0c765
    00725 0064b 0a657 00cab 0055a 0656e 00b69 16f52 00b52 00b25 0dd0b 00a4b 004ab 0a2bb
    005ad 00b6a 04daa 00d92 0eea5 00d25 00a55 0ba4d 004b6 005b5 076d2 00ec9 10f92 00e92
    00d26 0d516 00a57 004d6 09365 00755 00749 0674b 00693 0eaab 0052b 00a5b 0aaba 0056a
    00b65 08baa 00b4a 10d95 00a95 0052d 0c56d 00ab5 005aa 085d5 00da5 00d4a 06e4d 00c96
    0ecce 00556 00ab5 0bad2 006d2 00ea5 0872a 0068b 10697 004ab 0055b 0d556 00b6a 00752
    08b95 00b45 00a8b 04a4f 004ab
"""


@lru_cache(maxsize=1)
def _months():
    """Return the first days of all months, and (year, month, whether it is a leap one)."""
    months, lengths = [], []
    for year, coded in enumerate(YEARS_CODED.split(), FIRST_YEAR):
        bits = int(coded, 16)
        for month in range(1, MONTHS_A_YEAR + 1):
            months.append((year, month, False))
            lengths.append(29 + (bits >> (month - 1) & 1))
            if month == bits >> (MONTHS_A_YEAR + 1):
                months.append((year, month, True))
                lengths.append(29 + (bits >> MONTHS_A_YEAR & 1))
    starts = [FIRST_DAY + timedelta(days=days) for days in accumulate(lengths, initial=0)]
    return starts, months


def lunar_day(day):
    """Return (year, month, day, whether the month is a leap one) of a date in the lunar calendar.

    :return: ``None`` before 31 January 1900 and after 28 January 2101
    """
    starts, months = _months()
    index = bisect_right(starts, day) - 1
    if not 0 <= index < len(months):
        return None
    return (*months[index][:2], (day - starts[index]).days + 1, months[index][2])


def is_last_of_month(day):
    """Return whether a date is the last one of its lunar month."""
    starts, _rest = _months()
    return bisect_right(starts, day) != bisect_right(starts, day + timedelta(days=1))
