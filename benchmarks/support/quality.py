"""Customers of whom more or less is known, and contacts of companies."""

from .data import FIRST_PARTNER, Data

CUSTOMERS = [("repair_quality", "!=", False)]
WORKLIST = [*CUSTOMERS, ("repair_gap_affects", "=", True)]
PANEL = ("repair_value_tier_id", "repair_frequency_tier_id", "repair_rfm_tier_id", "industry_id")
PLAIN = ("complete_name", "email", "phone", "vat")
COLUMNS = (*PLAIN, "repair_count", "repair_quality", "repair_gaps", "repair_gap_affects")
LINKS = ("industry_id", "country_id", "repair_value_tier_id")
BARS = ["gap", "value_tier_id"]


class QualityData(Data):
    """Of one customer in three nothing is missing; of the others one thing, or several."""

    def case_values(self):
        types = self.env["repair.case.type"]
        return {"type": types.search([("is_inspection", "=", False)], limit=1).id}

    def make_partners(self, values):
        """Insert the customers, and a contact for one company in four."""
        values = {
            **values,
            "industries": self.env["res.partner.industry"].search([("id", "!=", False)]).ids,
            "users": self.env["res.users"].search([("share", "=", False)]).ids,
        }
        self.cr.execute(
            """
            INSERT INTO res_partner (id, name, complete_name, commercial_partner_id, active,
                                     is_company, type, country_id, email, phone, vat,
                                     industry_id, repair_employee_count, user_id)
            SELECT %(first)s + i, 'Customer ' || i, 'Customer ' || i, %(first)s + i, TRUE,
                   i %% 3 = 0, 'contact',
                   CASE WHEN i %% 11 > 0 THEN country.ids[1 + i %% 20] END,
                   CASE WHEN i %% 7 > 1 THEN 'customer.' || i || '@example.com' END,
                   CASE WHEN i %% 5 > 1 THEN '+1 555 ' || i END,
                   CASE WHEN i %% 3 = 0 AND i %% 4 > 0 THEN 'US' || i END,
                   CASE WHEN i %% 3 = 0 AND i %% 5 > 0
                        THEN (%(industries)s)[1 + i %% array_length(%(industries)s, 1)] END,
                   CASE WHEN i %% 3 = 0 AND i %% 2 > 0 THEN i %% 300 END,
                   CASE WHEN i %% 13 = 0 THEN (%(users)s)[1] END
              FROM generate_series(0, %(customers)s - 1) AS i,
                   (SELECT array_agg(id) AS ids FROM res_country) AS country
            """,
            values,
        )
        self.cr.execute(
            """
            INSERT INTO res_partner (id, name, complete_name, parent_id, commercial_partner_id,
                                     active, type, email)
            SELECT %(first)s + %(customers)s + i, 'Contact ' || i, 'Contact ' || i,
                   %(first)s + i, %(first)s + i, TRUE, 'contact',
                   CASE WHEN i %% 8 > 1 THEN 'contact.' || i || '@example.com' END
              FROM generate_series(0, %(customers)s - 1, 12) AS i
            """,
            values,
        )

    def queue(self, customers):
        """Change the address of some customers, who wait to be classified again."""
        self.cr.execute(
            "UPDATE res_partner SET email = CASE WHEN email IS NULL THEN 'new@example.com' END"
            " WHERE id >= %s AND id < %s",
            [FIRST_PARTNER, FIRST_PARTNER + customers],
        )
        self.cr.commit()

    def screens(self):
        """Return what the screens ask, by name: functions without parameters."""
        gaps = self.env["repair.customer.gap"]
        by_repairs = "repair_count desc, id"
        return {
            "list": lambda: self.first_page([], "complete_name, id", PLAIN, ()),
            "worklist": lambda: self.first_page(WORKLIST, by_repairs),
            "panel": self.panel,
            "worklist_sort": lambda: self.first_page(WORKLIST, "repair_quality, id"),
            "worklist_group": lambda: self.env["res.partner"].web_read_group(
                WORKLIST, ["repair_quality"], ["repair_count:sum", "repair_quality:avg"], limit=80
            ),
            "worklist_gap": lambda: self.first_page(
                [*CUSTOMERS, ("repair_gaps", "=", "case_type")], by_repairs
            ),
            "report": lambda: gaps.formatted_read_group([], BARS, ["__count"]),
            "pivot": lambda: gaps.formatted_read_grouping_sets(
                [], [[], BARS[:1], BARS[1:], BARS], ["__count"]
            ),
            "report_list": lambda: gaps.web_search_read(
                [],
                {"gap": {}, "dimension": {}, "repair_count": {}, **linked(("partner_id",))},
                limit=80,
                count_limit=10_001,
            ),
            "headline": gaps.get_headline,
        }

    def first_page(self, domain, order, columns=COLUMNS, links=LINKS):
        """Read the first 80 of a list of contacts, with count, as the web client does."""
        self.env["res.partner"].web_search_read(
            domain,
            {**{name: {} for name in columns}, **linked(links)},
            order=order,
            limit=80,
            count_limit=10_001,
        )

    def panel(self):
        """Count the customers of each entry beside the worklist."""
        for name in PANEL:
            self.env["res.partner"].search_panel_select_range(
                name, search_domain=WORKLIST, enable_counters=True
            )


def linked(names):
    """Return what the web client reads of links: the name of what they lead to."""
    return {name: {"fields": {"display_name": {}}} for name in names}
