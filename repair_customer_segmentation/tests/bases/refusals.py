from odoo.exceptions import ValidationError

from .common import SegmentationCase


class RefusalCase(SegmentationCase):
    """Bad input is refused, and the message names what is wrong and what to do."""

    def assertRefused(self, action, *texts):
        """Check that the action is refused with a message that has all these texts."""
        with self.assertRaises(ValidationError) as refusal:
            action()
        for text in texts:
            self.assertIn(text, str(refusal.exception))
