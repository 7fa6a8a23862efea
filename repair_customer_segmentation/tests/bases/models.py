"""The models of the addon by who writes them."""

CONFIGURATION = (
    "repair.care.rule",
    "repair.calendar.extra.day",
    "repair.calendar.extra.hours",
    "repair.case.channel",
    "repair.case.priority",
    "repair.case.type",
    "repair.case.stage",
    "repair.case.team",
    "repair.case.team.member",
    "repair.checklist",
    "repair.checklist.line",
    "repair.contract.template",
    "repair.feedback.cause",
    "repair.improvement.goal",
    "repair.maintenance.plan",
    "repair.segmentation.policy",
    "repair.segmentation.tier",
    "repair.segmentation.criterion",
    "repair.segmentation.override",
    "repair.service.contract",
    "repair.service.escalation",
    "repair.service.level",
    "repair.service.target",
    "repair.tip",
)
# Written by the engine alone, or by the case that they belong to.
ENGINE = (
    "repair.care.contact",
    "repair.customer.benefit",
    "repair.case.check",
    "repair.case.deviation",
    "repair.case.notice",
    "repair.case.outcome",
    "repair.case.pause",
    "repair.customer.profile",
    "repair.customer.outlook",
    "repair.customer.forecast",
    "repair.forecast.check",
    "repair.improvement.classification.line",
    "repair.improvement.judgement",
    "repair.maintenance.visit",
    "repair.segmentation.run",
    "repair.segmentation.transition",
    "repair.service.contract.term",
    "repair.service.coverage",
    "repair.tip.help",
    "repair.customer.stale",
)
# Found by the engine; managers decide what becomes of it.
DECIDED = (
    "repair.customer.duplicate",
    "repair.improvement.classification",
    "repair.improvement.finding",
)
# What managers alone see and do.
MANAGED = (
    "repair.history.column",
    "repair.history.import",
    "repair.history.name",
    "repair.workbook",
    "repair.workbook.mailing",
)
