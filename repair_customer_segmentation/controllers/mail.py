from odoo.http import request

from odoo.addons.portal.controllers.mail import MailController

from ..fields import MOST


class RepairMailController(MailController):
    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        """Lead people of the customer from a mail to their page of the case.

        They have no right to the case itself, which is what Odoo asks for.
        """
        if model == "repair.case":
            # What no address of ours has leads nowhere.
            res_id = int(res_id) if str(res_id).isdecimal() and int(res_id) <= MOST else False
            access_token = access_token if (access_token or "").isascii() else None
        if model == "repair.case" and res_id and request.session.uid and request.env.user.share:
            case_id = request.env[model]._merged_id(res_id)
            case = request.env[model]._portal_find([("id", "=", case_id)], limit=1)
            if case:
                return request.redirect(case.access_url)
        return super()._redirect_to_record(model, res_id, access_token=access_token, **kwargs)
