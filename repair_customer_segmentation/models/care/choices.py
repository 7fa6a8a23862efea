"""What a care rule offers to choose from."""

OCCASIONS = [
    ("birthday", "Birthday"),
    ("anniversary", "Customer anniversary"),
    ("date", "Fixed date"),
    ("holiday", "Holiday"),
    ("repair", "Days after a closed repair"),
    ("device", "Days after a device was bought"),
    ("silence", "Days without a repair"),
    ("fall", "Days before a downgrade"),
    ("rise", "Days after an upgrade"),
    ("contract", "Days before a contract ends"),
    ("declined", "Days after work was declined"),
]
ACTIONS = [("email", "Email"), ("sms", "SMS"), ("activity", "Activity")]
RESPONSIBLES = [
    ("manager", "Account manager"),
    ("user", "One person"),
    ("leader", "Team leader"),
    ("members", "Members of a team, in turn"),
]
MONTH_NAMES = [
    ("1", "January"),
    ("2", "February"),
    ("3", "March"),
    ("4", "April"),
    ("5", "May"),
    ("6", "June"),
    ("7", "July"),
    ("8", "August"),
    ("9", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
]
# The fields that say who gets what: when one changes, the preview wants to be seen anew.
SHAPING = (
    "occasion",
    "days",
    "month",
    "day_of_month",
    "holiday_country_id",
    "holiday_name",
    "tier_ids",
    "level_ids",
    "customer_kind",
    "domain",
    "action",
    "template_id",
    "sms_text",
    "activity_type_id",
    "assign_to",
    "user_id",
    "team_id",
    "working_days_only",
    "hour_from",
    "hour_to",
)
