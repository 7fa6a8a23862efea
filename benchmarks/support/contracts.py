"""Templates to offer contracts from, and levels that give something: to 100,000 customers."""

from odoo.addons.repair_customer_segmentation.models.service.benefit_changes import BenefitChanges

from .data import FIRST_PARTNER, Data, clock

MEMBERS = 20


class Contracts(Data):
    """The customers of :class:`Data`, one in ten of them with a contract."""

    def prepare(self, customers):
        """Make so many customers, templates for some tiers each, and a team of managers."""
        # Filled in SQL, which knows no defaults of Odoo.
        self.cr.execute("ALTER TABLE res_partner ALTER autopost_bills SET DEFAULT 'ask'")
        self.fill(customers)
        self.classify_all()
        self._vacuum("repair_customer_profile")
        self._fill_contracts()
        self._make_templates()
        self._make_team()
        self.cr.commit()
        self._vacuum("repair_service_contract", "repair_service_coverage")
        self.env.invalidate_all()

    def _fill_contracts(self):
        values = {
            "first": FIRST_PARTNER,
            "customers": self.customers,
            "company": self.company.id,
            "level": self.company.repair_service_level_id.id,
        }
        self.cr.execute(
            """
            INSERT INTO repair_service_contract
                   (reference, partner_id, commercial_partner_id, company_id, service_level_id,
                    date_start, date_end, date_until, months, renewal)
            SELECT 'K' || i, %(first)s + i, %(first)s + i, %(company)s, %(level)s,
                   current_date - 100, current_date + 264, current_date + 264, 12, 'none'
              FROM generate_series(0, %(customers)s - 1, 10) AS i
            """,
            values,
        )
        self.cr.execute(
            """
            INSERT INTO repair_service_coverage
                   (contract_id, company_id, commercial_partner_id, date_start, date_until, is_kept)
            SELECT id, company_id, commercial_partner_id, date_start, date_until, FALSE
              FROM repair_service_contract WHERE reference LIKE 'K%'
            """
        )

    def _make_templates(self):
        tiers = self.policy.tier_ids.filtered("dimension").grouped("dimension")
        chosen = [tiers[dimension].sorted()[:2] for dimension in ("value", "frequency", "kind")]
        self.env["repair.contract.template"].create(
            [
                {
                    "name": f"Template {number}",
                    "company_id": self.company.id,
                    "service_level_id": self.company.repair_service_level_id.id,
                    "price_year": 50 * number,
                    "min_repairs": number,
                    "tier_ids": sum(chosen[:number], self.policy.tier_ids.browse()).ids,
                }
                for number in range(4)
            ]
        )

    def _make_team(self):
        users = self.env["res.users"].create(
            [{"name": f"Manager {number}", "login": f"bench_{number}"} for number in range(MEMBERS)]
        )
        team = self.env["repair.case.team"].create(
            {"name": "Managers", "company_id": self.company.id, "member_ids": users.ids}
        )
        team.membership_ids.customer_capacity = self.customers

    def list_offers(self):
        """Read the first page of the list of offers, with its count."""
        self.env.invalidate_all()
        self.env["repair.contract.offer"].web_search_read(
            [("saving", ">", 0)],
            {"partner_id": {"fields": {"display_name": {}}}, "amount": {}, "saving": {}},
            limit=80,
        )

    def follow(self, kind, value):
        """Give a benefit by the default level, or take it back, and return the seconds.

        :param str kind: as ``repair.customer.benefit`` calls it
        :param value: of the field of the level that gives it
        """
        (benefit,) = (
            each for each in self.env["repair.customer.benefit"]._benefits() if each.kind == kind
        )
        self.company.repair_service_level_id[benefit.level_field] = value
        self.env.flush_all()

        def follow():
            changes = BenefitChanges(self.company, benefit)
            while changes.follow():
                self.cr.commit()
                self.env.invalidate_all()

        return clock(follow)
