"""Looks for a way by which a user is told what he may not read.

Two texts, or two numbers, are asked for alike: the secret, and one that is nowhere. Whoever may not
read the secret must get the same answer to both, whatever is asked and however.
"""
# pylint: disable=cell-var-from-loop

from odoo.exceptions import AccessError, MissingError, UserError

OWN = "repair_customer_segmentation"
SECRET = "Quetzalcoatl"
NOWHERE = "Xochipilli42"
NUMBER = 7654321.25
NO_NUMBER = 7654321.75
# An answer of the desk that tells nothing: refused, or not to be searched at all.
REFUSED = (AccessError, UserError, ValueError, NotImplementedError, TypeError, MissingError)
TEXTS = ("char", "text", "html")
NUMBERS = ("float", "monetary")
# Behind a relation the first two are asked for alone: the same code answers the others.
TEXT_OPERATORS = ("ilike", "not in", "=", "!=", "not ilike", "=ilike", "in")
NUMBER_OPERATORS = (">=", "not in", "=", "!=", ">", "<", "<=", "in")


def is_own(field):
    return (field._module or "").startswith(OWN)


class Leaks:
    """Mix into a test case; ``self.env`` is that of the user who looks."""

    def readable_models(self, env):
        """Return the models that the user may search, each with some table behind it."""
        return [
            env[name]
            for name in sorted(env.registry)
            if not env[name]._abstract
            and env[name].with_context(active_test=False).has_access("read")
        ]

    def answer(self, ask):
        """Return what is answered, and nothing where it is refused.

        A database error would spoil the transaction: none is expected.
        """
        try:
            with self.env.cr.savepoint(flush=False):
                return ask()
        except REFUSED:
            return None

    def found(self, model, name, operator, value):
        """Return the ids that a user finds by one condition."""
        value = [value] if operator in ("in", "not in") else value
        records = model.with_context(active_test=False)
        return self.answer(lambda: records.search([(name, operator, value)]).ids)

    def holders(self, secret, types):
        """Return pairs of model name and field name in whose rows a secret stands."""
        pairs = []
        root = self.env(user=1, su=True)
        for name in sorted(root.registry):
            model = root[name]
            if model._abstract or model._transient or name.startswith("ir.model"):
                continue
            for field in model._fields.values():
                if field.type not in types or not field._description_searchable:
                    continue
                operator = "ilike" if field.type in TEXTS else "="
                if self.found(model, field.name, operator, secret):
                    pairs.append((name, field.name))
        return pairs

    def paths(self, env, pairs):
        """Return pairs of a model that the user may search and a path to a secret."""
        fields = {}
        for name, field in pairs:
            fields.setdefault(name, []).append(field)
        for model in self.readable_models(env):
            for name in fields.get(model._name, ()):
                yield model, name
            for relation in model._fields.values():
                if not relation.relational or not relation._description_searchable:
                    continue
                for name in fields.get(relation.comodel_name, ()):
                    yield model, f"{relation.name}.{name}"

    def assertNothingFound(self, env, pairs, secret, nowhere, operators):
        """Assert that no condition tells the secret from what is nowhere."""
        for model, path in self.paths(env, pairs):
            for operator in operators[:2] if "." in path else operators:
                told = self.found(model, path, operator, secret)
                if told != self.found(model, path, operator, nowhere):
                    self.fail(f"{env.user.login}: {model._name} {path} {operator} tells: {told}")

    def assertNothingRead(self, env, *secrets):
        """Assert that no record that the user finds shows the secret in any field."""
        for model in self.readable_models(env):
            if model._name.startswith(("ir.model", "ir.ui", "base.language")):
                continue
            records = model.with_context(active_test=False)
            records = self.answer(lambda: records.search([], limit=300)) or records.browse()  # noqa: B023
            names = [
                field.name
                for field in model._fields.values()
                if field.type != "binary" and model._has_field_access(field, "read")
            ]
            # All at once; one by one where a field is refused, or to name the one that tells.
            shown = self.answer(lambda: records.read(names))  # noqa: B023
            if shown is not None and not any(secret in str(shown) for secret in secrets):
                continue
            for name in names:
                shown = str(self.answer(lambda: records.read([name])) or "")  # noqa: B023
                for secret in secrets:
                    self.assertNotIn(secret, shown, f"{env.user.login}: {model._name}.{name}")

    def assertGroupsHold(self, env):
        """Assert that own fields not to be read are not to be searched, sorted or grouped by."""
        for model in self.readable_models(env):
            for field in model._fields.values():
                if is_own(field) and not model._has_field_access(field, "read"):
                    for name, ask in self.questions(model, field):
                        with self.subTest(user=env.user.login, model=model._name, ask=name):
                            self.assertIsNone(self.answer(ask))

    def questions(self, model, field):
        """Return pairs of a name and a function: each way to ask for a field."""
        name = field.name
        domains = [[(name, "!=", False)], [(name, "=", 1)], [(name, "in", [1])]]
        if field.relational:
            domains += [
                [(f"{name}.id", ">", 0)],
                [(f"{name}.display_name", "ilike", "a")],
                [(name, "any", [("id", ">", 0)])],
                [(name, "not any", [("id", ">", 0)])],
                ["!", (name, "any", [("id", ">", 0)])],
            ]
        for domain in domains:
            yield f"search {domain}", lambda domain=domain: model.search(domain)
            yield f"count {domain}", lambda domain=domain: model.search_count(domain)
            yield (
                f"group {domain}",
                lambda domain=domain: model.formatted_read_group(domain, [], ["__count"]),
            )
        yield f"order {name}", lambda: model.search([], order=f"{name} desc")
        yield f"group by {name}", lambda: model._read_group([], [name], ["__count"])
        yield f"read_group {name}", lambda: model.formatted_read_group([], [name], ["__count"])
        for function in ("sum", "max", "count_distinct", "array_agg"):
            yield (
                f"{name}:{function}",
                lambda function=function: model._read_group([], [], [f"{name}:{function}"]),
            )

    def assertAskedByTheUser(self, env, comodel, condition):
        """Assert that a condition not to be asked is refused behind every relation of Odoo.

        :param str comodel: the model that has the field
        :param tuple condition: on a field of it that the user may not read
        """
        for model in self.readable_models(env):
            for relation in model._fields.values():
                if relation.relational and relation.comodel_name == comodel:
                    for domain in (
                        [(f"{relation.name}.{condition[0]}", *condition[1:])],
                        [(relation.name, "any", [condition])],
                        [(relation.name, "not any", [condition])],
                    ):
                        told = self.answer(lambda: model._search(domain))  # noqa: B023
                        self.assertIsNone(told, f"{env.user.login}: {model._name} {domain}")


