from odoo import api, models


class MailThread(models.AbstractModel):
    """Brings an answer to a merged case to the case that it was merged into."""

    _inherit = "mail.thread"

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        return [
            (route[0], self.env["repair.case"]._merged_id(route[1]), *route[2:])
            if route[0] == "repair.case" and route[1]
            else route
            for route in routes or ()
        ]
