from odoo.tests import new_test_user

from .common import AS_OF, SegmentationCase

MODULE = "repair_customer_segmentation"


class ModelCase(SegmentationCase):
    """A customer who was classified, and a user of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.history([(cls.ann, "2025-06-01", 10)])
        cls.policy.classify(as_of=AS_OF)
        cls.env.cr.flush()
        cls.user("rcs_employee")
        cls.user("rcs_user", "user")
        cls.user("rcs_all", "user_all")
        cls.user("rcs_manager", "manager")
        cls.portal = new_test_user(cls.env, "rcs_portal", groups="base.group_portal")

    @classmethod
    def models(cls):
        """Return the names of all models of the addon that have records."""
        return sorted(
            name
            for name, model in cls.env.registry.items()
            if model._original_module == MODULE and model._auto and not model._transient
        )
