from datetime import timedelta

from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .desk import MONDAY, DeskCase

MAIL = """\
From: {sender}
To: {to}
Subject: {subject}
Message-Id: <{number}@told.example>
{headers}Content-Type: text/plain; charset=utf-8

The serial number is 5.
"""


class ToldCase(DeskCase):
    """A team with a leader and two members, an address, and a customer who writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create(
            {"name": "told-desk.example", "catchall_alias": "catchall", "bounce_alias": "bounce"}
        )
        cls.company.write({"alias_domain_id": domain.id, "email": "info@told-desk.example"})
        cls.leader = cls.user("rcs_leader", "user", email="leader@told-desk.example")
        cls.max, cls.zoe = (
            cls.user(f"rcs_{name}", "user", email=f"{name}@told-desk.example", name=name.title())
            for name in ("max", "zoe")
        )
        cls.manager = cls.user("rcs_manager", "manager", email="boss@told-desk.example")
        cls.clerk = cls.user("rcs_clerk", "user_all", email="clerk@told-desk.example")
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Told",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "member_ids": [(6, 0, (cls.max | cls.zoe).ids)],
                "alias_name": "told-desk",
                "alias_domain_id": domain.id,
            }
        )
        cls.ann.email = "ann@told.example"
        cls.portal = new_test_user(
            cls.env, "rcs_told_ann", groups="base.group_portal", partner_id=cls.ann.id,
            company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)], name="Ann",
            email=cls.ann.email,
        )  # fmt: skip

    def leave(self, user, start=-1, end=24):
        """Put a user on leave, in hours from now."""
        resource = self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "company_id": self.company.id}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": resource.id,
                "company_id": self.company.id,
                "date_from": MONDAY + timedelta(hours=start),
                "date_to": MONDAY + timedelta(hours=end),
            }
        )

    def mail(
        self,
        number,
        to="told-desk@told-desk.example",
        answers=None,
        sender=None,
        subject="It leaks",
    ):
        raw = MAIL.format(
            sender=sender or "Ann <ann@told.example>",
            to=to,
            subject=subject,
            number=number,
            headers=f"In-Reply-To: <{answers}@told.example>\n" if answers else "",
        )
        before = self.env["repair.case"].search([])
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            root = self.env.ref("base.user_root")
            self.env["mail.thread"].with_user(root).message_process(None, raw)
        self.env.invalidate_all()
        return self.env["repair.case"].search([]) - before

    def told(self, case):
        return sorted((a.user_id.login, a.summary) for a in case.activity_ids)

    def report(self):
        cases = self.env["repair.case"].with_user(self.portal)
        kind = self.env["repair.case.type"].create({"name": "Told", "company_id": self.company.id})
        case = cases._portal_report(
            {"name": "Kettle", "description": "Leaks", "type_id": str(kind.id)}
        )
        return self.env["repair.case"].browse(case.id)
