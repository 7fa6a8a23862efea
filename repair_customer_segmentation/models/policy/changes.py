from markupsafe import Markup

from odoo import models

from .fixed_cuts import CUT_FIELDS

# Rules of the policy itself, as opposed to those of its tiers.
OWN_RULES = ("window_months", "cut_method", "min_population", "grace_days", *CUT_FIELDS)


class RepairSegmentationPolicy(models.Model):
    """What one version changes, in words."""

    _inherit = "repair.segmentation.policy"

    def _changes_since(self, other):
        """Return the differences from another version to this one, a line of text each."""
        self.ensure_one()
        if not other:
            return []
        lines = [] if self.name == other.name else [self._change("name", other.name, self.name)]
        lines += [
            self._change(name, other._in_words(name), self._in_words(name))
            for name in OWN_RULES
            if self[name] != other[name]
        ]
        olds = {tier._identity(): tier for tier in other.tier_ids.sorted()}
        news = {tier._identity(): tier for tier in self.tier_ids.sorted()}
        dimensions = dict(self.tier_ids._fields["dimension"]._description_selection(self.env))
        for dimension, label in dimensions.items():
            lines += self._tier_changes(
                {key: tier for key, tier in olds.items() if tier.dimension == dimension},
                {key: tier for key, tier in news.items() if tier.dimension == dimension},
                label,
            )
        return lines

    def _in_words(self, name):
        field = self._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env))[self[name]]
        return f"{self[name]:.15g}"

    def _change(self, name, old, new):
        label = self._fields[name]._description_string(self.env)
        return self.env._("%(what)s: %(old)s → %(new)s", what=label, old=old, new=new)

    def _tier_changes(self, olds, news, dimension):
        """Return the differences between the tiers of one dimension, by their identity."""
        lines = [
            self.env._("%(dimension)s: “%(tier)s” is gone", dimension=dimension, tier=tier.name)
            for key, tier in olds.items()
            if key not in news
        ]
        for key, tier in news.items():
            if key not in olds:
                lines.append(
                    self.env._(
                        "%(dimension)s: “%(tier)s” is new: %(rule)s",
                        dimension=dimension,
                        tier=tier.name,
                        rule=tier._rule_in_words(),
                    )
                )
                continue
            old = olds[key]
            if old.name != tier.name:
                lines.append(
                    self.env._(
                        "%(what)s: %(old)s → %(new)s", what=dimension, old=old.name, new=tier.name
                    )
                )
            what = f"{dimension}, “{tier.name}”"
            if old._rule_in_words() != tier._rule_in_words():
                lines.append(
                    self.env._(
                        "%(what)s: %(old)s → %(new)s",
                        what=what,
                        old=old._rule_in_words(),
                        new=tier._rule_in_words(),
                    )
                )
            lines += self._service_changes(old, tier, what)
        stayed = [key for key in olds if key in news]
        order = [key for key in news if key in olds]
        if stayed != order:
            lines.append(
                self.env._(
                    "%(dimension)s, order: %(order)s",
                    dimension=dimension,
                    order=", ".join(tier.name for tier in news.values()),
                )
            )
        return lines

    def _service_changes(self, old, tier, what):
        """Return what one version changes in how the customers of a tier are served."""
        lines = []
        for name in ("service_level_id", "assigns_manager"):
            if old[name] == tier[name]:
                continue
            label = tier._fields[name]._description_string(self.env)
            values = {
                key: (record[name].name or self.env._("None"))
                if name == "service_level_id"
                else (self.env._("Yes") if record[name] else self.env._("No"))
                for key, record in (("old", old), ("new", tier))
            }
            lines.append(
                self.env._("%(what)s: %(old)s → %(new)s", what=f"{what}, {label}", **values)
            )
        return lines

    def _post_activation(self, before, changes):
        """Say in the chatter that this version took over, and what it changed."""
        self.ensure_one()
        if before:
            title = self.env._(
                "Version %(new)s took the place of version %(old)s.",
                new=self.version,
                old=before.version,
            )
        else:
            title = self.env._("Version %(new)s classifies the customers.", new=self.version)
        items = Markup().join(Markup("<li>%s</li>") % line for line in changes)
        nothing = self.env._("The rules are the same.")
        body = Markup("<p>%s</p>") % title
        body += Markup("<ul>%s</ul>") % items if changes else Markup("<p>%s</p>") % nothing
        body += Markup().join(
            Markup("<p>%s</p>") % line for line in self._warnings(self._cuts_by_now())
        )
        self.message_post(body=body)
