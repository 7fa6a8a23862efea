# ruff: noqa: RUF001 - Chinese has punctuation of its own
"""The words of each language. A phrase is written and read by the same template.

In templates ``{op}`` is at least or at most, ``{n}`` a number, ``{period}`` the period that
counts. Where words are given in several forms, the first one is written and all are read;
``one`` is written where the number is 1.
"""

from dataclasses import dataclass

from .numbers import CHINESE_NUMBER, PLAIN


@dataclass(frozen=True)
class Phrase:
    """How a metric is spoken of.

    :ivar str number: template of a test by a number
    :ivar str share: what stands before "in the top 20%"
    :ivar one: ``number`` where the number is 1, if it differs
    """

    number: str
    share: str
    one: str | None = None


@dataclass(frozen=True)
class Language:
    """All words of a language.

    :ivar dict phrases: metric -> :class:`Phrase`
    :ivar dict flags: (metric, operator, number) -> words
    :ivar dict operators: operator -> words, the first of which are written
    :ivar dict shares: operator -> template of a share, with ``{what}`` and ``{n}``
    :ivar str fallback: template of what applies with too few customers
    :ivar str pareto: template of a share of the amount
    :ivar dict glue: ``all`` and ``any`` -> words between two conditions
    :ivar dict dimensions: dimension -> heading
    :ivar dict periods: ``months``, ``month`` and ``all`` -> words; ``own`` and ``more``, which
        are read only: whichever the policy has, and other ways to say it
    :ivar dict spans: the period of all rules, in a line of its own: ``heading`` before the colon,
        and ``months``, ``month`` and ``all`` behind it
    :ivar tuple percent: what stands for "%"; the first one is written
    :ivar shares_more: templates of a share, which are read only; ``tenths`` of ten
    :ivar str number: pattern of a number, which :func:`.numbers.number_of` reads
    :ivar bool spaced: words are set apart by spaces
    """

    code: str
    colon: str
    spaced: bool
    phrases: dict
    flags: dict
    operators: dict
    shares: dict
    fallback: str
    pareto: str
    named: str
    everyone: tuple
    potential: tuple
    cells: str
    no_cells: str
    glue: dict
    dimensions: dict
    periods: dict
    spans: dict
    percent: tuple
    shares_more: dict
    number: str = PLAIN
    quotes: tuple = ("“", "”")

    def period(self, months):
        """Return the period in words.

        :param int months: 0: all there is
        """
        if not months:
            return self.periods["all"]
        return self.periods["month" if months == 1 else "months"].format(n=months)

    def span(self, months):
        """Return the line that says the period of all rules, see :meth:`period`."""
        name = "all" if not months else "month" if months == 1 else "months"
        return f"{self.spans['heading']}{self.colon}{self.spans[name].format(n=months)}"

    def called(self, label):
        """Return a metric by its label, where the language has no phrase for it."""
        begin, end = self.quotes
        return f"{begin}{label}{end}"


ENGLISH = Language(
    code="en",
    colon=": ",
    spaced=True,
    phrases={
        "amount": Phrase("amount {op} {n} {period}", "amount"),
        "net_value": Phrase("net value {op} {n} {period}", "net value"),
        "amount_total": Phrase("total amount {op} {n}", "total amount"),
        "repair_count": Phrase("{op} {n} repairs {period}", "repairs", "{op} {n} repair {period}"),
        "repair_count_total": Phrase(
            "{op} {n} repairs in total", "total repairs", "{op} {n} repair in total"
        ),
        "recency_days": Phrase(
            "last repair {op} {n} days ago",
            "days since the last repair",
            "last repair {op} {n} day ago",
        ),
        "tenure_days": Phrase(
            "first repair {op} {n} days ago",
            "days since the first repair",
            "first repair {op} {n} day ago",
        ),
        "mean_interval_days": Phrase(
            "{op} {n} days between two repairs",
            "days between two repairs",
            "{op} {n} day between two repairs",
        ),
        "rework_count": Phrase("{op} {n} rework cases", "rework cases", "{op} {n} rework case"),
        "open_case_count": Phrase("{op} {n} open cases", "open cases", "{op} {n} open case"),
        "device_count": Phrase("{op} {n} devices", "devices", "{op} {n} device"),
        "rating_avg": Phrase("satisfaction {op} {n}", "satisfaction"),
        "service_share": Phrase("share of services {op} {n}%", "share of services"),
        "employee_count": Phrase("{op} {n} employees", "employees", "{op} {n} employee"),
        "expected_repairs": Phrase("expected repairs {op} {n}", "expected repairs"),
        "expected_amount": Phrase("expected amount {op} {n}", "expected amount"),
        "active_probability": Phrase(
            "chance of still being a customer {op} {n}%", "chance of still being a customer"
        ),
    },
    flags={
        ("is_enterprise", "at_least", 1): "is a company",
        ("is_enterprise", "at_most", 0): "is a person",
        ("is_international", "at_least", 1): "is abroad",
        ("is_international", "at_most", 0): "is not abroad",
    },
    operators={"at_least": ("at least",), "at_most": ("at most",)},
    shares={"at_least": "{what} in the top {n}%", "at_most": "{what} in the lowest {n}%"},
    fallback="(with too few customers: {op} {n})",
    pareto="among the customers who bring {n}% of the amount",
    named="{what} {op} {n}",
    everyone=("everyone else",),
    potential=("; also customers without a repair",),
    cells="cells",
    no_cells="no cells",
    glue={"all": (" and ", ", and "), "any": (" or ", ", or ")},
    dimensions={
        "value": "Value",
        "frequency": "Frequency",
        "rfm": "RFM segment",
        "abc": "ABC class",
        "kind": "Kind",
        "size": "Size",
        "location": "Location",
        "need": "Need",
    },
    periods={
        "months": "in {n} months",
        "month": "in {n} month",
        "all": "in the entire history",
        "own": "in the period",
        "more": ("in the last {n} months", "within {n} months", "in the last {n} month"),
    },
    spans={
        "heading": "Period",
        "months": "{n} months",
        "month": "{n} month",
        "all": "the entire history",
    },
    percent=("%", "percent", "per cent"),
    shares_more={},
)

