"""Rooms build on those before them: imports go one way."""

import ast

# What stands beside the models knows nothing of them, and models nothing of who uses them.
ABOVE_MODELS = ("wizards", "controllers")
MODELS = "models"


def upward_imports(tree):
    """Find imports of a later room, of models by plain Python, and of what uses the models."""
    orders = {addon: _rooms(tree, addon) for addon in tree.addons}
    for module in tree.product:
        parts = module.name.split(".")[1:]
        if parts[-1] in ("__init__", "hooks") or module.path.name == "__manifest__.py":
            continue
        order = orders[module.addon]
        for node, target in _imports(module, tree.addons):
            reason = _reason(parts, target, order)
            if reason:
                yield f"{module.at(node)}: {reason}"


def _reason(parts, target, order):
    """Why one module of an addon may not import another; nothing when it may.

    :param list parts: of the importing module's name, below the addon
    :param list target: of the imported module's name, below the addon
    :param list order: the rooms of the models
    """
    if not target or parts[0] in ABOVE_MODELS:
        return None
    if target[0] in ABOVE_MODELS:
        return f"{parts[0]} must not know of {target[0]}. Move what both need into models."
    if target[0] != MODELS:
        return None
    if parts[0] != MODELS:
        return f"{parts[0]} is plain Python and must not know of models. Pass it what it needs."
    room, other = parts[1], target[1] if len(target) > 1 else None
    if room in order and other in order and order.index(other) > order.index(room):
        return (
            f"the room {room} comes before {other} in models/__init__.py and must not import from "
            "it. Put what both need into the earlier room, or into vocabulary.py."
        )
    return None


def _rooms(tree, addon):
    """The rooms of an addon's models, in their order; nothing where they are files."""
    for module in tree.product:
        if module.name == f"{addon}.{MODELS}.__init__":
            names = [alias.name for node in module.tree.body for alias in _names(node)]
            return [name for name in names if (tree.repo / addon / MODELS / name).is_dir()]
    return []


def _names(node):
    return node.names if isinstance(node, ast.ImportFrom) else []


def _imports(module, addons):
    """(statement, imported module below the same addon, as a list of parts)."""
    package = module.name.split(".")[:-1]
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        words = node.module.split(".") if node.module else []
        if node.level:
            found = [*package[: len(package) - node.level + 1], *words]
        elif words[:2] == ["odoo", "addons"] and words[2:3] and words[2] in addons:
            found = words[2:]
        else:
            continue
        if found[0] != module.addon:
            continue
        if len(found) < 3:
            for alias in node.names:
                yield node, [*found[1:], alias.name]
        else:
            yield node, found[1:]
