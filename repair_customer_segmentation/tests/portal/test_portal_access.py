from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged, users

from ...models.portal.report import PortalReport
from ..bases.portal import PortalCase

MODULE = "repair_customer_segmentation"


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCase):
    """Which cases a customer sees, and that RPC is no way around the pages."""

    def found(self, domain=()):
        return set(self.env["repair.case"]._portal_find(domain).mapped("name"))

    @users("rcs_ann", "rcs_bob")
    def test_a_company_sees_the_cases_of_all_its_people(self):
        self.assertEqual(self.found(), {"Dishwasher leaks"})
        self.assertEqual(self.env["repair.case"]._portal_count(), 1)

    @users("rcs_carl")
    def test_others_see_their_own(self):
        self.assertEqual(self.found(), {"Toaster of Carl"})

    @users("rcs_agent")
    def test_people_of_ours_see_what_they_reported_themselves(self):
        self.assertEqual(self.found(), set())
        self.open_case(self.agent.partner_id, name="Drill of the agent")
        self.assertEqual(self.found(), {"Drill of the agent"})

    def test_nobody_without_a_login(self):
        cases = self.env["repair.case"].with_user(self.env.ref("base.public_user"))
        self.assertFalse(cases._portal_find())
        self.assertEqual(cases._portal_count(), 0)

    def test_archived_cases_and_those_of_another_company_are_not_there(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        self.env["repair.case"].create(
            {"name": "Elsewhere", "partner_id": self.ann.id, "company_id": company.id}
        )
        self.case.active = False
        cases = self.env["repair.case"].with_user(self.ann.user_ids)
        self.assertFalse(cases._portal_find())
        case, acts = cases._portal_open(self.case.id, self.case._portal_ensure_token())
        self.assertFalse(case)
        self.assertFalse(acts)

    def test_a_confidential_case_is_seen_by_its_followers_alone(self):
        self.case.message_subscribe(self.ann.ids)
        self.case.is_confidential = True
        for login, count in (("rcs_ann", 1), ("rcs_bob", 0)):
            cases = self.env["repair.case"].with_user(
                self.env["res.users"].search([("login", "=", login)])
            )
            with self.subTest(login=login):
                self.assertEqual(len(cases._portal_find()), count)
                self.assertEqual(cases._portal_count(), count)
                self.assertEqual(len(cases._portal_open(self.case.id)[0]), count)

    def test_links_lead_nowhere_once_the_case_is_confidential(self):
        token = self.case._portal_ensure_token()
        public = self.env["repair.case"].with_user(self.env.ref("base.public_user"))
        self.assertEqual(public._portal_open(self.case.id, token), (self.case.sudo(), True))
        self.case.with_user(self.agent).is_confidential = True
        self.assertFalse(public._portal_open(self.case.id, token)[0])
        self.assertFalse(public._get_thread_with_access(self.case.id, token=token))
        again = self.case.access_token
        self.assertNotEqual(again, token)
        self.case.message_unsubscribe(self.ann.ids)
        self.assertFalse(public._portal_open(self.case.id, again)[0])

    def test_only_the_right_link_opens_it(self):
        token = self.case._portal_ensure_token()
        carl = self.env["repair.case"].with_user(self.carl.user_ids)
        for wrong in (None, "", "x", self.other._portal_ensure_token()):
            self.assertFalse(carl._portal_open(self.case.id, wrong)[0])
        self.assertEqual(carl._portal_open(self.case.id, token), (self.case.sudo(), True))
        self.assertFalse(carl._portal_open(0, token)[0])

    def test_the_desk_sees_the_page_and_acts_for_nobody(self):
        cases = self.env["repair.case"].with_user(self.agent)
        self.assertEqual(cases._portal_open(self.case.id), (self.case.sudo(), False))
        employee = self.user("rcs_employee")
        self.assertFalse(cases.with_user(employee)._portal_open(self.case.id)[0])

    def rpc_routes(self):
        cases = self.env["repair.case"]
        mine = self.case.with_env(self.env)
        yield "search", lambda: cases.search([])
        yield "search_count", lambda: cases.search_count([])
        yield "read", lambda: mine.read(["name"])
        yield "web_read", lambda: mine.web_read({"service_level_id": {}})
        yield "search_read", lambda: cases.search_read([], ["queue_date"])
        yield "web_search_read", lambda: cases.web_search_read([], {"priority": {}})
        yield (
            "formatted_read_group",
            lambda: cases.formatted_read_group([], ["service_level_id"], ["__count"]),
        )
        yield "read_group", lambda: cases.web_read_group([], ["priority"], ["__count"])
        yield "name_search", lambda: cases.name_search("Dish")
        yield "export", lambda: mine._export_rows([["name"], ["value_tier_id", "name"]])
        yield "write", lambda: mine.write({"name": "x"})
        yield (
            "create",
            lambda: cases.create({"name": "x", "partner_id": self.env.user.partner_id.id}),
        )
        yield "copy", mine.copy
        yield "close", mine.action_close
        yield "reopen", mine.action_reopen
        yield "take", mine.action_assign_to_me
        yield "post", lambda: mine.message_post(body="x")
        yield "ratings", mine.action_view_ratings
        yield "rating.rating", lambda: self.env["rating.rating"].search([])

    @users("rcs_ann", "public")
    def test_no_route_over_rpc(self):
        for name, route in self.rpc_routes():
            with self.subTest(route=name), self.assertRaises(AccessError):
                route()

    @users("rcs_ann", "public")
    def test_they_have_rights_on_no_model_of_ours(self):
        for name, model in self.env.registry.items():
            if model._original_module != MODULE or not model._auto:
                continue
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(model=name, operation=operation):
                    self.assertFalse(self.env[name].has_access(operation))

    @users("rcs_ann", "public")
    def test_no_field_of_ours_on_what_they_do_read(self):
        """Partners, products, companies, users: none of what the addon adds to them."""
        for name in self.env.registry:
            model = self.env[name]
            if not model._auto or not model.has_access("read"):
                continue
            ours = {
                field.name
                for field in model._fields.values()
                if field._modules
                and field._modules[0] == MODULE
                and model._has_field_access(field, "read")
            }
            # The currency of the company is no secret.
            ours.discard("repair_currency_id")
            with self.subTest(model=name):
                self.assertEqual(ours, set())

    @users("rcs_ann", "rcs_bob")
    def test_devices_of_the_company(self):
        self.assertEqual(PortalReport(self.env).devices, self.device.sudo())

    @users("rcs_carl")
    def test_no_device_of_others(self):
        self.assertFalse(PortalReport(self.env).devices)

    @users("rcs_ann")
    def test_of_another_owner_nothing_is_told_with_a_serial_number(self):
        self.env["repair.device"].sudo().create(
            {
                "name": "Secret Machine",
                "serial_number": "SN-CARL",
                "partner_id": self.carl.id,
                "company_id": self.company.id,
            }
        )
        # Not even that there is such a device: it looks like any other number.
        device = PortalReport(self.env)._new_device("Mine", "SN-CARL")
        self.assertEqual(device.partner_id, self.env.user.partner_id)
        self.assertEqual(device.display_name, "Mine (SN-CARL)")
        self.assertFalse(device.serial_number)

    def test_people_of_a_customer_who_left_see_nothing_more(self):
        self.ann.parent_id = False
        self.env.flush_all()
        cases = self.env["repair.case"].with_user(self.bob.user_ids)
        self.assertFalse(cases._portal_find())
        self.assertEqual(
            self.env["repair.case"].with_user(self.ann.user_ids)._portal_find(), self.case
        )

    def test_a_portal_user_of_another_company_sees_no_case_of_this_one(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        user = self.ann.user_ids
        user.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertFalse(self.env["repair.case"].with_user(user)._portal_find(Domain.TRUE))
