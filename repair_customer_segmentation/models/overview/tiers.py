"""The tiers of the overview: keys, names and colours, as the tier matrix has them."""

from functools import cached_property

from ..customer.repair_tier_matrix import NOWHERE


class Tiers:
    """The tiers of one dimension of a company, today's policy first.

    A tier and its copies in other versions of the policy are one, whose key is a text.
    """

    def __init__(self, env, dimension):
        self.matrix = env["repair.tier.matrix"]
        self.dimension = dimension

    @cached_property
    def tiers(self):
        """Return all tiers of the dimension, in order."""
        return self.matrix._tiers_of(self.dimension)

    @cached_property
    def keys(self):
        """Return tier id -> key."""
        return self.matrix._keys(self.dimension, self.tiers)

    def key(self, tier_id):
        """Return the key of a tier, that of none where it is not there."""
        return self.keys.get(tier_id, NOWHERE)

    def ids(self, key):
        """Return the ids of the tiers of a key; none for a key that is not there."""
        return [tier_id for tier_id, own in self.keys.items() if own == key]

    def described(self, tier_ids=()):
        """Return the tiers of today's policy and these, in order.

        :return: list of dicts of ``key``, ``name`` and ``color``
        """
        met = {tier for tier in tier_ids if tier}
        names = self.matrix._names(self.dimension, met, self.tiers)
        return self.matrix._ordered_tiers(self.dimension, names, self.tiers)

    def merged(self, by_tier, add):
        """Return key -> value, of values by tier id.

        :param add: function that adds two values up
        """
        merged = {}
        for tier_id, value in by_tier.items():
            key = self.key(tier_id)
            merged[key] = add(merged[key], value) if key in merged else value
        return merged
