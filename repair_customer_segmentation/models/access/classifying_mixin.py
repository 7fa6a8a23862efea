from odoo import api, models


class RepairClassifyingMixin(models.AbstractModel):
    """For records by which customers are classified: repairs, devices, ratings, overrides.

    Whoever creates, changes or deletes one has its customers classified again soon. A change marks
    those whom the record counted for before, and those whom it counts for afterwards. To come
    before what a model inherits besides, the mixin is named first in ``_inherit``.
    """

    _name = "repair.classifying.mixin"
    _description = "Records That Classify Customers"

    # A change of one of these fields may change a class; None: a change of any field may.
    _classifying_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._mark_customers_stale()
        return records

    def write(self, vals):
        if self._classifying_fields is not None and not self._classifying_fields & set(vals):
            return super().write(vals)
        self._mark_customers_stale()
        res = super().write(vals)
        self._mark_customers_stale()
        return res

    def unlink(self):
        self._mark_customers_stale()
        return super().unlink()

    def _customers(self):
        """Return the customers whom these records count for.

        :return: set of pairs of the id of the commercial partner and that of the company
        """
        raise NotImplementedError

    def _mark_customers_stale(self):
        """Have the customers of these records classified again soon."""
        self.env["repair.customer.stale"]._mark(self._customers())
