from odoo.addons.repair_customer_segmentation.tests.bases.desk import DeskCase

SCREEN = "screen display glass cracked flicker lines touch picture pixels shattered panel broken"
BATTERY = "battery charging power drains charger empty dead swollen plug percent hours weak"
NOISE = "noise loud rattle fan grinding squeal vibration hum bearing clicks whistle buzz"


def sayings(words):
    """Return sentences of three words each, no two alike."""
    words = words.split()
    return [
        f"The {one} has {other} and {words[(place + 5) % 12]}"
        for place, one in enumerate(words)
        for other in words[:2]
        if one != other
    ]


class LearnCase(DeskCase):
    """Three types, and closed cases that tell them apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["repair.case.type"].search([("company_id", "=", False)]).active = False
        cls.screen, cls.battery, cls.noise = cls.env["repair.case.type"].create(
            [
                {"name": name, "description": text, "company_id": cls.company.id}
                for name, text in (
                    ("Screen", "Glass, display or touch is broken"),
                    ("Battery", "Does not charge, or is soon empty"),
                    ("Noise", "Loud, rattles, hums"),
                )
            ]
        )
        cls.company.repair_suggests_right = 80
        cls.cron = cls.env.ref("repair_customer_segmentation_learn.ir_cron_learn")

    @classmethod
    def closed(cls, texts, case_type, **values):
        return cls.history(
            [
                (
                    cls.ann,
                    f"2024-{1 + place % 12:02}-0{1 + place % 9} 10:00:00",
                    0,
                    {
                        "name": text,
                        "type_id": case_type.id,
                        "stage_id": cls.stage_closed.id,
                        **values,
                    },
                )
                for place, text in enumerate(texts)
            ]
        )

    @classmethod
    def past(cls):
        """Close some seventy cases of three types."""
        for text, case_type in (
            (SCREEN, cls.screen),
            (BATTERY, cls.battery),
            (NOISE, cls.noise),
        ):
            cls.closed(sayings(text), case_type)

    def learn(self, company=None):
        return self.env["repair.learned.model"].sudo()._learn(company or self.company)

    def offered(self, case):
        """Return the names of what a case's form offers to click."""
        case.invalidate_recordset(["suggestions"])
        return [row["name"] for row in case.suggestions or []]
