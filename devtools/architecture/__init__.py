"""./dev lint: whether the code keeps the rules of the house (CONTRIBUTING.md says them in words).

The rules are read off the source, so nothing is imported or run. Every finding is one line that
says where, what is wrong and what to do.
"""

from . import constants, rooms, sizes
from .pieces import double_methods, idle_pieces
from .source import Tree

RULES = (
    double_methods,
    idle_pieces,
    rooms.upward_imports,
    constants.defined_twice,
    sizes.too_long,
)


def findings(repo, addons):
    """Return what breaks a rule, one sentence each, in the order of the rules.

    :param Path repo: the checkout
    :param addons: names of the folders in it that hold an addon
    """
    tree = Tree(repo, addons)
    return [finding for rule in RULES for finding in rule(tree)]
