import json

from odoo import http
from odoo.tests import HttpCase

from .portal import PNG, PortalCase

# Words of the desk, which no page may show.
INSIDE = (
    "Level Zanzibar", "Tier Xylophone", "Tag Yankee", "Team Quebec", "Pays late", "Note Whiskey",
    "Reason Victor", "Critical", "queue", "Place 1", "Deviation",
)  # fmt: skip


class PortalHttpCase(PortalCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.classify()
        tier = cls.policy.value_tier_ids[0]
        tier.name = "Tier Xylophone"
        cls.profile_of(cls, cls.acme).value_tier_id = tier
        cls.case.write(
            {
                "tag_ids": [(0, 0, {"name": "Tag Yankee"})],
                "priority_override": "3",
                "priority_reason": "Reason Victor",
            }
        )
        cls.inside = cls.env["ir.attachment"].create(
            {
                "name": "inside.png",
                "raw": PNG,
                "res_model": "repair.case",
                "res_id": cls.case.id,
            }
        )
        cls.note = cls.case.message_post(
            body="Note Whiskey", subtype_xmlid="mail.mt_note", attachment_ids=cls.inside.ids
        )
        cls.answer = cls.case.with_user(cls.agent).message_post(
            body="We come on Friday",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("offer.png", PNG)],
        )
        cls.url = f"/my/cases/{cls.case.id}"

    def get(self, url, login="rcs_ann", **options):
        self.authenticate(login, login)
        return self.url_open(url, **options)

    def post(self, url, login="rcs_ann", csrf=True, **data):
        self.authenticate(login, login)
        if csrf:
            data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data=data, allow_redirects=False)

    def rpc(self, route, **params):
        return self.url_open(
            route,
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
