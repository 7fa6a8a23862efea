"""Who would move if a version of a policy were active: nothing is written."""

from dataclasses import replace

from odoo.exceptions import UserError

from ...desk.levels import level_expression
from ...segmentation import simulate as engine
from ...vocabulary import DIMENSIONS, GROUP_AMOUNT
from .rules import living_ids, rules_of, run_of

MOVERS = 10
# A list of more is read by nobody, and its ids travel to the browser and back.
LISTED = 5000


class Simulation:
    """The moves of all customers to a version's tiers, as of now.

    ``Simulation(policy).result()`` is what the page shows, ``.action_customers(...)`` lists who
    is in a cell. The moves are in temporary tables, which end with the transaction.

    :raise AccessError: when the user may not change policies
    :raise ValidationError: when the rules are incomplete
    :raise UserError: when the policy is a template
    """

    def __init__(self, policy):
        policy.ensure_one()
        policy.check_access("write")
        self.policy, self.env, self.cr = policy, policy.env, policy.env.cr
        if not policy.company_id:
            raise UserError(
                self.env._(
                    "Policy “%(policy)s” is a template: it has no customers to simulate.",
                    policy=policy.name,
                )
            )
        policy._check_rules()
        self.run = run_of(policy, policy._this_moment())
        # With the ids that the tiers would have, an unchanged tier is no move.
        living = living_ids(policy)
        rules = rules_of(policy)
        rules = replace(rules, tiers=tuple(replace(t, id=living[t.id]) for t in rules.tiers))
        self.env.flush_all()
        # sudo: the engine counts all cases, as a run does.
        metrics = policy.sudo()._metrics_relation(self.run.as_of)
        self.cuts = engine.fill(self.cr, metrics, self.run, rules)

    def result(self):
        """Return what ``repair.segmentation.policy.simulate()`` promises."""
        policy = self.policy
        sees_amounts = self.env.user.has_group(GROUP_AMOUNT)
        labels = dict(policy.tier_ids._fields["dimension"]._description_selection(self.env))
        dimensions = [
            self._dimension(dimension, labels[dimension], sees_amounts) for dimension in DIMENSIONS
        ]
        return {
            "name": policy.name,
            "version": policy.version,
            "state": policy.state,
            "currency_id": policy.currency_id.id,
            "sees_amounts": sees_amounts,
            "fallback": self.cuts["fallback"],
            "warnings": policy._warnings(self.cuts),
            "customers": sum(cell["customers"] for cell in dimensions[0]["cells"]),
            "dimensions": dimensions,
            "load": self._load(),
        }

    def action_customers(self, dimension, old, new):
        """Return the action that lists the customers of a cell, highest amounts first.

        :param str dimension: such as ``value``
        :param old: id of the tier today, or False
        :param new: id of the tier by this version, or False
        """
        found = engine.customers(self.cr, dimension, old or None, new or None, LISTED)
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

    def _dimension(self, dimension, label, sees_amounts):
        rows = engine.matrix(self.cr, dimension)
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
        movers = engine.movers(self.cr, dimension, MOVERS)
        partners = self.env["res.partner"].browse(row[0] for row in movers)
        return {
            "name": dimension,
            "label": label,
            "cells": cells,
            "moved": sum(cell["customers"] for cell in cells if cell["from"] != cell["to"]),
            "rows": self._tiers(
                self.policy.company_id.sudo().repair_policy_id, dimension, {row[0] for row in rows}
            ),
            "columns": self._tiers(self.policy, dimension, {row[1] for row in rows}),
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

    def _tiers(self, policy, dimension, used):
        """Return the tiers of one side of the matrix, by the ids that live on, and no tier."""
        tiers = policy.tier_ids.filtered(lambda t: t.dimension == dimension).sorted()
        found = [(tier._identity().id, tier) for tier in tiers]
        others = used - {key for key, _tier in found} - {None}
        found += [(tier.id, tier) for tier in tiers.browse(sorted(others)).exists()]
        result = [{"id": key, "name": tier.name, "color": tier.color} for key, tier in found]
        if None in used:
            result.append({"id": False, "name": self.env._("None"), "color": 0})
        return result

    def _load(self):
        """Return the cases of the window by service level, before and after."""
        levels = self.env["repair.service.level"]
        terms = levels._terms(self.policy.company_id.id)
        then = [
            (level.id, [tier._identity().id for tier in tiers])
            for level, tiers in self._tiers_by_level()
        ]
        loads = engine.load(
            self.cr,
            lambda tiers: level_expression(tiers, terms["tiers"], terms["default"]),
            lambda tiers: level_expression(tiers, then, terms["default"]),
            self.policy.company_id.id,
            self.run.window_start,
            self.run.as_of,
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
        by_level = self.policy.tier_ids.grouped("service_level_id")
        levels = self.policy.tier_ids.service_level_id.filtered("active").sorted()
        return [(level, by_level[level]) for level in levels]
