from odoo import api, fields, models
from odoo.exceptions import UserError

from ...vocabulary import GROUP_USER, OPEN_STATES
from ..access.enumerated import enumerated


class RepairDevice(models.Model):
    """The contracts that name a device, and what becomes of them when it changes hands."""

    _inherit = "repair.device"

    contract_ids = fields.Many2many(
        "repair.service.contract",
        "repair_service_contract_device_rel",
        "device_id",
        "contract_id",
        string="Contracts",
        readonly=True,
        copy=False,
        groups=GROUP_USER,
        help="Contracts that name this device. Contracts for all devices of the customer cover "
        "it, too.",
    )

    def _owner_changed(self):
        """Have open cases follow, and say on contracts that they no longer cover the device."""
        # sudo: contracts and cases of every company, whoever may see them.
        devices = self.sudo()
        cases = devices.env["repair.case"].search(
            [("device_id", "in", self.ids), ("state", "in", OPEN_STATES)]
        )
        cases._contracts_changed()
        for device in devices:
            owner = device.commercial_partner_id
            for contract in device.contract_ids:
                if contract.commercial_partner_id != owner and contract.state in (
                    "running",
                    "planned",
                ):
                    contract._message_log(
                        body=self.env._(
                            "“%(device)s” now belongs to %(owner)s: this contract no longer covers "
                            "it.",
                            device=device.display_name,
                            owner=owner.display_name,
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_covered(self):
        """Refuse: a contract that loses its last device would cover all devices."""
        # sudo: contracts of every company count, whichever of them the user may see.
        for device in self.sudo():
            if device.contract_ids:
                raise UserError(
                    self.env._(
                        "“%(device)s” is covered by contract %(contract)s. Archive the device "
                        "instead, or take it out of the contract first.",
                        device=device.display_name,
                        contract=enumerated(self.env, device.contract_ids.mapped("reference")),
                    )
                )
