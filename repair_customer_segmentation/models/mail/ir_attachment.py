from base64 import b64decode

from odoo import models
from odoo.tools.mimetypes import guess_mimetype

SEEN = ("image/", "video/", "audio/", "application/pdf")
# What a browser would run or apply, whatever its name says. Odoo sees to HTML and XML.
RUN = ("script", "css", "x-sh", "wasm", "x-python", "x-perl", "x-php")
TEXT = "text/plain"


class IrAttachment(models.Model):
    """Types files from outside by their content, whatever their names say.

    Those are files of cases, and whatever people who are none of ours upload. A script is text:
    it is read, and never run.
    """

    _inherit = "ir.attachment"

    def _compute_mimetype(self, values):
        mimetype = super()._compute_mimetype(values)
        outside = (
            self.env.user.share
            or values.get("res_model") == "repair.case"
            or "repair.case" in self.mapped("res_model")
        )
        return self._repair_type_of(mimetype, values) if outside else mimetype

    def _repair_type_of(self, mimetype, values):
        """Return the MIME type of a file by its content; what could be run becomes text."""
        content = values.get("raw") or b64decode(values.get("datas") or b"")
        if isinstance(content, str):
            content = content.encode()
        found = guess_mimetype(content, default="") if content else ""
        if found.startswith(SEEN) and "svg" not in found:
            return found
        kind = mimetype.partition("/")[2]
        return TEXT if any(word in kind for word in RUN) else mimetype

    def write(self, vals):
        res = super().write(vals)
        if vals.get("res_model") == "repair.case":
            # Uploaded before it was posted.
            for attachment in self.sudo():
                safe = self._repair_type_of(attachment.mimetype or "", {})
                if safe != (attachment.mimetype or ""):
                    super(IrAttachment, attachment).write({"mimetype": safe})
        return res
