from datetime import datetime

from odoo.tests import TransactionCase, new_test_user

from ...segmentation.metrics import metrics_relation
from ...segmentation.rules import Run

AS_OF = datetime(2025, 7, 1)
GROUP = "repair_customer_segmentation.group_%s"


class SegmentationCase(TransactionCase):
    """A company of its own with its policy and stages, and a quick way to a history.

    Nothing that is in the database besides counts: cases, profiles and policies are kept
    apart by company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Repair Test Company", "currency_id": cls.env.ref("base.USD").id}
        )
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": cls.company.ids,
                "tracking_disable": True,
            }
        )
        cls.company = cls.company.with_env(cls.env)
        cls.policy = cls.company._active_repair_policy()
        cls.stage_open, cls.stage_waiting, cls.stage_closed, cls.stage_cancelled = cls.env[
            "repair.case.stage"
        ].create(
            [
                {"name": "Test Open", "sequence": -4, "company_id": cls.company.id},
                {"name": "Test Waiting", "is_waiting": True, "company_id": cls.company.id},
                {"name": "Test Closed", "is_closed": True, "company_id": cls.company.id},
                {"name": "Test Cancelled", "is_cancelled": True, "company_id": cls.company.id},
            ]
        )

    @classmethod
    def customer(cls, name="Customer", **values):
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def customers(cls, count):
        return cls.env["res.partner"].create([{"name": f"Customer {i}"} for i in range(count)])

    @classmethod
    def history(cls, rows):
        """Create cases from rows ``(customer, opened on, amount[, other values])``."""
        return cls.env["repair.case"].create(
            [
                {
                    "name": "Repair",
                    "partner_id": customer.id,
                    "company_id": cls.company.id,
                    "currency_id": cls.company.currency_id.id,
                    "date_open": opened,
                    "amount": amount,
                    "stage_id": cls.stage_open.id,
                    **(other[0] if other else {}),
                }
                for customer, opened, amount, *other in rows
            ]
        )

    def revise(self, values=None, change=None):
        """Change the rules after a run: a new version becomes active, nobody is classified yet.

        :param dict values: fields of the new version
        :param change: function of the draft that changes the rest
        """
        draft = self.policy._new_version()
        draft.write(values or {})
        if change:
            change(draft)
        draft._activate()
        self.policy = draft
        return draft

    @classmethod
    def user(cls, login, *groups, **values):
        """Create a user of the test company who has these groups of the addon."""
        return new_test_user(
            cls.env,
            login,
            groups=",".join(["base.group_user", *(GROUP % group for group in groups)]),
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            **values,
        )

    def profile_of(self, partner, company=None):
        """Return the profile of a customer, empty when it has none."""
        return self.env["repair.customer.profile"].search(
            [("partner_id", "=", partner.id), ("company_id", "=", (company or self.company).id)]
        )

    def metrics(self, partner, as_of=AS_OF, since=None):
        """Return the metrics of one customer as the engine computes them; None if unknown."""
        self.env.flush_all()
        relation = metrics_relation(
            self.policy._history_sources(as_of),
            self.policy._known_sources(as_of),
            Run(self.company.id, as_of, as_of.date(), window_start=since),
        )
        self.env.cr.execute(relation)
        return {row["partner_id"]: row for row in self.env.cr.dictfetchall()}.get(partner.id)

    def tier(self, name, policy=None):
        """Return the tier of a policy (default: the company's) by its name."""
        tiers = (policy or self.policy).tier_ids.filtered(lambda t: t.name == name)
        self.assertEqual(len(tiers), 1, f"one tier named {name} in the policy")
        return tiers

    @classmethod
    def set_tiers(cls, dimension, tiers, policy=None):
        """Replace the tiers of a dimension by ``(name, match, criteria[, other values])``.

        :param policy: a draft; default: the company's policy, before its first run
        """
        policy = policy or cls.policy
        old = policy.tier_ids.filtered(lambda t: t.dimension == dimension)
        return policy.write(
            {
                "tier_ids": [
                    *((2, tier.id) for tier in old),
                    *(
                        (
                            0,
                            0,
                            {
                                "name": name,
                                "dimension": dimension,
                                "sequence": sequence,
                                "match": match,
                                "criterion_ids": [(0, 0, criterion) for criterion in criteria],
                                **(other[0] if other else {}),
                            },
                        )
                        for sequence, (name, match, criteria, *other) in enumerate(tiers)
                    ),
                ]
            }
        )


class VersionCase(SegmentationCase):
    """Two classified customers, and the versions of the policy that classified them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 0
        cls.ann, cls.bob = cls.customer("Ann"), cls.customer("Bob")
        cls.history([(cls.ann, "2025-06-01", 900)] * 4 + [(cls.bob, "2025-06-01", 100)])
        cls.policy.classify(as_of=AS_OF)
        cls.first = cls.policy
        cls.user("rcs_manager", "manager")
        cls.user("rcs_user", "user")

    def draft(self):
        """Return the draft that “Edit” opens."""
        action = self.policy.action_revise()
        return self.env[action["res_model"]].browse(action["res_id"])

    def versions(self):
        return [(p.version, p.state) for p in self.policy.version_ids]
