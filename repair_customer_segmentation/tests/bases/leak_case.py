from odoo.fields import Command
from odoo.tests import new_test_user

from .common import AS_OF, SegmentationCase
from .leaks import NUMBER, SECRET, Leaks


class LeakCase(Leaks, SegmentationCase):
    """A secret in a confidential case and in one of another company, an amount in an open one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.policy.min_population = 0
        cls.bert = cls.customer("Bert")
        portal = new_test_user(
            cls.env,
            "rcs_portal",
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.lookers = {
            "portal": portal,
            "employee": cls.user("rcs_employee"),
            "user": cls.user("rcs_user", "user"),
            "user_all": cls.user("rcs_all", "user_all"),
        }
        portal.partner_id.parent_id = cls.bert
        boss = cls.user("rcs_boss", "manager", email="boss@example.com")
        cls.plant(cls.company, boss, is_confidential=True)
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        other = cls.env(context={**cls.env.context, "allowed_company_ids": cls.elsewhere.ids})
        foreign = cls.plant(cls.elsewhere.with_env(other), boss)
        cls.plant_contract(foreign.partner_id, foreign.company_id, SECRET)
        # Everybody's records lead to a customer whose amounts only some may see.
        paid = cls.history([(cls.bert, "2025-06-01", NUMBER)])
        work = {"name": "Seal", "amount": NUMBER, "case_id": paid.id}
        cls.env["repair.declined.work"].create(work)
        cls.plant_contract(cls.bert, cls.company)
        criterion = cls.policy.value_tier_ids.criterion_ids[:1]
        criterion.value = NUMBER
        cls.policy.classify(as_of=AS_OF)
        partners = cls.env["res.users"].union(*cls.lookers.values()).partner_id
        cls.bert.message_subscribe(partners.ids)
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.env.invalidate_all()

    @classmethod
    def plant(cls, company, boss, **values):
        """Open a case with the secret in every text of it, and in all that can hang on it."""
        env = company.env
        customer = env["res.partner"].create({"name": "Carla", "company_id": company.id})
        team = env["repair.case.team"].create({"name": "Few", "company_id": company.id})
        case = env["repair.case"].create(
            {
                "name": f"{SECRET} subject",
                "description": f"<p>{SECRET} description</p>",
                "partner_id": customer.id,
                "company_id": company.id,
                "team_id": team.id,
                "user_id": boss.id if boss.company_id == company else False,
                **values,
            }
        )
        case.message_subscribe(boss.partner_id.ids)
        case.message_post(
            body=SECRET,
            subject=SECRET,
            subtype_xmlid="mail.mt_comment",
            partner_ids=boss.partner_id.ids,
            attachments=[(f"{SECRET}.txt", SECRET)],
        )
        case.activity_schedule("mail.mail_activity_data_todo", summary=SECRET, note=SECRET)
        work = {"name": SECRET, "note": SECRET, "amount": NUMBER, "case_id": case.id}
        env["repair.declined.work"].create(work)
        env["rating.rating"].create(
            {
                "res_model_id": env["ir.model"]._get_id("repair.case"),
                "res_id": case.id,
                "partner_id": customer.id,
                "rating": 1,
                "feedback": SECRET,
                "consumed": True,
            }
        )
        env["mail.scheduled.message"].create(
            {
                "model": "repair.case",
                "res_id": case.id,
                "subject": SECRET,
                "body": SECRET,
                "author_id": boss.partner_id.id,
                "scheduled_date": "2099-01-01",
            }
        )
        case.write({"priority_override": "3", "priority_reason": SECRET})
        return case

    @classmethod
    def plant_contract(cls, customer, company, text="Care"):
        """Make a template and a contract, at a price that only some may see."""
        env = company.env
        values = {
            "company_id": company.id,
            "service_level_id": company.repair_service_level_id.id,
            "price_year": NUMBER,
            "note": f"<p>{text}</p>",
        }
        env["repair.contract.template"].create({**values, "name": text})
        env["repair.service.contract"].create(
            {
                **values,
                "partner_id": customer.id,
                "date_start": "2025-01-01",
                "cancel_date": "2025-05-01",
                "cancel_reason": text,
            }
        )

    def as_user(self, role):
        """Return the environment of a user who looks for secrets."""
        context = {"allowed_company_ids": self.company.ids}
        return self.env(user=self.lookers[role].id, su=False, context=context)
