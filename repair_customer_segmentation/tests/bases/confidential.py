from odoo.fields import Command
from odoo.tests import new_test_user

from .common import SegmentationCase

SECRET = "Secret reason"
ALLOWED = ("rcs_assignee", "rcs_leader", "rcs_follower", "rcs_manager")
HIDDEN = ("rcs_member", "rcs_all", "rcs_employee", "rcs_portal")


class ConfidentialCase(SegmentationCase):
    """One confidential case with all that can hang on a case, and somebody of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            "rcs_assignee": cls.user("rcs_assignee", "user"),
            "rcs_leader": cls.user("rcs_leader", "user"),
            "rcs_follower": cls.user("rcs_follower", "user"),
            "rcs_member": cls.user("rcs_member", "user"),
            "rcs_all": cls.user("rcs_all", "user_all"),
            "rcs_manager": cls.user("rcs_manager", "manager"),
            "rcs_employee": cls.user("rcs_employee"),
            "rcs_portal": new_test_user(
                cls.env,
                "rcs_portal",
                groups="base.group_portal",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            ),
        }
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Team",
                "company_id": cls.company.id,
                "leader_id": cls.people["rcs_leader"].id,
                "member_ids": [Command.set(cls.people["rcs_member"].ids)],
            }
        )
        cls.ann = cls.customer("Ann")
        cls.case = cls.history(
            [
                (
                    cls.ann,
                    "2025-06-01",
                    1,
                    {
                        "name": SECRET,
                        "team_id": cls.team.id,
                        "user_id": cls.people["rcs_assignee"].id,
                        "is_confidential": True,
                        "stage_id": cls.stage_waiting.id,
                    },
                )
            ]
        )
        cls.case.message_follower_ids.unlink()
        cls.case.message_subscribe(cls.people["rcs_follower"].partner_id.ids)
        cls.message = cls.case.message_post(body=SECRET, subtype_xmlid="mail.mt_comment")
        cls.attachment = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.txt",
                "raw": SECRET,
                "res_model": "repair.case",
                "res_id": cls.case.id,
            }
        )
        cls.activity = cls.case.activity_schedule(
            "mail.mail_activity_data_todo", summary=SECRET, user_id=cls.env.uid
        )
        cls.rating = cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("repair.case"),
                "res_id": cls.case.id,
                "partner_id": cls.ann.id,
                "rating": 1,
                "feedback": SECRET,
                "consumed": True,
            }
        )
        cls.work = cls.env["repair.declined.work"].create({"name": SECRET, "case_id": cls.case.id})
        cls.case.write({"priority_override": "3", "priority_reason": SECRET})
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.env.invalidate_all()

    @property
    def mine(self):
        return self.case.with_env(self.env)

    def dependents(self):
        """Return every record that hangs on the case."""
        return [
            self.case,
            self.message,
            self.attachment,
            self.activity,
            self.rating,
            self.case.pause_ids,
            self.case.deviation_ids,
            self.work,
        ]
