"""What care has to look at: customers with an address, a birthday, devices and a past."""

from datetime import timedelta

from odoo import fields

from odoo.addons.repair_customer_segmentation.models.care.run_care import CareTurn

from .data import FIRST_PARTNER, Data, Sink

# What care reads, once each and thrown away: repairs, devices and customers.
SCANS = (
    "SELECT commercial_partner_id, count(*), max(date_closed) FROM repair_case GROUP BY 1",
    "SELECT commercial_partner_id, count(*), max(purchase_date) FROM repair_device GROUP BY 1",
    """SELECT partner.id, email_normalized, repair_birthday, tz, last_repair_date
         FROM res_partner AS partner JOIN repair_customer_profile ON partner_id = partner.id""",
)


class Care(Data):
    """The customers of :class:`Data`, to be cared for by the rules that are shipped."""

    def prepare(self, customers):
        """Make so many customers, a device each, and switch on all rules."""
        self.cr.execute("TRUNCATE repair_care_contact")
        self.fill(customers)
        self.cr.execute(
            """
            UPDATE res_partner
               SET email = 'customer' || id || '@example.com',
                   email_normalized = 'customer' || id || '@example.com',
                   repair_birthday = date '1950-01-01' + (id %% 20000)::int,
                   repair_birthday_code =
                       extract(month FROM date '1950-01-01' + (id %% 20000)::int) * 100
                       + extract(day FROM date '1950-01-01' + (id %% 20000)::int)
             WHERE id >= %s
            """,
            [FIRST_PARTNER],
        )
        self.cr.execute(
            """
            INSERT INTO repair_device (name, partner_id, commercial_partner_id, company_id, active,
                                       purchase_date)
            SELECT 'Device ' || i, %(first)s + i, %(first)s + i, %(company)s, TRUE,
                   current_date - (i %% 1000)::int
              FROM generate_series(0, %(customers)s - 1) AS i
            """,
            {"first": FIRST_PARTNER, "customers": customers, "company": self.company.id},
        )
        # Repairs of the device, each on a day of its own.
        self.cr.execute(
            """
            UPDATE repair_case AS c
               SET device_id = own.device_id, date_open = own.day, date_closed = own.day
              FROM (
                SELECT repair.id, device.id AS device_id,
                       date_trunc('second', now()::timestamp)
                           - (repair.id::bigint * 7919 % 1100 + 1) * interval '1 day' AS day
                  FROM repair_case AS repair
                  JOIN repair_device AS device
                    ON device.commercial_partner_id = repair.commercial_partner_id
              ) AS own
             WHERE own.id = c.id
            """
        )
        self.env.cr.commit()
        self.vacuum("res_partner", "repair_device", "repair_case")
        self.classify_all()
        self.vacuum("repair_customer_profile")
        self.env.invalidate_all()
        rules = self.env["repair.care.rule"].search([("company_id", "=", self.company.id)])
        rules.write({"user_id": self.env.ref("base.user_admin").id})
        rules.write({"working_days_only": False, "hour_from": 0, "hour_to": 24})
        rules.action_preview()
        rules.action_switch_on()
        # As if they had been switched on for long: a day of rest is caught up as well.
        rules.sudo().start_date = fields.Date.today() - timedelta(days=1)
        self.cr.commit()
        self.rules = rules

    def scan_all(self):
        """Read the tables, one row a customer, the rows sent to the client and thrown away."""
        for query in SCANS:
            self.cr._obj.copy_expert(f"COPY ({query}) TO STDOUT", Sink())

    def care_of_today(self):
        """Find out who is to be contacted today, and contact them."""
        CareTurn(self.company, self.rules).take()
        self.cr.commit()

    def preview(self):
        """Read the first page of the preview of 30 days, with its count."""
        self.env.invalidate_all()
        self.env["repair.care.preview"].web_search_read(
            [], {"day": {}, "partner_id": {"fields": {"display_name": {}}}, "reason": {}}, limit=80
        )
