"""Who may do what: the table of rights, and how its cells are tried.

``rights.csv`` names every model of the addon, what is called on it, and for each role whether the
call is answered (``+``) or refused (``-``). It is tried as an integration would, by JSON-2, with a
key of a user of that role; what it did is taken back. Methods are tried on a record that is not
there: a right to a model is asked first, so who has none is refused, and for all others there is
nothing. Which of the records a role may have is the matter of ``test_access_case`` and its like.
"""

import csv
import json
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from passlib.context import CryptContext

from odoo import fields
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from .common import GROUP, SegmentationCase

CRUD = {
    "read": ("search_read", {"domain": [], "fields": ["id"], "limit": 1}),
    "write": ("write", {"vals": {}}),
    "create": ("create", {"vals_list": [{}]}),
    "unlink": ("unlink", {}),
}
# Of every model; the first three are rows of their own.
ORM = {"create", "write", "unlink", "default_get", "fields_get", "onchange"}
# Of no record, and with nothing to say about one.
ON_NO_RECORD = ("read", "create")
NOWHERE = 2**31 - 5
ROLES = {
    "portal": "base.group_portal",
    "employee": "base.group_user",
    "admin": "base.group_system",
    "own": f"base.group_user,{GROUP % 'user'}",
    "all": f"base.group_user,{GROUP % 'user_all'}",
    "amounts": f"base.group_user,{GROUP % 'user'},{GROUP % 'amount'}",
    "manager": f"base.group_user,{GROUP % 'manager'}",
}
KEYS = "odoo.addons.base.models.res_users.KEY_CRYPT_CONTEXT"
QUIET = ("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.models.unlink")


def read_table(path):
    """Return the rows of a table of rights: dicts of ``model``, ``call``, ``values`` and roles."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class RightsCase(SegmentationCase, HttpCase):
    """Tries a table of rights, and finds what it does not name.

    A bridge sets its own ``table``, ``modules`` and ``roles``.
    """

    table = Path(__file__).parents[1] / "rights.csv"
    modules = ("repair_customer_segmentation",)
    roles = ROLES

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ann = cls.customer("Ann")
        company = {"company_id": cls.company.id}
        cls.history([(ann, "2025-06-01", 10)])
        cls.env["repair.device"].create({"name": "Kettle", "partner_id": ann.id, **company})
        cls.env["repair.case.team"].create(
            {"name": "Team", "member_ids": cls.env.user.ids, **company}
        )
        cls.env["repair.segmentation.override"].create(
            {
                "partner_id": ann.id,
                "dimension": "value",
                "tier_id": cls.policy.value_tier_ids[0].id,
                "reason": "Test",
                **company,
            }
        )
        cls.policy.classify()
        # Of thousands of calls, each shows its key.
        quick = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
        cls.startClassPatcher(patch(KEYS, quick))
        cls.keys = {role: cls.key_of(role, groups) for role, groups in cls.roles.items()}

    @classmethod
    def key_of(cls, role, groups):
        """Return the key of a new user of a role, to call with."""
        user = new_test_user(
            cls.env,
            f"rights_{role}",
            groups=groups,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        # sudo: a key lives as long as the test.
        keys = cls.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate("rpc", role, fields.Datetime.now() + timedelta(hours=1))

    def call(self, key, model, method, values, ids=()):
        """Call a method as an integration does, and return the answer."""
        headers = {"X-Odoo-Database": self.env.cr.dbname, "Content-Type": "application/json"}
        if key:
            headers["Authorization"] = f"bearer {key}"
        data = json.dumps({"ids": list(ids), **values} if ids else values)
        return self.url_open(f"/json/2/{model}/{method}", data=data, headers=headers)

    def answer(self, row, role):
        """Try a cell: ``+`` answered, ``-`` refused, else what the server said."""
        method, values = CRUD.get(row["call"], (row["call"], {}))
        values = {**values, **json.loads(row["values"] or "{}")}
        with mute_logger(*QUIET):
            self.env.cr.execute("SAVEPOINT cell")
            answer = self.call(self.keys[role], row["model"], method, values, self.ids_for(row))
            self.env.cr.execute("ROLLBACK TO SAVEPOINT cell")
        if answer.status_code == 403:
            return "-"
        return "+" if answer.status_code < 500 else f"{answer.status_code}: {answer.text[:300]}"

    def ids_for(self, row):
        """Return the ids that a call is tried on."""
        model = self.env[row["model"]].sudo().with_context(active_test=False)
        method = getattr(type(model), CRUD.get(row["call"], (row["call"],))[0])
        if row["call"] in ON_NO_RECORD or hasattr(method, "_api_model"):
            return []
        own = model._original_module in self.modules
        if model._transient or (own and row["call"] not in CRUD):
            return [NOWHERE]
        here = []
        if "company_id" in model._fields and model._fields["company_id"].store:
            here = [("company_id", "in", (False, self.company.id))]
        return model.search(here, limit=1, order="id desc").ids or [NOWHERE]

    def own_models(self):
        """Yield the names of the models of these addons."""
        for name, model in sorted(self.env.registry.items()):
            if model._original_module in self.modules:
                yield name

    def own_methods(self, name):
        """Yield the names of what these addons let be called on a model, besides the ORM's own.

        What they extend of a method of Odoo's own models stays Odoo's to open or close.
        """
        model = self.env.registry[name]
        found, foreign = set(), set()
        for cls in model.mro():
            methods = {
                method
                for method, function in vars(cls).items()
                if callable(function) and not method.startswith("_")
            }
            if getattr(cls, "_module", None) in self.modules:
                found |= methods
            else:
                foreign |= methods
        if model._original_module not in self.modules:
            found -= foreign
        for method in sorted(found - ORM):
            functions = [vars(cls).get(method) for cls in model.mro()]
            if not any(getattr(function, "_api_private", False) for function in functions):
                yield method

    def cells_there_are(self):
        """Return the pairs of model and call that a table has to name."""
        models = self.env.registry
        cells = {(name, call) for name in self.own_models() for call in CRUD}
        cells = {cell for cell in cells if not models[cell[0]]._abstract}
        for name, model in models.items():
            # What a mixin brings is tried where it is used.
            heirs = (other for other in models.values() if other is not model)
            if not model._abstract or not any(issubclass(other, model) for other in heirs):
                cells |= {(name, method) for method in self.own_methods(name)}
        return cells


class RightsTests:
    """The table of a :class:`RightsCase` is complete, and holds."""

    def test_the_table_names_all_there_is(self):
        named = [(row["model"], row["call"]) for row in read_table(self.table)]
        self.assertEqual(len(named), len(set(named)), "a row twice")
        there_are = self.cells_there_are()
        self.assertEqual(there_are - set(named), set(), "missing in tests/rights.csv")
        self.assertEqual(set(named) - there_are, set(), "gone, and still in tests/rights.csv")

    def test_every_cell(self):
        wrong = []
        for row in read_table(self.table):
            for role in self.roles:
                answer = self.answer(row, role)
                if answer != row[role]:
                    wrong.append(f"{row['model']} {row['call']} {role}: {row[role]} is {answer}")
        self.assertEqual(wrong, [])
