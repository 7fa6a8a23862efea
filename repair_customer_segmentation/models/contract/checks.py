from functools import partial

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...desk.contract_terms import DAY, months_of


class RepairServiceContract(models.Model):
    """What no contract can mean, said with the field and the mend."""

    _inherit = "repair.service.contract"

    @api.constrains("date_start", "date_end", "cancel_date", "renewal")
    def _check_dates(self):
        words = partial(format_date, self.env, date_format="medium")
        for contract in self:
            first = contract._first_of_term()
            if contract.date_end < first:
                raise ValidationError(
                    self.env._(
                        "Contract %(contract)s of %(customer)s: “Last Day” (%(last)s) is before "
                        "the first day of its term (%(first)s). Enter a later “Last Day”.",
                        contract=contract.reference,
                        customer=contract.partner_id.display_name,
                        last=words(contract.date_end),
                        first=words(first),
                    )
                )
            oldest = contract.term_ids.sorted("date_start")[:1]
            if len(contract.term_ids) > 1 and contract.date_start > oldest.date_end:
                raise ValidationError(
                    self.env._(
                        "Contract %(contract)s was renewed: its first term ends on %(last)s. Enter "
                        "a “First Day” up to then.",
                        contract=contract.reference,
                        last=words(oldest.date_end),
                    )
                )
            if contract.cancel_date and contract.cancel_date < contract.date_start:
                raise ValidationError(
                    self.env._(
                        "Contract %(contract)s: “Cancelled as of” (%(cancelled)s) is before "
                        "“First Day” (%(first)s). If it is not to begin at all, enter "
                        "%(first)s in “Cancelled as of”.",
                        contract=contract.reference,
                        cancelled=words(contract.cancel_date),
                        first=words(contract.date_start),
                    )
                )
            ends = contract.renewal != "auto" and contract.date_end + DAY
            if ends and contract.cancel_date and contract.cancel_date > ends:
                raise ValidationError(
                    self.env._(
                        "Contract %(contract)s ends on %(last)s by itself. Enter a date up to "
                        "the day after it in “Cancelled as of”.",
                        contract=contract.reference,
                        last=words(contract.date_end),
                    )
                )

    def _refuse_no_length(self, first, vals):
        """Refuse a length of no months where no last day says how long the contract runs.

        :param first: first day of the term
        :param dict vals: as of ``create`` and ``write``, without a last day
        """
        if vals.get("months", 1) or (self and not months_of(first, self.date_end)):
            return
        raise ValidationError(
            self.env._(
                "“Length (Months)” is 0. Enter of how many months a term is, or, for a term of no "
                "whole months, its “Last Day”."
            )
        )

    @api.constrains("cancel_date", "cancel_reason")
    def _check_cancel_reason(self):
        for contract in self:
            if contract.cancel_date and not (contract.cancel_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Contract %s: enter why it is cancelled in “Reason for Cancelling”.",
                        contract.reference,
                    )
                )

    @api.constrains("device_ids", "partner_id")
    def _check_devices(self):
        # sudo: whose device it is holds whether or not the user may read its owner.
        for contract in self.sudo():
            for device in contract.device_ids:
                if device.commercial_partner_id != contract.commercial_partner_id:
                    raise ValidationError(
                        self.env._(
                            "Contract %(contract)s: “%(device)s” belongs to %(owner)s, not to "
                            "%(customer)s. Take it out of “Covered Devices”.",
                            contract=contract.reference,
                            device=device.display_name,
                            owner=device.commercial_partner_id.display_name,
                            customer=contract.commercial_partner_id.display_name,
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for contract in self:
            if contract.state != "planned":
                raise UserError(
                    self.env._(
                        "Contract %s has begun: deleting it would lose what was agreed. Cancel it "
                        "instead.",
                        contract.reference,
                    )
                )
