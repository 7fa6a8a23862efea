"""A workbook of many customers, and Odoo's own export of the same columns."""

import gc
import re
from pathlib import Path
from types import SimpleNamespace

from odoo.http import _request_stack

from odoo.addons.repair_customer_segmentation.models.workbook.customer_sheet import FIGURE_KINDS
from odoo.addons.repair_customer_segmentation.segmentation.tiers import SCORES
from odoo.addons.repair_customer_segmentation.vocabulary import DIMENSIONS, RANKED
from odoo.addons.web.controllers.export import ExcelExport

from .data import Data

WHO = (
    "partner_id", "partner_id/ref", "partner_phone", "partner_email", "country_id", "industry_id",
)  # fmt: skip
TIERS = (
    *(f"{dimension}_tier_id" for dimension in DIMENSIONS),
    *(f"{dimension}_falls_on" for dimension in RANKED),
)
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Export(Data):
    """The customers of :class:`Data`, classified, and a workbook with all of its columns."""

    def prepare(self, customers):
        """Make so many customers, and classify them."""
        self.fill(customers)
        self.cr.execute(
            "UPDATE res_partner SET phone = '+1 415 555 ' || id, ref = lpad(id::text, 18, '0'),"
            " email = 'c' || id || '@example.com' WHERE name LIKE 'Customer %'"
        )
        self.first_run()
        admin = self.env(user=self.env.ref("base.user_admin"))
        self.workbook = admin["repair.workbook"].create(
            {f"has_{dimension}": True for dimension in DIMENSIONS}
        )
        self.cr.commit()

    def make(self):
        """Make the workbook, and keep it as an attachment."""
        self.env.invalidate_all()
        self.workbook._make()
        self.cr.commit()

    def size_mb(self):
        """Return the size of the workbook."""
        return self.workbook.attachment_id.file_size / 1e6

    def export_list(self):
        """Write the list of all customers, as its *Export* does it for the same columns."""
        self.env.invalidate_all()
        names = [*WHO, *TIERS, *SCORES, *FIGURE_KINDS]
        # As its dialog asks for it, when the file is not meant to be imported again.
        profiles = self.env["repair.customer.profile"].with_context(import_compat=False).search([])
        fields = [self._described(profiles, name) for name in names]
        # The writer asks for the environment of the request, and for nothing else of it.
        _request_stack.push(SimpleNamespace(env=self.env))
        try:
            rows = profiles.export_data(names)["datas"]
            ExcelExport().from_data(fields, names, rows)
        finally:
            _request_stack.pop()

    def _described(self, profiles, name):
        field = profiles._fields.get(name)
        return {"name": name, "label": name, "type": field.type if field else "char"}

    def peak_of(self, action):
        """Return by how many MB the memory of this process grew at most while it acted."""
        gc.collect()
        CLEAR.write_text("5")
        before = self._memory("VmRSS")
        action()
        return (self._memory("VmHWM") - before) / 1024

    def _memory(self, name):
        return int(re.search(rf"{name}:\s+(\d+) kB", STATUS.read_text()).group(1))
