"""Who the customers of a file are: rows of one name, number or address belong together."""

import re
from collections import defaultdict
from typing import NamedTuple

from .understanding import customer_key, phone_digits

# Words at the end of a company's name. Companies have several numbers; persons of one name and
# two numbers are two persons.
COMPANY = re.compile(
    r"公司|集团|工厂|酒店|宾馆|饭店|学校|小学|中学|大学|医院|银行|中心|超市|商行|店$|厂$|局$|"
    r"有限|股份|事务所|委员会|\b(?:gmbh|ag|kg|ltd|limited|inc|llc|plc|corp|co|company|sarl|bv|srl|"
    r"hotel|school|clinic|hospital|university|bank)\b\.?",
    re.IGNORECASE,
)


class Group(NamedTuple):
    """A customer of a file, with what the first row that says it says."""

    key: tuple
    name: str
    phone: str
    email: str
    is_company: bool


def looks_like_company(name):
    """Return whether a name is that of a company rather than of a person."""
    return bool(COMPANY.search(name))


def grouped(repairs):
    """Return the customers of repairs, and of each repair, by its place, which it is.

    A row without a number belongs to the one customer of its name. Where several have that name,
    it stays apart: nobody knows whose it is.

    :return: dict of key -> :class:`Group`, the list of the keys of the repairs, and the keys
        of those that stay apart
    """
    numbers = defaultdict(dict)
    for repair in repairs:
        name, phone = customer_key(repair.customer), phone_digits(repair.phone)
        if phone and name:
            numbers[name].setdefault(phone)
    keys, found = [], {}
    for repair in repairs:
        key = _key(repair, numbers)
        keys.append(key)
        known = found.get(key)
        if not known:
            name = repair.customer or repair.phone or repair.email
            is_company = looks_like_company(name)
            found[key] = Group(key, name, repair.phone, repair.email, is_company)
        elif (repair.phone and not known.phone) or (repair.email and not known.email):
            found[key] = known._replace(
                phone=known.phone or repair.phone, email=known.email or repair.email
            )
    unclear = {key for key in found if not key[1] and len(numbers.get(key[0], ())) > 1}
    return found, keys, {key for key in unclear if not found[key].is_company}


def _key(repair, numbers):
    name, phone = customer_key(repair.customer), phone_digits(repair.phone)
    if not name:
        return "", phone or repair.email.casefold()
    if looks_like_company(repair.customer):
        return name, ""
    known = numbers.get(name, ())
    if not phone and len(known) == 1:
        return name, next(iter(known))
    return name, phone
