"""What tests of customer cards begin with: a customer of whom much is known, and who prints."""

from lxml import html

from odoo.fields import Command

from .review import NBSP, ReviewCase

CARD = "repair_customer_segmentation.report_customer_card"


class CardCase(ReviewCase):
    """Ann and Bob; cards of any customers as a user prints them."""

    def page(self, user, records, report=CARD, **context):
        """Return the printed cards as trees, in their order."""
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(user).with_context(**context)
        content, kind = reports._render_qweb_html(report, records.ids)
        self.assertEqual(kind, "html")
        tree = html.fromstring(content.decode().replace(NBSP, " "))
        return tree.xpath("//div[contains(@class, 'o_customer_card')]")

    def text(self, user, records, report=CARD, **context):
        """Return the words of the printed cards."""
        cards = self.page(user, records, report, **context)
        return "\n".join(" ".join(card.text_content().split()) for card in cards)

    def part(self, card, name):
        """Return the words of a part of a card."""
        return " ".join(card.xpath(f".//*[@name='{name}']")[0].text_content().split())

    def device(self, name, owner=None, **values):
        return self.env["repair.device"].create(
            {
                "name": name,
                "partner_id": (owner or self.ann).id,
                "company_id": self.company.id,
                **values,
            }
        )

    def contract(self, customer=None, **values):
        values = {
            "partner_id": (customer or self.ann).id,
            "company_id": self.company.id,
            "service_level_id": self.best.id,
            "date_start": "2024-06-01",
            "date_end": "2025-03-01",
            **values,
        }
        return self.env["repair.service.contract"].create(values)

    def visit(self, device, day):
        """Plan a visit for a device by one of the company's plans."""
        plans = self.env["repair.maintenance.plan"]
        return self.env["repair.maintenance.visit"].create(
            {
                "plan_id": plans.search([("company_id", "=", self.company.id)], limit=1).id,
                "company_id": self.company.id,
                "device_id": device.id,
                "partner_id": device.partner_id.id,
                "date_due": day,
            }
        )

    def feedback(self, moment="2025-01-02 10:00:00", customer=None, **values):
        [answer] = self.env["repair.feedback"]._record(
            [
                {
                    "partner_id": (customer or self.ann).id,
                    "company_id": self.company.id,
                    "date": moment,
                    "way": "phone",
                    **values,
                }
            ]
        )
        return answer

    def make_rich(self, customer, words="Device", count=300):
        """Give a customer more of everything than a page has room for."""
        devices = self.env["repair.device"].create(
            [
                {
                    "name": f"{words} {number}",
                    "serial_number": f"SN-{customer.id}-{number}",
                    "partner_id": customer.id,
                    "company_id": self.company.id,
                    "warranty_date": "2025-02-01",
                }
                for number in range(count)
            ]
        )
        customer.write({"phone": "+1 415 555 0100", "email": "ann@example.com", "street": words})
        self.env["res.partner"].create(
            [
                {"name": f"{words} {n}", "parent_id": customer.id, "function": words}
                for n in range(9)
            ]
        )
        self.history(
            [
                (customer, "2024-11-20 10:00:00", 40, {"name": words, "stage_id": stage.id})
                for stage in (self.stage_open, self.stage_closed)
                for _n in range(9)
            ]
        )
        cases = self.env["repair.case"].search([("partner_id", "=", customer.id)])
        self.env["repair.declined.work"].create(
            [
                {"name": words, "case_id": cases[0].id, "recall_date": "2025-01-12",
                 "date_declined": "2025-01-02"}
                for _n in range(5)
            ]
        )  # fmt: skip
        for number in range(5):
            self.contract(
                customer,
                device_ids=[Command.set(devices[number * 4 : number * 4 + 4].ids)],
                visits_year=3,
            )
            self.feedback(f"2025-01-0{number + 2} 10:00:00", customer, score=1, text=words * 3)
        return devices
