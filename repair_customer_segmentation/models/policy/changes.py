"""What one version of a policy changes, in words: what the chatter tells of an activation."""

from ..access.enumerated import enumerated
from .fixed_cuts import CUT_FIELDS

# Rules of the policy itself, as opposed to those of its tiers.
OWN_RULES = ("window_months", "cut_method", "min_population", "grace_days", *CUT_FIELDS)


class PolicyChanges:
    """The differences from one version to another, as the current user reads them.

    ``PolicyChanges(old, new).lines()``
    """

    def __init__(self, old, new):
        self.old, self.new, self.env = old, new, new.env

    def lines(self):
        """Return the differences, a line of text each; none where there is no other version."""
        old, new = self.old, self.new
        if not old:
            return []
        lines = [] if new.name == old.name else [self._line("name", old.name, new.name)]
        lines += [
            self._line(name, self._value_text(old, name), self._value_text(new, name))
            for name in OWN_RULES
            if new[name] != old[name]
        ]
        olds = {tier._identity(): tier for tier in old.tier_ids.sorted()}
        news = {tier._identity(): tier for tier in new.tier_ids.sorted()}
        dimensions = dict(new.tier_ids._fields["dimension"]._description_selection(self.env))
        for dimension, label in dimensions.items():
            lines += self._tier_lines(
                {key: tier for key, tier in olds.items() if tier.dimension == dimension},
                {key: tier for key, tier in news.items() if tier.dimension == dimension},
                label,
            )
        return lines

    def _value_text(self, policy, name):
        field = policy._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env))[policy[name]]
        return f"{policy[name]:.15g}"

    def _line(self, name, old, new):
        label = self.new._fields[name]._description_string(self.env)
        return self.env._("%(what)s: %(old)s → %(new)s", what=label, old=old, new=new)

    def _tier_lines(self, olds, news, dimension):
        """Return the differences between the tiers of one dimension, by their identity."""
        lines = [
            self.env._("%(dimension)s: “%(tier)s” removed", dimension=dimension, tier=tier.name)
            for key, tier in olds.items()
            if key not in news
        ]
        for key, tier in news.items():
            if key not in olds:
                lines.append(
                    self.env._(
                        "%(dimension)s: “%(tier)s” added: %(rule)s",
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
            lines += self._service_lines(old, tier, what)
        stayed = [key for key in olds if key in news]
        order = [key for key in news if key in olds]
        if stayed != order:
            lines.append(
                self.env._(
                    "%(dimension)s, order: %(order)s",
                    dimension=dimension,
                    order=enumerated(self.env, (tier.name for tier in news.values())),
                )
            )
        return lines

    def _service_lines(self, old, tier, what):
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
