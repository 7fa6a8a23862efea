"""The words that several rooms share, each written once.

What only one file says stands in that file. Labels are here where a field offers them, and are
translated with the field.
"""

import operator

ADDON = "repair_customer_segmentation"

# Who may do what: people of ours at all, and the roles of this addon.
STAFF = "base.group_user"
GROUP_USER = f"{ADDON}.group_user"
GROUP_MANAGER = f"{ADDON}.group_manager"
GROUP_AMOUNT = f"{ADDON}.group_amount"
# Who sees in reports and in what customers say whose work it is about.
GROUP_NAMES = f"{ADDON}.group_agent_names"

# Work that Odoo does by itself: whoever leaves something to do wakes it by this name.
CRON_CLASSIFY_ALL = f"{ADDON}.ir_cron_classify_all"
CRON_CLASSIFY_STALE = f"{ADDON}.ir_cron_classify_stale"
CRON_OUTLOOK = f"{ADDON}.ir_cron_outlook"
CRON_FORECAST = f"{ADDON}.ir_cron_forecast"
CRON_DUPLICATES = f"{ADDON}.ir_cron_find_duplicates"
CRON_OPEN_VISITS = f"{ADDON}.ir_cron_open_visits"
CRON_REVIEWS = f"{ADDON}.ir_cron_plan_reviews"

CASE = "repair.case"
PROFILE = "repair.customer.profile"
STANDARD_LEVEL = f"{ADDON}.repair_service_level_standard"

# The states of a case: somebody works on it or waits for something, or it is over.
CASE_STATES = [
    ("open", "Open"),
    ("waiting", "Waiting"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("open", "waiting")
DONE_STATES = ("closed", "cancelled")

IMPACTS = URGENCIES = [("1", "High"), ("2", "Medium"), ("3", "Low")]
PRIORITIES = [("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Critical")]
CLOCK_LABELS = [("response", "Reply"), ("resolution", "Resolution")]

# The dimensions in which customers have a tier, in the order in which people see them.
DIMENSION_LABELS = [
    ("value", "Value"),
    ("frequency", "Frequency"),
    ("rfm", "RFM segment"),
    ("abc", "ABC class"),
    ("kind", "Kind"),
    ("size", "Size"),
    ("location", "Location"),
    ("need", "Need"),
]
DIMENSIONS = tuple(dimension for dimension, _label in DIMENSION_LABELS)
# Where a tier is better than the next one: here who falls is given a grace.
RANKED = ("value", "frequency", "abc")
# Those that follow from what was repaired; the others from what is known of the customer.
EARNED = ("value", "frequency", "rfm", "abc")

# How customers tell us what they think.
FEEDBACK_WAYS = [
    ("rating", "Rating"),
    ("survey", "Survey"),
    ("phone", "Phone"),
    ("interview", "Interview"),
    ("complaint", "Complaint"),
    ("portal", "Portal note"),
]

# What criteria compare. Days and counts are whole numbers; money, means and shares are not.
METRIC_LABELS = [
    ("amount", "Amount in the period"),
    ("amount_total", "Total amount"),
    ("repair_count", "Repairs in the period"),
    ("repair_count_total", "Total repairs"),
    ("recency_days", "Days since the last repair"),
    ("tenure_days", "Days since the first repair"),
    ("mean_interval_days", "Days between two repairs"),
    ("rework_count", "Rework cases"),
    ("open_case_count", "Open cases"),
    ("device_count", "Devices"),
    ("rating_avg", "Satisfaction (1 to 5)"),
    ("service_share", "Share of services (%)"),
    ("net_value", "Net value in the period"),
    ("expected_repairs", "Expected repairs in 12 months"),
    ("expected_amount", "Expected amount in 12 months"),
    ("active_probability", "Still a customer (%)"),
    ("employee_count", "Employees"),
    ("is_enterprise", "Is a company (1 or 0)"),
    ("is_international", "Is abroad (1 or 0)"),
]
METRICS = tuple(metric for metric, _label in METRIC_LABELS)

# What is measured of service and satisfaction; see figures/measure.py for what each is made of.
FIGURE_LABELS = [
    ("satisfied_share", "Satisfied"),
    ("mean_score", "Average score (1 to 5)"),
    ("complaint_rate", "Complaint rate"),
    ("answer_rate", "Response rate"),
    ("reopening_rate", "Reopening rate"),
    ("response_attainment", "Replied in time"),
    ("resolution_attainment", "Resolved in time"),
    ("first_time_fix", "First-time fix rate"),
]
FIGURES = tuple(figure for figure, _label in FIGURE_LABELS)

# So many repairs are classified in the background: nobody's browser waits for them.
BACKGROUND_FROM = 100_000

# The messages that somebody wrote, as against those that Odoo writes.
WRITTEN_BY_PEOPLE = ("comment", "email", "email_outgoing")

# How a search compares numbers and days.
COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
