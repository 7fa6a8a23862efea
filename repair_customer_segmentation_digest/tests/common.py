"""What tests of the digest begin with: a digest of ours alone, and its figures by period."""

from dateutil.relativedelta import relativedelta

from odoo import fields

KPIS = (
    "kpi_repair_top_customers",
    "kpi_repair_downgrades",
    "kpi_repair_satisfied",
    "kpi_repair_in_time",
)
PERIODS = {"day": {"days": 1}, "week": {"weeks": 1}, "month": {"months": 1}}


class DigestTests:
    """Makes a digest, and asks for its figures; for a case with a company to mix in."""

    def make_digest(self, users=None, **values):
        company = values.pop("company_id", self.company.id)
        return self.env["digest.digest"].create(
            {
                "name": "Repairs",
                "company_id": company,
                "kpi_mail_message_total": False,
                "kpi_res_users_connected": False,
                "user_ids": [fields.Command.set(users.ids if users else [])],
                **dict.fromkeys(KPIS, True),
                **values,
            }
        )

    def value(self, digest, kpi, user, period="week", company=None):
        """Return a figure of the period that ends now, as Odoo asks for it."""
        now = fields.Datetime.now()
        digest.invalidate_model()
        asked = digest.with_context(
            start_datetime=now - relativedelta(**PERIODS[period]), end_datetime=now
        )
        return asked.with_user(user).with_company(company or user.company_id)[f"{kpi}_value"]

    def shown(self, digest, user):
        """Return name -> (values, subtitles) of the figures that a recipient gets."""
        digest.invalidate_model()
        kpis = digest.with_context(lang=user.lang)._compute_kpis(user.company_id, user)
        columns = ("kpi_col1", "kpi_col2", "kpi_col3")
        return {
            kpi["kpi_name"]: (
                [kpi[column]["value"] for column in columns],
                [kpi[column]["col_subtitle"] for column in columns],
            )
            for kpi in kpis
        }
