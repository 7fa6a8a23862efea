"""Costs of cases, and net values that are told held against the list of customers."""

# The last columns of groups of customers that net values are held against.
NET_SUMS = ["net_value:sum", "costed_count:sum", "period_case_count:sum"]


def costs_at_random(chance):
    """Return what a case says of its costs: of some it says nothing, and some are rework."""
    if chance.random() < 0.4:
        return {}
    parts = chance.choice([0, 15.25, 80, 400])
    return {"parts_cost": parts, "work_hours": 0, "is_rework": chance.random() < 0.1}


class NetValueChecks:
    """Assertions of a test case."""

    def assertNet(self, told, rows):
        """Hold a net value, and how much of it is known, against groups of the list."""
        net, costed, cases = (sum(row[-place] or 0 for row in rows) for place in (3, 2, 1))
        if not costed:
            self.assertEqual((told["net"], told["costed_share"]), (None, None))
            return
        self.assertAlmostEqual(told["net"], net, places=4)
        self.assertAlmostEqual(told["costed_share"], costed / cases)
