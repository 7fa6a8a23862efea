from odoo.exceptions import AccessError, ConcurrencyError
from odoo.tests import tagged

from ..bases.contract import ContractCase


@tagged("post_install", "-at_install")
class TestContractMoves(ContractCase):
    """Merged and moved customers keep their contracts; who may see and change them."""

    def merge(self, source, into):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((source | into).ids, into)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_merge_carries_contracts_along(self):
        contract = self.contract(device_ids=self.kettle.ids)
        self.merge(self.ann, self.bob)
        self.assertRecordValues(
            contract, [{"partner_id": self.bob.id, "commercial_partner_id": self.bob.id}]
        )
        case = self.case(self.bob, device_id=self.kettle.id)
        self.assertEqual(case.contract_id, contract)
        self.assertFalse(contract.is_overlapping)

    def test_overlaps_after_a_merge_are_kept_and_told(self):
        manager = self.user("rcs_manager", "manager")
        ann = self.contract(user_id=manager.id)
        bob = self.contract(self.bob, user_id=manager.id, service_level_id=self.basic.id)
        case = self.case(self.bob)
        self.assertEqual(case.service_level_id, self.basic)
        self.merge(self.ann, self.bob)
        both = ann | bob
        self.assertEqual(both.mapped("is_overlapping"), [True, True])
        self.assertIn(bob.reference, ann.overlap_text)
        self.assertIn(ann.reference, bob.activity_ids.note)
        self.assertEqual(both.activity_ids.user_id, manager)
        self.assertEqual(both.search([("is_overlapping", "=", True)]), both.sorted())
        self.assertEqual((case.contract_id, case.service_level_id), (ann, self.best))
        bob.note = "Still there"
        bob.write({"cancel_date": "2025-01-13", "cancel_reason": "Merged"})
        both.invalidate_recordset()
        self.assertEqual(both.mapped("is_overlapping"), [False, False])
        self.assertFalse(both.search([("is_overlapping", "=", True)]))

    def test_a_contact_that_joins_a_company(self):
        contract, case = self.contract(), self.case()
        self.ann.parent_id = self.customer("Works", is_company=True)
        self.env.flush_all()
        self.assertEqual(contract.commercial_partner_id, self.ann.parent_id)
        self.assertEqual(case.contract_id, contract)

    def test_an_archived_customer_keeps_them(self):
        contract = self.contract()
        self.ann.active = False
        self.ann.name = "Deleted"
        reader = self.user("rcs_agent", "user")
        self.assertEqual(contract.with_user(reader).partner_id.display_name, "Deleted")

    def test_two_who_save_at_once(self):
        """The other one's row is no contract that this transaction sees, but it is refused."""
        self.env.cr.execute(
            "INSERT INTO repair_service_contract (reference, partner_id, commercial_partner_id,"
            " company_id, service_level_id, date_start, date_end, renewal,"
            " date_until) VALUES ('X', %s, %s, %s, %s, '2000-01-01', '2000-01-02', 'none',"
            " '2000-01-02') RETURNING id",
            [self.ann.id, self.ann.id, self.company.id, self.best.id],
        )
        [unseen] = self.env.cr.fetchone()
        self.env.cr.execute(
            "INSERT INTO repair_service_coverage (contract_id, company_id, commercial_partner_id,"
            " date_start, is_kept) VALUES (%s, %s, %s, '2025-06-01', FALSE)",
            [unseen, self.company.id, self.ann.id],
        )
        with self.assertRaises(ConcurrencyError), self.env.cr.savepoint():
            self.contract(device_ids=self.kettle.ids)
        self.contract(first="2025-01-01", date_end="2025-05-31")

    def test_who_may(self):
        contract = self.contract(price_year=100)
        agent, amounts = self.user("rcs_agent", "user"), self.user("rcs_amounts", "user", "amount")
        for user in (agent, amounts):
            own = contract.with_user(user)
            self.assertEqual(own.state, "running")
            with self.assertRaises(AccessError):
                own.note = "x"
        contracts = self.env["repair.service.contract"]
        self.assertEqual(contract.with_user(amounts).price_year, 100)
        with self.assertRaises(AccessError):
            contract.with_user(agent).read(["price_year"])
        with self.assertRaises(AccessError):
            contracts.with_user(agent).search([("price_year", ">", 50)])
        with self.assertRaises(AccessError):
            contracts.with_user(agent).search([], order="price_year")
        with self.assertRaises(AccessError):
            contracts.with_user(agent).formatted_read_group([], ["price_year"], ["__count"])
        with self.assertRaises(AccessError):
            contracts.with_user(agent).search([("term_ids.price", ">", 50)])
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.user("rcs_stranger", "manager")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            contract.with_user(stranger).with_context(allowed_company_ids=other.ids).read(["state"])
