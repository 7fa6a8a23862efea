import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest

from odoo.tests import tagged

from ..bases.workbook import WorkbookCase


@tagged("post_install", "-at_install")
class TestWorkbookSeen(WorkbookCase):
    """Another program than the one that wrote it opens the book, and draws each sheet."""

    def test_libreoffice_opens_it(self):
        program = shutil.which("soffice")
        if not program:
            raise SkipTest("LibreOffice (soffice) is not on this machine")
        self.history([(self.customer("=1+1"), "2025-06-01", 10)])
        self.policy.classify()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            path.write_bytes(self.order()._contents())
            done = subprocess.run(
                [program, f"-env:UserInstallation=file://{folder}/profile", "--headless",
                 "--convert-to", "pdf", "--outdir", folder, str(path)],
                capture_output=True, text=True, timeout=120, check=True,
            )  # fmt: skip
            pdf = path.with_suffix(".pdf")
            self.assertTrue(pdf.exists(), done.stderr)
            self.assertEqual(pdf.read_bytes()[:4], b"%PDF")
            # Java is for macros, which the book has none of.
            told = [line for line in done.stderr.splitlines() if "javaldx" not in line]
            self.assertEqual(told, [])
