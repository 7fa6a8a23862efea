"""What a user would script instead: export to pandas, compute there, copy back.

The result is the same: every figure, score and tier of every customer, in a table with the
columns and indexes of the profiles. It is compared with them, so that the script cannot be fast
by leaving something out.
"""

import io
from math import ceil

import pandas

from odoo.tools import SQL

TABLE = "pandas_profile"
QUINTILES = (0.2, 0.4, 0.6, 0.8)
EXPORTS = {
    "repairs": """
        SELECT c.commercial_partner_id AS partner_id, c.date_open, c.amount_company AS amount,
               COALESCE(c.is_rework, FALSE)::int AS is_rework,
               COALESCE(t.need = 'service', FALSE)::int AS is_service
          FROM repair_case AS c
          LEFT JOIN repair_case_type AS t ON t.id = c.type_id
         WHERE c.company_id = %(company)s AND c.state <> 'cancelled' AND c.date_open < %(as_of)s
    """,
    "open": """
        SELECT commercial_partner_id AS partner_id, count(*) AS open_case_count
          FROM repair_case
         WHERE company_id = %(company)s AND state IN ('open', 'waiting')
         GROUP BY commercial_partner_id
    """,
    "ratings": """
        SELECT c.commercial_partner_id AS partner_id, round(avg(r.rating::numeric), 2) AS rating_avg
          FROM rating_rating AS r
          JOIN repair_case AS c ON c.id = r.res_id
         WHERE r.res_model = 'repair.case' AND r.consumed AND r.rating >= 1
           AND c.company_id = %(company)s
           AND COALESCE(r.rated_on, r.create_date) BETWEEN %(since)s AND %(as_of)s
         GROUP BY c.commercial_partner_id
    """,
    "partners": """
        SELECT id AS partner_id, COALESCE(is_company, FALSE)::int AS is_enterprise, country_id,
               industry_id, active, COALESCE(repair_employee_count, 0) AS employee_count
          FROM res_partner
    """,
}


def by_pandas(data):
    """Classify all customers with pandas into a table like that of the profiles."""
    run = data.policy._last_full_run(any_rules=True)
    values = {
        "company": data.company.id,
        "as_of": run.as_of,
        "since": run.window_start,
        "tz": data.company.resource_calendar_id.tz or "UTC",
    }
    frames = {name: _export(data.cr, query, values) for name, query in EXPORTS.items()}
    customers = _figures(frames, values)
    _score(customers)
    _tiers(customers, data.policy, data.company.country_id.id)
    customers["company_id"], customers["run_id"] = data.company.id, run.id
    customers["classified_at"] = customers["known_since"] = run.as_of
    _copy_back(data.cr, customers)


def differences(data):
    """Return how many customers differ from the stored profiles, and forget the table.

    Computed tiers are compared: a script knows no grace.
    """
    same = (
        "partner_id, first_repair_date, last_repair_date, repair_count, repair_count_total,"
        " amount, amount_total, rework_count, open_case_count, recency_score, frequency_score,"
        " monetary_score, service_share, country_id, value_computed_tier_id,"
        " frequency_computed_tier_id, abc_computed_tier_id, rfm_computed_tier_id,"
        " kind_computed_tier_id, size_computed_tier_id, location_computed_tier_id,"
        " need_computed_tier_id"
    )
    data.cr.execute(
        f"SELECT count(*) FROM (SELECT {same} FROM {TABLE}"
        f" EXCEPT SELECT {same} FROM repair_customer_profile) AS other"
    )
    count = data.cr.fetchone()[0]
    data.cr.execute(f"DROP TABLE {TABLE}")
    data.cr.commit()
    return count


def _export(cr, query, values):
    exported = io.StringIO()
    query = cr.mogrify(query, values).decode()
    cr._obj.copy_expert(f"COPY ({query}) TO STDOUT WITH CSV HEADER", exported)
    exported.seek(0)
    return pandas.read_csv(exported)


