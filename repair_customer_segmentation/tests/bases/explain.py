from .common import AS_OF, SegmentationCase

NBSP = "\N{NO-BREAK SPACE}"


def plain(text):
    return text.replace(NBSP, " ") if text else text


class ExplainCase(SegmentationCase):
    """Five customers with 1 to 5 repairs of 100 to 500 each: amounts 100, 400, 900, 1600, 2500.

    The cuts are 1 2 3 4 repairs, 100 400 900 1600 $, 1 11 11 21 days; High Value from 1600 $.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 5
        cls.people = cls.customers(5)
        for i, partner in enumerate(cls.people, start=1):
            cls.history([(partner, f"2025-06-{10 * (3 - i % 3):02}", 100 * i)] * i)
        cls.full_run = cls.policy.classify(as_of=AS_OF)
        cls.user("rcs_user", "user")
        cls.user("rcs_amount", "user", "amount")
        cls.user("rcs_manager", "manager")

    def explain(self, index):
        return self.profile_of(self.people[index])._explanation()

    def ranked(self, index, dimension):
        parts = {part["dimension"]: part for part in self.explain(index)["ranked"]}
        return parts[dimension]
