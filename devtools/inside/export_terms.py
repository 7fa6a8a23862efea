"""Write the terms of addons, as Odoo exports them, into files."""

from io import BytesIO
from pathlib import Path

from odoo.tools.translate import trans_export


def export(env, addons, folder):
    """Write the terms of each addon as the template ``<addon>.pot`` into the folder."""
    for addon in addons:
        buffer = BytesIO()
        trans_export(False, [addon], buffer, "po", env)
        Path(folder, f"{addon}.pot").write_bytes(buffer.getvalue())
