from odoo import models

from ...fields import Counted, Share
from ...figures.records import RECORDS, SCORED


def share_field(figure, string, **options):
    """Return the field by which a figure is the mean of a pivot, a graph, a list or an export."""
    records = RECORDS[figure]
    return Share(string, of=records.of, found=records.found, digits=(16, 1), **options)


def counted_field(figure, string, **options):
    """Return the field that tells of how many records such a figure is."""
    return Counted(string, of=RECORDS[figure].of, **options)


class RepairCaseOutcome(models.Model):
    """The shares that closed cases come to, of those that count for each."""

    _inherit = "repair.case.outcome"

    response_share = share_field("response_attainment", "Replied in Time (%)")
    response_count = counted_field("response_attainment", "Replies with a Deadline")
    resolution_share = share_field("resolution_attainment", "Resolved in Time (%)")
    resolution_count = counted_field("resolution_attainment", "Cases with a Deadline")
    fix_share = share_field("first_time_fix", "First-Time Fix (%)")
    fix_count = counted_field("first_time_fix", "Known Fixes")
    reopened_share = share_field("reopening_rate", "Reopened (%)")
    answer_share = share_field("answer_rate", "Response Rate (%)")
    asked_count = counted_field("answer_rate", "Customers Asked")


class RepairFeedback(models.Model):
    """The shares that answers come to."""

    _inherit = "repair.feedback"

    satisfied_share = share_field("satisfied_share", "Satisfied (%)")
    answer_count = Counted("Answers with a Score", of=SCORED)
    complaint_count = counted_field("complaint_rate", "Complaints")
