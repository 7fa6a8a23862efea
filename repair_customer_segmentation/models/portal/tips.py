"""Which tips a customer is offered who reports a problem, and what becomes of them."""

from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...desk.similarity import words_of
from .typed_text import MOST_LETTERS, MOST_TEXT, typed_text

TIPS_SHOWN = 3
# Words that begin alike mean alike: "drains", "draining". Chinese words have two characters.
BEGINNING = 5
# A tip of which fewer words are typed, for each word of its question, is about something else.
LEAST_SHARE = 0.25


class PortalTips:
    """Tips for one customer, who is the user.

    Customers have no right to tips, so they are read as the system; a customer who is not served
    by a level with self-service gets none, and none of what this returns names a level.

    :param env: the environment of the customer
    """

    def __init__(self, env):
        self._env = env

    def offered(self):
        """Return whether the customer is served by a level with self-service."""
        company = self._env.company
        partner = self._env.user.commercial_partner_id
        # sudo: only whether there are tips is told, not the level.
        service = self._env["repair.service.level"].sudo()
        default = service._terms(company.id)["default"]
        levels = service._customer_levels(company.id, partner.ids)
        level = service.browse(levels.get(partner.id, default))
        return bool(level.self_service)

    def suggest(self, text, case_type, device):
        """Return the tips that fit what the customer has typed so far, the best first.

        A tip for certain case types or device categories is left out when another type is
        chosen, or a device whose category is known to be another.

        :param str text: subject and description
        :param case_type: the chosen type of case, as superuser, or none
        :param device: the chosen device, as superuser, or none
        :return: list of dicts with ``id``, ``question`` and ``answer`` (sanitized HTML)
        :raise ValidationError: when the text is too long
        """
        words = words_of(typed_text(self._env, self._env._("Subject"), text, 2 * MOST_TEXT))
        if not words or not self.offered():
            return []
        scored = []
        for place, tip in enumerate(self._candidates(case_type, device)):
            share = shared(words, words_of(tip.question), words_of(tip.keywords))
            if share >= LEAST_SHARE:
                scored.append((-share, place, tip))
        scored.sort(key=lambda row: row[:2])
        return [
            {"id": tip.id, "question": tip.question, "answer": tip.answer}
            for _share, _place, tip in scored[:TIPS_SHOWN]
        ]

    def helped(self, tip_id, problem, device):
        """Record that a tip has solved the customer's problem; twice a day counts once.

        :param str problem: what was typed as the subject
        :param device: the chosen device, as superuser, or none
        :raise ValidationError: when it is no tip for this customer
        """
        tip = self._candidates().filtered(lambda t: t.id == tip_id)
        if not tip or not self.offered():
            raise ValidationError(
                self._env._("This tip is no longer available. Please report the problem.")
            )
        problem = typed_text(self._env, self._env._("Subject"), problem, MOST_LETTERS)
        company = self._env.company
        key = {
            "tip_id": tip.id,
            "partner_id": self._env.user.partner_id.id,
            "company_id": company.id,
            # sudo: the day in the company's time zone, which portal users do not read.
            "day": company.sudo()._repair_day(),
        }
        # sudo: portal users have no right to the record; whose it is, is not theirs to say.
        helps = self._env["repair.tip.help"].sudo()
        # One click after another waits for the first: the key is unique.
        self._env.cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", [tip.id, key["partner_id"]])
        if not helps.search_count([(name, "=", value) for name, value in key.items()], limit=1):
            helps.create({**key, "problem": problem, "device_id": device.id})
        return tip

    def _candidates(self, case_type=None, device=None):
        """Return the tips of the company that are not for other types or devices, as superuser."""
        domain = Domain("company_id", "in", (False, self._env.company.id))
        if case_type:
            domain &= Domain("type_ids", "=", False) | Domain("type_ids", "in", case_type.ids)
        if device and device.product_id:
            category = device.product_id.categ_id
            domain &= Domain("category_ids", "=", False) | Domain(
                "category_ids", "parent_of", category.ids
            )
        # sudo: questions and answers are written for customers.
        return self._env["repair.tip"].sudo().search(domain)


def shared(words, question, keywords=()):
    """Return how many words a customer has typed that a tip has, for each word of its question.

    Keywords are other words for the same problem: each that is typed counts, none is missed.
    Words are the same when they begin with the same letters.

    :param words: those of the customer
    :param question: those of the tip's question
    :param keywords: those of the tip's keywords
    :return: float from 0; above 1 where keywords come on top of the whole question
    """
    typed = {word for other in {*question, *keywords} for word in words if _alike(word, other)}
    return len(typed) / max(len(question), 1)


def _alike(word, other):
    letters = min(BEGINNING, len(word), len(other))
    return word[:letters] == other[:letters]
