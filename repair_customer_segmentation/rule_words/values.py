"""What sentences are made of, and what is wrong with one."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True)
class Condition:
    """One test of a tier, as in :class:`..segmentation.rules.Criterion`.

    :ivar Decimal threshold: the number, or the share in percent
    :ivar fallback: the number that stands in for a share of too few customers; ``None`` where
        the sentence does not say it
    """

    metric: str
    operator: str
    kind: str
    threshold: Decimal
    fallback: Decimal | None = None


@dataclass(frozen=True)
class Sentence:
    """What is said of one tier.

    :ivar str dimension: one of ``DIMENSIONS``
    :ivar str match: ``all`` or ``any`` of the conditions; ``None`` where it makes no difference
    :ivar tuple conditions: :class:`Condition`; none: everyone else
    :ivar tuple cells: texts such as ``"54"``; of RFM segments only
    :ivar bool for_potential: customers who never had a repair are in it
    :ivar int line: in which line of the text it stands, from 0
    """

    dimension: str
    name: str
    match: str | None = None
    conditions: tuple = ()
    cells: tuple = ()
    for_potential: bool = False
    line: int = 0


@dataclass(frozen=True)
class Problem:
    """A place in the text that is not understood.

    :ivar int line: from 0
    :ivar int start: the first character that is meant, from 0; ``end``: the one after the last
    :ivar str reason: a key of ``REASONS`` in ``models/policy/in_words.py``
    :ivar tuple expected: what could stand there, in the words of the language
    """

    line: int
    start: int
    end: int
    reason: str
    expected: tuple = ()


class Reading(NamedTuple):
    """What a text says.

    :ivar tuple sentences: the :class:`Sentence` that are understood
    :ivar tuple problems: all :class:`Problem`
    :ivar int months: the period that all rules count; 0: the entire history
    """

    sentences: tuple
    problems: tuple
    months: int
