"""Each word once: no constant has two definitions, or two names."""

import ast
from collections import defaultdict

FEWEST = 2  # values of a collection that is worth a name


def defined_twice(tree):
    """Find names that two modules of the product give to constants, and values with two names."""
    names, values = defaultdict(list), defaultdict(list)
    for module in tree.product:
        for node in module.tree.body:
            for name in _constants(node):
                names[name].append((module, node))
                value = _collection(node.value)
                if value:
                    values[value].append((module, node, name))
    for name, places in names.items():
        first, *others = {module: (module, node) for module, node in places}.values()
        for module, node in others:
            yield (
                f"{module.at(node)}: {name} is a constant of {first[0].path}, too. Import it, or "
                "give one of them a name of its own; what several rooms share is in vocabulary.py."
            )
    for places in values.values():
        first, *others = {place[0]: place for place in places}.values()
        for module, node, name in others:
            if name != first[2]:
                yield (
                    f"{module.at(node)}: {name} has the values of {first[2]} in {first[0].path}. "
                    "Use one of them."
                )


def _constants(node):
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [t.id for t in targets if isinstance(t, ast.Name) and t.id.isupper()]


def _collection(value):
    """What tells a collection of literals from others; nothing for anything else."""
    if not isinstance(value, ast.Tuple | ast.List | ast.Set | ast.Dict):
        return None
    try:
        literal = ast.literal_eval(value)
    except ValueError:
        return None
    return f"{type(literal).__name__} {literal!r}" if len(literal) >= FEWEST else None
