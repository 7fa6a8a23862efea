from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...segmentation import days, states
from ...vocabulary import DIMENSIONS, GROUP_AMOUNT, RANKED
from ..access.plain_values import day_of

# Where customers come from who were not known yet, and where they go who are no more.
NOWHERE = "none"


class RepairTierMatrix(models.AbstractModel):
    """How many customers went from which tier to which between two days.

    The states are worked out in ``segmentation/states.py``. A tier and its copies in other
    versions of the policy are one row and one column.
    """

    _name = "repair.tier.matrix"
    _description = "Tier Matrix"

    @api.model
    @api.readonly
    def get_matrix(self, dimension="value", date_from=None, date_to=None):
        """Return the matrix of the current company.

        :param str dimension: which classes
        :param date_from: day of the company at whose end customers start; default a quarter before
            ``date_to``, or the first day that anything is known of
        :param date_to: day at whose end they arrive; default today
        :return: dict of the dates, ``dimensions``, ``tiers`` (key, name, color, in order),
            ``cells`` (from key -> to key -> [customers, amount]) and ``currency_id``; amounts
            are today's and ``None`` for whom they are not meant
        :raise AccessError: when the user may not read customers
        :raise UserError: when the days are in the wrong order or the dimension is unknown
        """
        self._check_may_ask()
        first, last = self._days(date_from, date_to)
        date_to = last or self.env.company._repair_day()
        date_from = first or self._default_from(date_to)
        self._check_question(dimension, date_from, date_to)
        with_amount = self.env.user.has_group(GROUP_AMOUNT)
        # What the statement below reads may still wait to be written.
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT state_1, state_2, count(*), sum(amount) FROM (%s) AS states"
                " GROUP BY state_1, state_2",
                self._states(dimension, date_from, date_to),
            )
        )
        names = self._names(dimension, {tier for row in rows for tier in row[:2] if tier})
        cells = {}
        for tier_from, tier_to, count, amount in rows:
            row = cells.setdefault(names.get(tier_from, NOWHERE), {})
            cell = row.setdefault(names.get(tier_to, NOWHERE), [0, 0.0 if with_amount else None])
            cell[0] += count
            if with_amount:
                cell[1] += float(amount or 0)
        return {
            "dimension": dimension,
            "dimensions": self.env["repair.segmentation.tier"]
            ._fields["dimension"]
            ._description_selection(self.env),
            "date_from": fields.Date.to_string(date_from),
            "date_to": fields.Date.to_string(date_to),
            "ranked": dimension in RANKED,
            "tiers": self._ordered_tiers(dimension, names),
            "cells": cells,
            "currency_id": self.env.company.currency_id.id if with_amount else False,
        }

    @api.model
    def open_cell(self, dimension, date_from, date_to, key_from, key_to, title):
        """Return the action that lists the customers of a cell.

        :param key_from: key of the tier they come from, ``"none"``: not known before, or
            ``None``: from anywhere
        :param key_to: likewise where they went
        :raise AccessError: when the user may not read customers
        :raise UserError: when there is no such cell, see :meth:`get_matrix`
        """
        self._check_may_ask()
        self._check_question(dimension, *self._days(date_from, date_to))
        self._check_keys(dimension, key_from, key_to)
        question = [dimension, date_from, date_to, key_from or "", key_to or ""]
        action = {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "repair.customer.profile",
            "views": [(False, "list"), (False, "kanban")],
            "domain": [("tier_move", "=", "|".join(question))],
        }
        if key_to == NOWHERE:
            # They have no profile any more.
            gone = self._cell_query(*question)
            ids = [partner_id for (partner_id,) in self.env.execute_query(gone)]
            action |= {"res_model": "res.partner", "domain": [("id", "in", ids)]}
        return action

    @api.model
    def _cell_query(self, dimension, date_from, date_to, key_from, key_to):
        """Return the SELECT of the partners of a cell; empty keys mean anywhere."""
        date_from, date_to = self._days(date_from, date_to)
        self._check_question(dimension, date_from, date_to)
        conditions = [
            self._condition(SQL.identifier(column), dimension, key)
            for column, key in (("state_1", key_from), ("state_2", key_to))
            if key
        ]
        return SQL(
            "SELECT partner_id FROM (%s) AS states WHERE %s",
            self._states(dimension, date_from, date_to),
            SQL(" AND ").join(conditions or [SQL("TRUE")]),
        )

    def _condition(self, column, dimension, key):
        if key == NOWHERE:
            return SQL("%s IS NULL", column)
        keys = self._keys(dimension)
        return SQL("%s = ANY(%s)", column, [tier_id for tier_id, k in keys.items() if k == key])

    def _states(self, dimension, date_from, date_to):
        # The end of a day is the first moment of the next, where rebuilt months end, too.
        tz = self.env.company._repair_tz()
        moments = [days.day_start(day + timedelta(days=1), tz) for day in (date_from, date_to)]
        return states.states_relation(self.env.company.id, dimension, moments)

    @api.model
    def _check_may_ask(self):
        """Refuse whoever may not read customers, and how they changed."""
        self.env["repair.customer.profile"].check_access("read")
        self.env["repair.segmentation.transition"].check_access("read")

    @api.model
    def _days(self, date_from, date_to):
        """Return the two days of a question, as they were asked for: as text or as days."""
        return (
            day_of(self.env, self.env._("From"), date_from),
            day_of(self.env, self.env._("To"), date_to),
        )

    @api.model
    def _check_keys(self, dimension, *keys):
        """Refuse a row or column that the matrix does not have."""
        known = {NOWHERE, *self._keys(dimension).values()}
        for key in keys:
            if key and (not isinstance(key, str) or key not in known):
                raise UserError(
                    self.env._("The tier matrix has no row or column “%s”. Reload it.", key)
                )

    def _check_question(self, dimension, date_from, date_to):
        if not isinstance(dimension, str) or dimension not in DIMENSIONS:
            raise UserError(self.env._("Unknown dimension “%s”.", dimension))
        if not date_from or not date_to or date_from >= date_to:
            raise UserError(self.env._("The start date must be before the end date."))

    def _default_from(self, date_to):
        """Return three months before, or the first day that anything is known of."""
        company = [("company_id", "=", self.env.company.id)]
        firsts = [
            self.env["repair.segmentation.transition"]._read_group(company, [], ["date:min"]),
            self.env["repair.customer.profile"]._read_group(company, [], ["known_since:min"]),
        ]
        known = [self.env.company._repair_day(first) for [[first]] in firsts if first]
        first = min(known, default=date_to) - timedelta(days=1)
        quarter = date_to - relativedelta(months=3)
        return min(max(first, quarter), date_to - timedelta(days=1))

    def _tiers_of(self, dimension):
        """Return all tiers of the company's policies, today's policy first, in order."""
        policies = self.env["repair.segmentation.policy"].with_context(active_test=False)
        policies = policies.search([("company_id", "=", self.env.company.id)])
        policies = policies.sorted(lambda policy: (policy.state != "active", -policy.id))
        return policies.tier_ids.filtered(lambda tier: tier.dimension == dimension).sorted(
            lambda tier: (policies.ids.index(tier.policy_id.id), tier.sequence, tier.id)
        )

    def _keys(self, dimension, tiers=None):
        """Return tier id -> key of its row: the first tier that stands for the same class.

        Copies of a tier in other versions are that tier, whatever it is called there. Tiers
        that no version links are one when they are called alike in English, as a preset or
        an older policy may have it.

        :param tiers: all tiers of the dimension, where they are at hand
        """
        by_identity, by_name, keys = {}, {}, {}
        for tier in self._tiers_of(dimension) if tiers is None else tiers:
            identity, name = tier._identity().id, tier._source_name()
            key = by_identity.get(identity) or by_name.get(name) or str(tier.id)
            by_identity.setdefault(identity, key)
            by_name.setdefault(name, key)
            keys[tier.id] = key
        return keys

    def _names(self, dimension, tier_ids, tiers=None):
        """Return tier id -> key of its row, of these tiers and of all of today's policy."""
        tiers = self._tiers_of(dimension) if tiers is None else tiers
        keys = self._keys(dimension, tiers)
        # Tiers of today's policy have a row even when nobody is in them.
        today = {tier.id for tier in tiers if tier.policy_id.state == "active"}
        return {key: keys[key] for key in today.union(tier_ids) if key in keys}

    def _ordered_tiers(self, dimension, names, tiers=None):
        shown = set(names.values())
        return [
            {"key": str(tier.id), "name": tier.name, "color": tier.color}
            for tier in (self._tiers_of(dimension) if tiers is None else tiers)
            if str(tier.id) in shown
        ]


class RepairCustomerProfile(models.Model):
    _inherit = "repair.customer.profile"

    tier_move = fields.Char(
        "Moves between Tiers",
        compute="_compute_tier_move",
        search="_search_tier_move",
        exportable=False,
        help="Search by dimension, two days and two tiers, as the tier matrix does.",
    )

    def _compute_tier_move(self):
        self.tier_move = False

    def _search_tier_move(self, operator, value):
        """Find the customers of a cell of the tier matrix."""
        if operator != "in" or len(value) != 1:
            return NotImplemented
        [question] = value
        parts = question.split("|") if isinstance(question, str) else []
        if len(parts) != 5:
            raise UserError(
                self.env._(
                    "“Moves between Tiers” can only be searched from a cell of the tier matrix."
                )
            )
        cell = self.env["repair.tier.matrix"]._cell_query(*parts)
        here = Domain("company_id", "=", self.env.company.id)
        return here & Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN (%s)", model._field_to_sql(alias, "partner_id", query), cell
            )
        )
