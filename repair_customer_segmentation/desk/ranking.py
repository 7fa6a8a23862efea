"""Who of a team gets a case: members in the order in which they suit it, and why.

Plain values in, plain values out: whoever asks has read what is known of members and
customers for a whole batch before, so ranking a case costs no query. Reasons are tuples of a
code and its figures; words are made of them where they are shown.
"""

from collections import namedtuple
from dataclasses import dataclass
from fractions import Fraction

BALANCED = "balanced"
BEST_MATCH = "best_match"

Place = namedtuple("Place", "user_id possible reasons merits key")


@dataclass(frozen=True)
class Member:
    """What is known of a member, the same for every case of a batch.

    ``capacity``: open cases at most, and the weight in sharing them out; 0: gets none by
    itself. ``hindrance``: a reason why the member can get no case now, or ``None``.
    """

    user_id: int
    order: int = 0
    capacity: int = 1
    skills: frozenset = frozenset()
    categories: frozenset = frozenset()
    industries: frozenset = frozenset()
    hindrance: tuple | None = None
    is_working: bool = True


@dataclass(frozen=True)
class Ties:
    """What was between a member and a customer: closed cases and their ratings."""

    closed: int = 0
    rated: int = 0
    good: int = 0
    bad: int = 0

    @property
    def level(self):
        """Return 2 for mostly good ratings, 1 for cases closed, 0 for nothing, -1 for bad."""
        if self.good * 2 > self.rated:
            return 2
        if self.bad * 2 > self.rated:
            return -1
        return 1 if self.closed else 0

    @property
    def reasons(self):
        if self.rated:
            return [("ratings", self.good, self.rated)]
        return [("closed", self.closed)] if self.closed else []


@dataclass(frozen=True)
class Need:
    """What a case asks for.

    Names are what reasons show: texts, or references that whoever shows them can look up, so that
    they are read in the language of the reader.
    """

    manager_id: int | None = None
    skill_id: int | None = None
    skill_name: str | tuple = ""
    # Of the product of the device: its category and those above it.
    category_ids: frozenset = frozenset()
    category_name: str | tuple = ""
    industry_id: int | None = None
    industry_name: str | tuple = ""


def rank(method, need, members, ties, loads, peers=None):
    """Return a :class:`Place` for each member, the one who suits best first.

    Who can get none comes last, before them who is at capacity, before them who is outside
    working hours. Then a best match compares, and the first difference decides: manager of
    the customer, earlier relationship, industry, skills (the type of case and the kind of
    device count alike); what is equal in all of them, and
    balanced teams at once, goes by the open cases in proportion to capacity.

    :param str method: ``balanced`` or ``best_match``
    :param dict ties: user id -> :class:`Ties` with the customer
    :param loads: user id -> open cases (a ``Counter``)
    :param peers: user id -> those of the load that are of the same class; shared out in
        proportion before all of it is
    """
    return sorted(
        (_place(method, need, m, ties.get(m.user_id, Ties()), loads, peers) for m in members),
        key=lambda place: place.key,
    )


def _place(method, need, member, ties, loads, peers):
    load = loads[member.user_id]
    hindrance = member.hindrance or (None if member.capacity else ("no_cases",))
    full = load >= member.capacity
    manages = need.manager_id == member.user_id
    fits_industry = bool(need.industry_id) and need.industry_id in member.industries
    has_skill = bool(need.skill_id) and need.skill_id in member.skills
    knows_device = bool(need.category_ids & member.categories)
    reasons = [hindrance] if hindrance else []
    if manages:
        reasons.append(("manager",))
    reasons += ties.reasons
    if fits_industry:
        reasons.append(("industry", need.industry_name))
    if has_skill:
        reasons.append(("skill", need.skill_name))
    if knows_device:
        reasons.append(("skill", need.category_name))
    if member.capacity:
        reasons.append(("full" if full else "load", load, member.capacity))
    if not member.is_working and not hindrance:
        reasons.append(("outside",))
    merits = ()
    if method == BEST_MATCH:
        merits = (-manages, -ties.level, -fits_industry, -(has_skill + knows_device))
    weight = member.capacity or 1
    counts = [loads] if peers is None else [peers, loads]
    shares = [Fraction(count[member.user_id], weight) for count in counts]
    key = (
        bool(hindrance), full, not member.is_working, *merits, *shares, load, member.order,
        member.user_id,
    )  # fmt: skip
    return Place(member.user_id, not hindrance, reasons, merits, key)
