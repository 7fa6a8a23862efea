"""What ./dev run --repairs shows: demo data beside Odoo's Repairs, by Odoo's own flows."""

from devtools import application, database, odoo

FIGURES = """
SELECT partner.name, profile.repair_count_total, profile.rework_count, profile.amount_total
  FROM repair_customer_profile AS profile
  JOIN res_partner AS partner ON partner.id = profile.partner_id
 WHERE partner.name = 'Seaside Laundry'
"""
WORK = """
SELECT repair_case.name, repair_case.amount, count(*), bool_and(repair_order.state = 'done')
  FROM repair_case JOIN repair_order ON repair_order.linked_case_id = repair_case.id
 GROUP BY repair_case.id
 ORDER BY repair_case.id
"""


def test_the_demo_data_install_and_are_classified():
    tools = odoo.prepare()
    name = database.passing_name("test", "demorepairs")
    try:
        # Refused when Odoo's log of the installation has a warning in it.
        application.prepare(tools, repairs=True, called=name)
        # Seven orders alone and one case, paid for but for the one that is not done yet.
        assert tools.postgres.sql(FIGURES, name) == [["Seaside Laundry", "8", "1", "1680.00"]]
        assert tools.postgres.sql(WORK, name) == [
            ["Dishwasher leaves the glasses cloudy", "", "1", "f"],
            ["Washer does not spin", "195.00", "1", "t"],
        ]
    finally:
        database.drop(tools, name)
