import csv
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path
from unittest import SkipTest

from odoo.tools import SQL

from .common import SegmentationCase

CHECKOUT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("RCS_REFERENCE_DATA") or CHECKOUT.parent / "shared" / "data")


def read(path, *columns):
    """Return the rows of a CSV file, of its named columns when there are any."""
    if not path.exists():
        raise SkipTest(f"{path} is not here")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [tuple(row[column] for column in columns) for row in rows] if columns else rows


class ReferenceCase(SegmentationCase):
    """Real customers whose classes were computed by another program, customer by customer."""

    def load_history(self, rows):
        """Load ``(customer, moment, amount)`` and return customer -> partner id.

        By SQL: the ORM takes a minute for twenty thousand cases, and what it would compute
        is what these tests do not look at.
        """
        cr = self.env.cr
        ids = self.copies_of(
            self.customer("One of many"), sorted({name for name, _moment, _amount in rows})
        )
        cr.execute(
            """
            INSERT INTO repair_case
                   (name, partner_id, commercial_partner_id, company_id, currency_id, stage_id,
                    state, impact, urgency, priority, date_open, amount, amount_company)
            SELECT 'Repair', partner_id, partner_id, %s, %s, %s,
                   'closed', '2', '2', '1', occurred_at, amount, amount
              FROM unnest(%s, %s::timestamp[], %s::numeric[])
                AS row (partner_id, occurred_at, amount)
            """,
            [
                self.company.id,
                self.company.currency_id.id,
                self.stage_closed.id,
                *map(list, zip(*((ids[n], m, a) for n, m, a in rows), strict=True)),
            ],
        )
        self.env.invalidate_all()
        return ids

    def copies_of(self, partner, names):
        """Copy a partner under each name; other addons' required columns come along."""
        self.env.flush_all()
        own = ("id", "name", "commercial_partner_id")
        columns = SQL(", ").join(
            SQL.identifier(field.name)
            for field in partner._fields.values()
            if field.store and field.column_type and field.name not in own
        )
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO res_partner (name, %(columns)s)
                SELECT new_name, %(columns)s
                  FROM res_partner, unnest(%(names)s) AS new_name
                 WHERE id = %(template)s
                RETURNING name, id
                """,
                columns=columns,
                names=names,
                template=partner.id,
            )
        )
        self.env.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)",
            [[partner_id for _name, partner_id in rows]],
        )
        return dict(rows)

    def classes(self):
        """Return partner id -> (R, F, M, segment, ABC class)."""
        self.env.cr.execute(
            """
            SELECT profile.partner_id, recency_score::text, frequency_score::text,
                   monetary_score::text, rfm.name ->> 'en_US', abc.name ->> 'en_US'
              FROM repair_customer_profile profile
              JOIN repair_segmentation_tier rfm ON rfm.id = rfm_tier_id
              JOIN repair_segmentation_tier abc ON abc.id = abc_tier_id
             WHERE profile.company_id = %s
            """,
            [self.company.id],
        )
        return {partner: classes for partner, *classes in self.env.cr.fetchall()}

    def assertReference(self, history, reference, as_of):
        self.policy.window_months = 0
        ids = self.load_history(history)
        run = self.policy.classify(as_of=as_of)
        expected = {
            ids[customer]: classes
            for customer, *classes in read(
                reference, "customer_id", "r", "f", "m", "segment", "abc"
            )
        }
        self.assertEqual(run.customer_count, len(expected))
        self.assertEqual(run.population, len(expected))
        found = self.classes()
        differing = {
            partner: (found.get(partner), classes)
            for partner, classes in expected.items()
            if found.get(partner) != classes
        }
        self.assertFalse(differing, f"{len(differing)} customers differ")
        self.assertEqual(len(found), len(expected))
        self.assertTopFifth(history, ids)

    def assertTopFifth(self, history, ids):
        """High Value are the customers with the highest amounts, whole groups of equals, as long
        as they are at most a fifth."""
        amounts = Counter()
        for name, _moment, amount in history:
            amounts[ids[name]] += Decimal(amount)
        groups = Counter(amount for amount in amounts.values() if amount > 0)
        cut, many = None, 0
        for amount in sorted(groups, reverse=True):
            many += groups[amount]
            if 5 * many > len(amounts):
                break
            cut = amount
        best = {partner for partner, amount in amounts.items() if amount >= cut}
        profiles = self.env["repair.customer.profile"].search(
            [("value_tier_id", "=", self.tier("High Value").id)]
        )
        self.assertEqual(set(profiles.partner_id.ids), best)
        self.assertLessEqual(5 * len(best), len(amounts))
