from contextlib import contextmanager
from unittest.mock import patch

from ...models.classification import pieces
from .common import AS_OF
from .cron import CronCase

ALL = "repair_customer_segmentation.ir_cron_classify_all"
STALE = "repair_customer_segmentation.ir_cron_classify_stale"


class Killed(BaseException):
    """Nobody catches it: the process is gone."""


class RunCase(CronCase):
    """Seven customers, classified two at a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(7)
        cls.history(
            [
                (partner, f"2025-0{month}-11", 10 * number + month)
                for number, partner in enumerate(cls.people, 1)
                for month in range(1, 1 + number % 5 + 1)
            ]
        )
        cls.startClassPatcher(patch.object(pieces, "PIECE", 2))

    def queue_run(self):
        """Queue a full run as of a fixed day, as the nightly one is."""
        return self.policy._create_run(AS_OF, state="queued", is_nightly=True)

    @contextmanager
    def steps(self, before):
        """Call ``before(number, run)`` ahead of each piece of a run."""
        model = type(self.env["repair.segmentation.run"])
        original, numbers = model._step, iter(range(1000))

        def step(run):
            before(next(numbers), run)
            return original(run)

        with patch.object(model, "_step", step):
            yield

    def work_off(self, before=None):
        """Do what the scheduled action does, in a cursor of its own that commits."""
        with (
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            self.steps(before or (lambda number, run: None)),
        ):
            self.env(cr=cr)["repair.segmentation.policy"]._cron_classify_all()

    def kill_before(self, step):
        """Work off the queue, and die ahead of that step (0 is the freezing of the metrics)."""

        def before(number, run):
            if number == step:
                raise Killed

        # Not assertRaises: it would roll back what the run committed before.
        try:
            self.work_off(before)
        except Killed:
            return
        self.fail(f"the run ended before step {step}")

    def table(self):
        """Return all that profiles say, whoever wrote it."""
        self.env.cr.execute(
            "SELECT (to_jsonb(profile) - 'id' - 'run_id')::text"
            " FROM repair_customer_profile profile WHERE company_id = %s ORDER BY partner_id",
            [self.company.id],
        )
        return [row for (row,) in self.env.cr.fetchall()]

    def undisturbed(self):
        """Return the table of an undisturbed run, of which nothing else remains."""
        with self.env.cr.savepoint() as savepoint:
            self.policy.classify(as_of=AS_OF)
            table = self.table()
            savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(len(table), 7)
        return table
