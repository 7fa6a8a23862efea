"""The Python of a checkout, parsed once: files, and the pieces of models in them."""

import ast
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path


@dataclass(eq=False)
class Module:
    """A Python file."""

    path: Path
    name: str
    addon: str | None
    text: str
    tree: ast.Module = field(repr=False)

    def at(self, node):
        """Where something stands, as an editor opens it."""
        return f"{self.path}:{node.lineno}"


@dataclass(eq=False)
class Piece:
    """A class that makes or extends a model: what one file says of it."""

    module: Module
    node: ast.ClassDef
    model: str
    is_extension: bool
    mixes_in: bool

    @cached_property
    def methods(self):
        """Method name -> its definition."""
        return {node.name: node for node in self.node.body if isinstance(node, ast.FunctionDef)}


class Tree:
    """All of the checkout's Python."""

    def __init__(self, repo, addons):
        self.repo, self.addons = repo, list(addons)

    @cached_property
    def modules(self):
        found = []
        for path in sorted(self.repo.rglob("*.py")):
            relative = path.relative_to(self.repo)
            if any(part.startswith(".") for part in relative.parts):
                continue
            text = path.read_text(encoding="utf-8")
            addon = relative.parts[0] if relative.parts[0] in self.addons else None
            name = ".".join(relative.with_suffix("").parts)
            found.append(Module(relative, name, addon, text, ast.parse(text)))
        return found

    @cached_property
    def product(self):
        """The modules that users get: the addons without their tests."""
        return [m for m in self.modules if m.addon and "tests" not in m.path.parts]

    @cached_property
    def pieces(self):
        """Every class of the addons that is a model or a part of one."""
        found = (_piece(m, node) for m in self.product for node in m.tree.body)
        return [piece for piece in found if piece]

    @cached_property
    def own_models(self):
        """Names of the models that the addons make."""
        return {piece.model for piece in self.pieces if not piece.is_extension}


def _piece(module, node):
    if not isinstance(node, ast.ClassDef):
        return None
    words = {
        target.id: statement.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and target.id in ("_name", "_inherit")
    }
    if not words:
        return None
    name = ast.literal_eval(words["_name"]) if "_name" in words else None
    inherited = ast.literal_eval(words["_inherit"]) if "_inherit" in words else []
    inherited = [inherited] if isinstance(inherited, str) else inherited
    is_extension = name is None or name in inherited
    model = name or inherited[0]
    return Piece(module, node, model, is_extension, is_extension and inherited != [model])
