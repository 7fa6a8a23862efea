"""The way of a new case through the files, as CONTRIBUTING.md tells it to who joins in."""

import re
import sys
from pathlib import Path

from odoo.tests import tagged

from ..bases.desk import DeskCase

ADDON = Path(__file__).parents[2]
GUIDE = ADDON.parent / "CONTRIBUTING.md"
# Whatever is searched, by anybody: no step of the way.
EVERYWHERE = "access/base_search.py"


@tagged("post_install", "-at_install")
class TestWalk(DeskCase):
    """Opening a case passes few files, and those that the guide names."""

    def _files_passed(self, function, **values):
        """Return the files of ``models/`` in the order in which a call enters them."""
        passed, models = [], f"{ADDON / 'models'}/"

        def note(frame, _event, _argument):
            path = frame.f_code.co_filename
            if path.startswith(models) and (name := path.removeprefix(models)) not in passed:
                passed.append(name)

        before = sys.gettrace()
        sys.settrace(note)
        try:
            function(**values)
        finally:
            sys.settrace(before)
        return passed

    def test_opening_passes_the_files_of_the_guide(self):
        if not GUIDE.exists():
            self.skipTest("the guide is not installed with the addon")
        text = GUIDE.read_text(encoding="utf-8")
        walk = text.split("### Walk: a case is opened", 1)[1].split("\nThe hours themselves", 1)[0]
        told = set(re.findall(r"`(\w+/\w+\.py)`", walk.split("|---|---|", 1)[1]))
        # What is cached is looked up once, whoever comes first.
        case_type = self.env["repair.case.type"].create({"name": "Product Problem"})
        values = {"name": "Noise", "partner_id": self.ann.id, "type_id": case_type.id}
        self.env["repair.case"].create(values)
        passed = self._files_passed(self.env["repair.case"].create, vals_list=values)
        last_clock = max(
            passed.index(name) for name in ("case/clocks.py", "service/resource_calendar.py")
        )
        way = set(passed[: last_clock + 1]) - {EVERYWHERE}
        self.assertEqual(way, told)
        self.assertLessEqual(len(way), 12)
        self.assertLessEqual(len({name.split("/")[0] for name in way}), 4)