class LeakTests(Leaks):
    """The walk itself: every looker, every model that he may search, every way to ask.

    Mix into a test case that has ``lookers`` (role -> user) and ``as_user`` (role -> environment).
    """

    # Pairs of a model and a condition on it that no looker may ask.
    unasked = ()

    def unasked_by(self, _role):
        """Return the pairs of a model and a condition on it that a looker may not ask."""
        return self.unasked

    def text_holders(self):
        """Return where the secret text stands, see :meth:`Leaks.holders`."""
        return self.holders(SECRET, TEXTS)

    def test_no_condition_tells_a_text(self):
        pairs = self.text_holders()
        for role in self.lookers:
            self.assertNothingFound(self.as_user(role), pairs, SECRET, NOWHERE, TEXT_OPERATORS)

    def test_no_condition_tells_an_amount(self):
        pairs = self.holders(NUMBER, NUMBERS)
        for role in self.lookers:
            self.assertNothingFound(self.as_user(role), pairs, NUMBER, NO_NUMBER, NUMBER_OPERATORS)

    def test_no_record_shows_it(self):
        for role in self.lookers:
            self.assertNothingRead(self.as_user(role), SECRET, "7654321", "7,654,321")

    def test_what_is_not_read_is_neither_searched_nor_sorted_nor_grouped(self):
        for role in self.lookers:
            self.assertGroupsHold(self.as_user(role))

    def test_no_relation_of_odoo_leads_behind_the_groups(self):
        for role in self.lookers:
            env = self.as_user(role)
            for comodel, condition in self.unasked_by(role):
                self.assertAskedByTheUser(env, comodel, condition)
