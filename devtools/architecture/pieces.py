"""What the pieces of a model may be: one life of a record, and no piece without a reason."""

import ast
from collections import defaultdict

LIFE = ("create", "write", "unlink")
# Odoo calls a method that has one of these, or reads a class attribute of one of these names.
HOOKS = {"depends", "depends_context", "onchange", "constrains", "ondelete", "autovacuum"}
ATTRIBUTES = {"_rec_name", "_rec_names_search", "_order", "_check_company_auto", "_log_access"}
CONSTRAINTS = {"Constraint", "Index", "UniqueIndex"}


def double_methods(tree):
    """Find models that are created, written or deleted by more than one method of an addon."""
    found = defaultdict(list)
    for piece in tree.pieces:
        for name in LIFE:
            if name in piece.methods:
                found[piece.module.addon, piece.model, name].append(piece)
    for (_addon, model, name), pieces in found.items():
        first, *others = pieces
        for piece in others:
            yield (
                f"{piece.module.at(piece.methods[name])}: {model} has a second `{name}`, the first "
                f"is in {first.module.path}. Call a step by name from the one in the file named "
                "after the model."
            )


def idle_pieces(tree):
    """Find pieces that extend a model of ours without a field, a constraint or a hook.

    A method that extends another is a hook of Odoo's, or of another addon of ours, where none of
    the same addon begins it.
    """
    steps = {
        (piece.module.addon, piece.model, name)
        for piece in tree.pieces
        for name, method in piece.methods.items()
        if not _extends(method)
    }
    for piece in tree.pieces:
        if not piece.is_extension or piece.model not in tree.own_models or piece.mixes_in:
            continue
        if not any(_is_reason(statement, piece, steps) for statement in piece.node.body):
            yield (
                f"{piece.module.at(piece.node)}: this piece of {piece.model} has no field, no "
                "constraint and no method that Odoo calls. Make it plain Python: functions or a "
                "class that take records, or put it into the file named after the model."
            )


def _is_reason(statement, piece, steps):
    if isinstance(statement, ast.Assign):
        names = {target.id for target in statement.targets if isinstance(target, ast.Name)}
        return bool(names & ATTRIBUTES) or _is_field(statement.value)
    if isinstance(statement, ast.FunctionDef):
        is_step = (piece.module.addon, piece.model, statement.name) in steps
        return _is_hook(statement) or (_extends(statement) and not is_step)
    return False


def _is_field(value):
    """Whether a value is made as fields and constraints are: `fields.Char()`, `Integer()`."""
    if not isinstance(value, ast.Call):
        return False
    called = value.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name[:1].isupper() or name in CONSTRAINTS or name.endswith("_field")


def _is_hook(method):
    return any(
        isinstance(node, ast.Attribute) and node.attr in HOOKS
        for decorator in method.decorator_list
        for node in ast.walk(decorator)
    )


def _extends(method):
    """Whether a method calls the one of the same name that it overrides."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == method.name
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") == "super"
        for node in ast.walk(method)
    )
