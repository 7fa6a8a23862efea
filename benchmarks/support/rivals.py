"""What a user would do instead: a script with pandas, or a loop in Odoo."""

import io
import time

import pandas

from .data import FIRST_PARTNER

CLASSES = (
    "partner_id",
    "repair_count",
    "amount",
    "last",
    "r",
    "f",
    "m",
    "abc",
    "value",
    "frequency",
)


def by_pandas(data):
    """Export the cases, compute the same classes in pandas, copy them back."""
    cr = data.cr
    exported = io.StringIO()
    cr._obj.copy_expert(
        "COPY (SELECT commercial_partner_id, date_open, amount_company FROM repair_case"
        " WHERE NOT is_rework) TO STDOUT WITH CSV HEADER",
        exported,
    )
    exported.seek(0)
    cases = pandas.read_csv(exported, parse_dates=["date_open"])
    now = pandas.Timestamp.now()
    recent = cases[cases.date_open >= now - pandas.DateOffset(months=12)]
    customers = cases.groupby("commercial_partner_id").agg(
        first=("date_open", "min"), last=("date_open", "max"), total=("amount_company", "sum")
    )
    window = recent.groupby("commercial_partner_id").agg(
        repair_count=("date_open", "size"), amount=("amount_company", "sum")
    )
    customers = customers.join(window).fillna({"repair_count": 0, "amount": 0.0})
    customers["recency"] = (now.normalize() - customers["last"].dt.normalize()).dt.days
    inside = customers[customers.repair_count > 0]
    for score, metric in (("r", "recency"), ("f", "repair_count"), ("m", "amount")):
        cuts = inside[metric].quantile([0.2, 0.4, 0.6, 0.8], interpolation="lower")
        above = sum((customers[metric] > cut).astype(int) for cut in cuts)
        customers[score] = 5 - above if score == "r" else 1 + above
    amounts = inside.amount[inside.amount > 0].sort_values(ascending=False)
    before = amounts.cumsum() - amounts
    a, b = (amounts[before < share * amounts.sum()].min() for share in (0.8, 0.95))
    customers["abc"] = "C"
    customers.loc[customers.amount >= b, "abc"] = "B"
    customers.loc[customers.amount >= a, "abc"] = "A"
    customers["value"] = customers.amount >= inside.amount.quantile(0.8, interpolation="lower")
    customers["frequency"] = customers.repair_count >= 4
    back = io.StringIO()
    customers.reset_index(names="partner_id")[list(CLASSES)].to_csv(back, index=False, header=False)
    back.seek(0)
    cr.execute(
        "CREATE TABLE pandas_profile (partner_id int PRIMARY KEY, repair_count float,"
        " amount numeric, last timestamp, r int, f int, m int, abc text, value bool,"
        " frequency bool)"
    )
    cr._obj.copy_expert("COPY pandas_profile FROM STDIN WITH CSV", back)
    cr.execute("CREATE INDEX ON pandas_profile (value, amount DESC)")
    cr.commit()
    cr.execute("DROP TABLE pandas_profile")
    cr.commit()


def by_orm(data, customers):
    """Classify some customers by a loop over the ORM; return the time for all, in seconds."""
    partners = data.env["res.partner"].browse(range(FIRST_PARTNER, FIRST_PARTNER + customers))
    profiles = data.env["repair.customer.profile"].sudo()
    tiers = data.policy.value_tier_ids
    started = time.perf_counter()
    for partner in partners:
        cases = data.env["repair.case"].search(
            [("commercial_partner_id", "=", partner.id), ("is_rework", "=", False)]
        )
        amount = sum(cases.mapped("amount_company"))
        profile = profiles.search(
            [("partner_id", "=", partner.id), ("company_id", "=", data.company.id)]
        )
        profile.write(
            {
                "repair_count": len(cases),
                "amount": amount,
                "last_repair_date": max(cases.mapped("date_open"), default=False),
                "value_tier_id": tiers[0 if amount > 100 else 1].id,
            }
        )
    data.env.flush_all()
    seconds = (time.perf_counter() - started) * data.customers / customers
    data.cr.rollback()
    return seconds
