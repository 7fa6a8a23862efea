"""The rules of the house, on small trees: what each finds, and what it lets pass."""

import pytest

from devtools.architecture import findings

ROOMS = "from . import policy\nfrom . import case\n"
CASE = '_name = "repair.case"'


def look(tmp_path, **files):
    """The findings in an addon of these files; `__` in a name is a folder."""
    models = tmp_path / "addon" / "models"
    models.mkdir(parents=True)
    (models / "__init__.py").write_text(ROOMS)
    for name, text in files.items():
        path = tmp_path / "addon" / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return findings(tmp_path, ["addon"])


def piece(head, *lines):
    body = "\n".join(f"    {line}" for line in (head, *lines))
    return f"class RepairCase(models.Model):\n{body}\n"


def extension(*lines):
    return piece('_inherit = "repair.case"', *lines)


@pytest.mark.parametrize("method", ["create", "write", "unlink"])
def test_a_second_method_of_life_is_found(tmp_path, method):
    life = f"def {method}(self, vals): return super().{method}(vals)"
    [found] = look(tmp_path, models__a=piece(CASE, life), models__b=extension(life))
    assert found.startswith("addon/models/b.py:3: ")
    assert f"repair.case has a second `{method}`" in found


def test_two_models_of_a_file_have_a_life_each(tmp_path):
    life = "def write(self, vals): return super().write(vals)"
    both = piece(CASE, life) + piece('_name = "repair.device"', life)
    assert look(tmp_path, models__a=both) == []


def test_a_piece_without_a_reason_is_found(tmp_path):
    [found] = look(
        tmp_path,
        models__a=piece(CASE, "def _opened(self): pass"),
        models__b=extension("def _words(self): pass"),
        models__c=extension("name = fields.Char()"),
    )
    assert found.startswith("addon/models/b.py:1: this piece of repair.case has no field")


def test_a_step_of_the_same_addon_is_no_reason(tmp_path):
    step = "def _opened(self): return super()._opened()"
    files = {"models__a": piece(CASE, "def _opened(self): pass"), "models__b": extension(step)}
    assert len(look(tmp_path, **files)) == 1


@pytest.mark.parametrize(
    "reason",
    [
        "name = fields.Char()",
        "count = Integer(bounds=(0, 1))",
        "tier_id = tier_field('value')",
        "_once = models.UniqueIndex('(name)')",
        "_order = 'name'",
        "@api.constrains('name')\n    def _check_name(self): pass",
        "@api.depends('name')\n    def _compute_name(self): pass",
        "def message_post(self, **words): return super().message_post(**words)",
    ],
)
def test_a_piece_with_a_reason_passes(tmp_path, reason):
    assert look(tmp_path, models__a=piece(CASE), models__b=extension(reason)) == []


def test_a_piece_that_mixes_something_in_passes(tmp_path):
    mixed = piece('_inherit = ["repair.case", "portal.mixin"]')
    assert look(tmp_path, models__a=piece(CASE), models__b=mixed) == []


def test_a_piece_of_a_model_of_odoo_needs_no_reason(tmp_path):
    partner = piece('_inherit = "res.partner"', "def _repair_words(self): pass")
    assert look(tmp_path, models__a=partner) == []


def test_a_room_imports_no_later_room(tmp_path):
    [found] = look(
        tmp_path,
        models__policy__rules="from ..case.clocks import RISK",
        models__case__clocks="from ..policy import rules\nRISK = 1",
    )
    assert found.startswith("addon/models/policy/rules.py:1: the room policy comes before case")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("segmentation__cuts", "from ..models.case import clocks"),
        ("models__case__clocks", "from ...wizards import merge"),
        ("segmentation__cuts", "from odoo.addons.addon.models.case.clocks import RISK"),
    ],
)
def test_what_is_below_knows_nothing_of_what_is_above(tmp_path, name, text):
    assert len(look(tmp_path, **{name: text})) == 1


def test_who_uses_the_models_may_import_them(tmp_path):
    assert look(tmp_path, wizards__merge="from ..models.case.clocks import RISK") == []


def test_a_constant_has_one_definition(tmp_path):
    [found] = look(tmp_path, models__a="BATCH = 1", models__b="BATCH = 2", tests__b="BATCH = 3")
    assert found.startswith("addon/models/b.py:1: BATCH is a constant of addon/models/a.py")


def test_a_collection_has_one_name(tmp_path):
    [found] = look(tmp_path, a="OPEN = ('open', 'waiting')", b="BUSY = ('open', 'waiting')")
    assert "BUSY has the values of OPEN" in found


def test_numbers_may_be_equal(tmp_path):
    assert look(tmp_path, a="BATCH = 100", b="MOST = 100") == []


@pytest.mark.parametrize(("lines", "count"), [(300, 0), (301, 1)])
def test_a_file_is_short(tmp_path, lines, count):
    assert len(look(tmp_path, a="x = 1\n" * lines)) == count