CHINESE = Language(
    code="zh",
    colon="：",
    spaced=False,
    phrases={
        "amount": Phrase("{period}金额{op}{n}", "金额"),
        "net_value": Phrase("{period}净贡献{op}{n}", "净贡献"),
        "amount_total": Phrase("累计金额{op}{n}", "累计金额"),
        "repair_count": Phrase("{period}维修{op}{n}次", "维修次数"),
        "repair_count_total": Phrase("累计维修{op}{n}次", "累计维修次数"),
        "recency_days": Phrase("距上次维修{op}{n}天", "距上次维修天数"),
        "tenure_days": Phrase("距首次维修{op}{n}天", "距首次维修天数"),
        "mean_interval_days": Phrase("两次维修间隔{op}{n}天", "两次维修间隔"),
        "rework_count": Phrase("返修{op}{n}次", "返修次数"),
        "open_case_count": Phrase("未结工单{op}{n}张", "未结工单数"),
        "device_count": Phrase("设备{op}{n}台", "设备台数"),
        "rating_avg": Phrase("满意度{op}{n}分", "满意度"),
        "service_share": Phrase("服务性需求占比{op}{n}%", "服务性需求占比"),
        "employee_count": Phrase("员工{op}{n}人", "员工人数"),
        "expected_repairs": Phrase("预计维修{op}{n}次", "预计维修次数"),
        "expected_amount": Phrase("预计金额{op}{n}", "预计金额"),
        "active_probability": Phrase("仍为客户的概率{op}{n}%", "仍为客户的概率"),
    },
    flags={
        ("is_enterprise", "at_least", 1): "是公司",
        ("is_enterprise", "at_most", 0): "是个人",
        ("is_international", "at_least", 1): "在境外",
        ("is_international", "at_most", 0): "不在境外",
    },
    operators={
        "at_least": ("至少", "不低于", "不少于"),
        "at_most": ("至多", "不高于", "不超过", "最多"),
    },
    shares={"at_least": "{what}前{n}%", "at_most": "{what}后{n}%"},
    fallback="（客户不足时{op}{n}）",
    pareto="属于贡献{n}%金额的客户",
    named="{what}{op}{n}",
    everyone=("其他所有客户", "其余客户", "其他客户"),
    potential=("；也包括从未维修的客户",),
    cells="单元格",
    no_cells="无单元格",
    glue={"all": ("，且", "且", "并且", "，并且"), "any": ("，或", "或", "或者", "，或者")},
    dimensions={
        "value": "价值",
        "frequency": "频次",
        "rfm": "RFM 分群",
        "abc": "ABC 类别",
        "kind": "客户类型",
        "size": "规模",
        "location": "地域",
        "need": "需求类型",
    },
    periods={
        "months": "{n}个月内",
        "month": "{n}个月内",
        "all": "全部历史",
        "own": "统计周期内",
        "more": ("近{n}个月", "近{n}个月内", "最近{n}个月", "最近{n}个月内"),
    },
    spans={
        "heading": "统计周期",
        "months": "{n}个月",
        "month": "{n}个月",
        "all": "全部历史",
    },
    percent=("%",),
    shares_more={"percent": "百分之{n}", "tenths": "{n}成"},
    number=CHINESE_NUMBER,
)

LANGUAGES = {language.code: language for language in (ENGLISH, CHINESE)}