def _figures(frames, values):
    """Return one row a customer with the figures of the profile."""
    cases = frames["repairs"]
    cases["date_open"] = pandas.to_datetime(cases.date_open)
    rework = cases[cases.is_rework == 1].groupby("partner_id").size()
    repairs = cases[cases.is_rework == 0]
    by_customer = repairs.groupby("partner_id").agg(
        first_repair_date=("date_open", "min"),
        last_repair_date=("date_open", "max"),
        repair_count_total=("date_open", "size"),
        amount_total=("amount", "sum"),
        services=("is_service", "sum"),
    )
    window = repairs[repairs.date_open >= values["since"]]
    in_window = window.groupby("partner_id").agg(
        repair_count=("date_open", "size"), amount=("amount", "sum")
    )
    known = pandas.Index(cases.partner_id.unique(), name="partner_id")
    customers = by_customer.reindex(known).join(in_window)
    customers["rework_count"] = rework
    for name, frame in (("open_case_count", "open"), ("rating_avg", "ratings")):
        customers[name] = frames[frame].set_index("partner_id")[name]
    customers = customers.join(frames["partners"].set_index("partner_id"))
    counts = ["repair_count", "repair_count_total", "rework_count", "open_case_count"]
    customers[counts] = customers[counts].astype(float).fillna(0).astype(int)
    money = ["amount", "amount_total"]
    customers[money] = customers[money].fillna(0.0).round(2)
    today = pandas.Timestamp(values["as_of"], tz="UTC").tz_convert(values["tz"])
    last = customers.last_repair_date.dt.tz_localize("UTC").dt.tz_convert(values["tz"])
    # Days of the calendar: without the zone, those with a changed clock are days too.
    today, last = today.tz_localize(None).normalize(), last.dt.tz_localize(None).dt.normalize()
    customers["recency_days"] = (today - last).dt.days
    several = customers.repair_count_total > 1
    span = (customers.last_repair_date - customers.first_repair_date).dt.total_seconds()
    days = span / 86400 / (customers.repair_count_total - 1).where(several)
    customers["mean_interval_days"] = days.round(2)
    share = 100.0 * customers.services / customers.repair_count_total
    customers["service_share"] = share.where(customers.repair_count_total > 0).round(2)
    return customers


def _percentile(values, share):
    """Return what PostgreSQL's ``percentile_disc`` does."""
    return values.sort_values().iloc[ceil(round(share * len(values), 6)) - 1]


def _top(values, share):
    """Return the lowest amount of a top share: whole groups of equals, never more than it."""
    paid = values[values > 0].value_counts().sort_index(ascending=False).cumsum()
    return paid[paid <= share * len(values)].index.min()


def _score(customers):
    inside = customers[customers.repair_count > 0]
    repaired = customers.repair_count_total > 0
    for score, metric in (
        ("recency_score", "recency_days"),
        ("frequency_score", "repair_count"),
        ("monetary_score", "amount"),
    ):
        cuts = [_percentile(inside[metric], share) for share in QUINTILES]
        above = sum((customers[metric] > cut).astype(int) for cut in cuts)
        if score == "recency_score":
            given = 5 - above
        else:
            given = (1 + above).where(customers.repair_count > 0, 1)
        customers[score] = given.where(repaired).astype("Int64")


def _tiers(customers, policy, country):
    inside = customers[customers.repair_count > 0]
    amounts = inside.amount[inside.amount > 0].sort_values(ascending=False)
    before = amounts.cumsum() - amounts
    a, b = (amounts[before < share * amounts.sum()].min() for share in (0.8, 0.95))
    amount, employees = customers.amount, customers.employee_count
    top = _top(inside.amount, 0.2)
    countries = customers.country_id
    # A company without a country has no foreign customers.
    abroad = countries.notna() & (countries != (country or countries))
    rules = {
        "value": [amount >= top],
        "frequency": [customers.repair_count >= 4],
        "abc": [amount >= a, amount >= b],
        "kind": [customers.is_enterprise == 1],
        "size": [employees >= 250, employees >= 50],
        "location": [abroad],
        "need": [customers.service_share >= 50],
    }
    tiers = {
        name: [tier.id for tier in policy.tier_ids.sorted() if tier.dimension == name]
        for name in rules
    }
    for name, conditions in rules.items():
        column = pandas.Series(tiers[name][-1], customers.index)
        for tier, condition in reversed(list(zip(tiers[name], conditions, strict=False))):
            column = column.where(~condition, tier)
        customers[f"{name}_tier_id"] = customers[f"{name}_computed_tier_id"] = column
    grid = {
        cell: tier.id
        for tier in policy.tier_ids
        if tier.dimension == "rfm"
        for cell in map(int, tier.cells.split())
    }
    wide = (customers.frequency_score + customers.monetary_score + 1) // 2
    cells = customers.recency_score * 10 + wide
    customers["rfm_tier_id"] = customers["rfm_computed_tier_id"] = cells.map(grid).astype("Int64")


def _copy_back(cr, customers):
    cr.execute(f"CREATE TABLE {TABLE} (LIKE repair_customer_profile INCLUDING ALL)")
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [TABLE])
    table = customers.reset_index()
    for name in ("country_id", "industry_id"):
        table[name] = table[name].astype("Int64")
    columns = [name for (name,) in cr.fetchall() if name in table]
    back = io.StringIO()
    table[columns].to_csv(back, index=False, header=False)
    back.seek(0)
    names = SQL(", ").join(map(SQL.identifier, columns))
    cr._obj.copy_expert(f"COPY {TABLE} ({names.code}) FROM STDIN WITH CSV", back)
    cr.commit()
