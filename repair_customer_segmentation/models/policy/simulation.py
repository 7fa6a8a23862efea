from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ...desk.levels import level_expression
from ...segmentation import simulate as engine
from ...vocabulary import DIMENSIONS, GROUP_AMOUNT
from .rules import living_ids, rules_of, run_of

MOVERS = 10
# A list of more is read by nobody, and its ids travel to the browser and back.
LISTED = 5000


class RepairSegmentationPolicy(models.Model):
    """Who would move if this version were active; nothing is written."""

    _inherit = "repair.segmentation.policy"

    def action_simulate(self):
        """Open the page that shows who would move."""
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "repair_policy_simulation",
            "name": self.env._("Simulation"),
            "params": {"policy_id": self.id},
        }

    def simulate(self):
        """Return who would move if this version were active now.

        Figures are those of this version's window. Whoever has an override stays with it, and
        the grace is left out. Amounts are given to those who may see amounts.

        :return: dict of plain data: ``customers`` in all; for each dimension its matrix of
            ``cells`` (from, to, customers, repairs, amount, share) with ``rows`` and
            ``columns``, and its top ``movers``; the ``load`` on each service level in cases;
            ``warnings``: tiers and scores that nobody would have, in words
        :raise AccessError: when the user may not change policies
        :raise ValidationError: when the rules are incomplete
        :raise UserError: when the policy is a template
        """
        self.ensure_one()
        as_of, cuts = self._fill_simulation()
        sees_amounts = self.env.user.has_group(GROUP_AMOUNT)
        labels = dict(self.tier_ids._fields["dimension"]._description_selection(self.env))
        dimensions = [
            self._simulated_dimension(dimension, labels[dimension], sees_amounts)
            for dimension in DIMENSIONS
        ]
        return {
            "name": self.name,
            "version": self.version,
            "state": self.state,
            "currency_id": self.currency_id.id,
            "sees_amounts": sees_amounts,
            "fallback": cuts["fallback"],
            "warnings": self._warnings(cuts),
            "customers": sum(cell["customers"] for cell in dimensions[0]["cells"]),
            "dimensions": dimensions,
            "load": self._simulated_load(as_of),
        }

    def _fill_simulation(self):
        """Compute the moves (see the engine); return the moment, and the cuts."""
        self.check_access("write")
        if not self.company_id:
            raise UserError(
                self.env._(
                    "Policy “%(policy)s” is a template: it has no customers to simulate.",
                    policy=self.name,
                )
            )
        self._check_rules()
        as_of = self._this_moment()
        # With the ids that the tiers would have, an unchanged tier is no move.
        living = living_ids(self)
        rules = rules_of(self)
        rules = replace(rules, tiers=tuple(replace(t, id=living[t.id]) for t in rules.tiers))
        self.env.flush_all()
        # sudo: the engine counts all cases, as a run does.
        metrics = self.sudo()._metrics_relation(as_of)
        cuts = engine.fill(self.env.cr, metrics, run_of(self, as_of), rules)
        return as_of, cuts

    def _simulated_dimension(self, dimension, label, sees_amounts):
        rows = engine.matrix(self.env.cr, dimension)
        total = sum(row[4] for row in rows if row[4] > 0)
        cells = [
            {
                "from": old or False,
                "to": new or False,
                "customers": customers,
                "repairs": int(repairs),
                "amount": float(amount) if sees_amounts else False,
                "share": float(100 * amount / total) if sees_amounts and total else False,
            }
            for old, new, customers, repairs, amount in rows
        ]
        movers = engine.movers(self.env.cr, dimension, MOVERS)
        partners = self.env["res.partner"].browse(row[0] for row in movers)
        return {
            "name": dimension,
            "label": label,
            "cells": cells,
            "moved": sum(cell["customers"] for cell in cells if cell["from"] != cell["to"]),
            "rows": self._simulated_tiers(
                self.company_id.sudo().repair_policy_id, dimension, {row[0] for row in rows}
            ),
            "columns": self._simulated_tiers(self, dimension, {row[1] for row in rows}),
            "movers": [
                {
                    "id": partner.id,
                    "name": partner.display_name,
                    "from": old or False,
                    "to": new or False,
                    "repairs": repairs,
                    "amount": float(amount) if sees_amounts else False,
                }
                for partner, (_id, old, new, repairs, amount) in zip(partners, movers, strict=True)
            ],
        }

    def _simulated_tiers(self, policy, dimension, used):
        """Return the tiers of one side of the matrix, by the ids that live on, and no tier."""
        tiers = policy.tier_ids.filtered(lambda t: t.dimension == dimension).sorted()
        found = [(tier._identity().id, tier) for tier in tiers]
        others = used - {key for key, _tier in found} - {None}
        found += [(tier.id, tier) for tier in tiers.browse(sorted(others)).exists()]
        result = [{"id": key, "name": tier.name, "color": tier.color} for key, tier in found]
        if None in used:
            result.append({"id": False, "name": self.env._("None"), "color": 0})
        return result

    def _simulated_load(self, as_of):
        """Return the cases of the window by service level, before and after."""
        levels = self.env["repair.service.level"]
        terms = levels._terms(self.company_id.id)
        then = [
            (level.id, [tier._identity().id for tier in tiers])
            for level, tiers in self._tiers_by_level()
        ]
        loads = engine.load(
            self.env.cr,
            lambda tiers: level_expression(tiers, terms["tiers"], terms["default"]),
            lambda tiers: level_expression(tiers, then, terms["default"]),
            self.company_id.id,
            run_of(self, as_of).window_start,
            as_of,
        )
        return [
            {
                "id": level.id,
                "name": level.name or self.env._("None"),
                "color": level.color,
                "before": loads[level.id or None][0],
                "after": loads[level.id or None][1],
            }
            for level in (*levels.browse(filter(None, loads)).sorted(), levels)
            if (level.id or None) in loads
        ]

    def _tiers_by_level(self):
        """Return pairs of a service level and the tiers of this version that give it, by rank."""
        by_level = self.tier_ids.grouped("service_level_id")
        levels = self.tier_ids.service_level_id.filtered("active").sorted()
        return [(level, by_level[level]) for level in levels]

    def action_view_simulated(self, dimension, old, new):
        """List the customers of one cell of the matrix, those with the highest amounts first.

        :param str dimension: such as ``value``
        :param old: id of the tier today, or False
        :param new: id of the tier by this version, or False
        :raise AccessError: when the user may not change policies
        :raise UserError: when there is no such dimension
        """
        self.ensure_one()
        if dimension not in DIMENSIONS:
            raise UserError(self.env._("There is no dimension “%(name)s”.", name=dimension))
        self._fill_simulation()
        found = engine.customers(self.env.cr, dimension, old or None, new or None, LISTED)
        profiles = [profile for _partner, profile in found if profile]
        tiers = self.env["repair.segmentation.tier"]
        none = self.env._("None")
        name = " → ".join(tiers.browse(key).name if key else none for key in (old, new))
        if len(profiles) == len(found):
            model, ids = "repair.customer.profile", profiles
        else:
            model, ids = "res.partner", [partner for partner, _profile in found]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
        }
