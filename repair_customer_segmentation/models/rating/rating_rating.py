from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import formatLang

from ...figures.measure import figures_of
from ...vocabulary import GROUP_USER
from ..access.day_text import day_text
from ..access.figure_words import FigureWords

# So long may a customer think again about a rating.
CHANGEABLE = timedelta(days=1)
# Ratings that a customer gave, not those that were only asked for.
GIVEN = Domain("consumed", "=", True) & Domain("rating", ">=", 1)
HAPPY = Domain("rating", ">=", 4)

# What feedback takes from a rating.
TAKEN_AS_FEEDBACK = {"rating", "consumed", "feedback", "partner_id", "res_id", "res_model_id"}


class RatingRating(models.Model):
    """What a customer says of a case, and when it was said: it counts for the satisfaction."""

    _name = "rating.rating"
    _inherit = ["repair.classifying.mixin", "rating.rating"]
    _classifying_fields = {"rating", "consumed", "feedback"}

    # Whoever has the token rates as the customer: nobody reads it.
    access_token = fields.Char(groups=NO_ACCESS)
    # A many2one beside res_id: access rules and reports follow it to the case.
    repair_case_id = fields.Many2one(
        "repair.case",
        compute="_compute_repair_case_id",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    repair_first_rated_on = fields.Datetime(
        "First Rated On",
        readonly=True,
        copy=False,
        help="The customer can change the rating of a case for one day from this time.",
    )

    # What ratings are grouped by: the case, and its customer's tiers of today.
    repair_team_id = fields.Many2one(
        related="repair_case_id.team_id", string="Team", groups=GROUP_USER
    )
    repair_type_id = fields.Many2one(
        related="repair_case_id.type_id", string="Type", groups=GROUP_USER
    )
    repair_device_id = fields.Many2one(
        related="repair_case_id.device_id", string="Device", groups=GROUP_USER
    )
    repair_service_level_id = fields.Many2one(
        related="repair_case_id.service_level_id", string="Service Level", groups=GROUP_USER
    )
    repair_customer_id = fields.Many2one(
        related="repair_case_id.commercial_partner_id", string="Customer Entity", groups=GROUP_USER
    )
    repair_value_tier_id = fields.Many2one(
        related="repair_case_id.value_tier_id", string="Customer Value", groups=GROUP_USER
    )
    repair_frequency_tier_id = fields.Many2one(
        related="repair_case_id.frequency_tier_id", string="Frequency", groups=GROUP_USER
    )
    repair_rfm_tier_id = fields.Many2one(
        related="repair_case_id.rfm_tier_id", string="RFM Segment", groups=GROUP_USER
    )
    repair_kind_tier_id = fields.Many2one(
        related="repair_case_id.kind_tier_id", string="Customer Kind", groups=GROUP_USER
    )

    @api.depends("res_model", "res_id")
    def _compute_repair_case_id(self):
        for rating in self:
            rating.repair_case_id = rating.res_model == "repair.case" and rating.res_id

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._check_by_customer()
        given = ratings.filtered("consumed")
        given._begin_day()
        given._said()
        return ratings

    def write(self, vals):
        # After too: one of something else must not become one of a case.
        self._check_by_customer()
        followed = bool(self._classifying_fields & set(vals))
        before = self._before_change() if followed else {}
        res = super().write(vals)
        if followed:
            self._changed(before)
        self._check_by_customer()
        if TAKEN_AS_FEEDBACK & set(vals):
            self._said()
        return res

    def unlink(self):
        # sudo: whoever deletes a rating; nothing of its case is told.
        cases = self.sudo().repair_case_id
        res = super().unlink()
        self.env["repair.feedback"]._answers_changed(cases.exists())
        return res

    def _said(self):
        """Have what these ratings say of cases follow as feedback."""
        # sudo: customers rate, who may read nothing of it.
        if ratings := self.sudo().filtered("repair_case_id"):
            self.env["repair.feedback"]._follow_ratings(ratings)

    def _check_by_customer(self):
        """Refuse to give, change or move the rating of a case by hand: it is the customer's word.

        Customers rate by the link of their mail and in the portal, which act as the system.

        :raise AccessError: for whoever is not the system, managers too
        """
        # sudo: whether it is one of a case, nothing of the case is told.
        ratings = self.sudo()
        if not self.env.su and any(
            rating.res_model == "repair.case" or rating.repair_case_id for rating in ratings
        ):
            raise AccessError(self.env["repair.case"]._own_rating_words())

    def _before_change(self):
        """Prepare a change; return rating -> number and words, of those that are given already."""
        given = self.filtered("consumed")
        return {rating: (rating.rating, rating.feedback or "") for rating in given}

    def _changed(self, before):
        """Note when these ratings were first given, and on their cases what was changed.

        :param dict before: see :meth:`_before_change`
        """
        self.filtered(lambda r: r.consumed and r not in before)._begin_day()
        for rating, old in before.items():
            if (rating.rating, rating.feedback or "") != old:
                rating._keep_trace(*old)

    def _begin_day(self):
        """Remember when these ratings were given first."""
        # sudo: customers rate, who write nothing else of it.
        self.sudo().filtered("repair_case_id").repair_first_rated_on = fields.Datetime.now()

    def _is_changeable(self):
        """Return whether the customer may still change this rating."""
        first = self.repair_first_rated_on or self.rated_on
        return not first or fields.Datetime.now() <= first + CHANGEABLE

    def _keep_trace(self, rating, feedback):
        """Note on the case what a rating was before it was changed, and who changed it.

        :param float rating: what it was
        :param str feedback: what was said with it
        """
        # sudo: the customer changes it, who has no right to the case.
        case = self.sudo().repair_case_id.with_user(SUPERUSER_ID)
        if not case:
            return
        person = self.env.user.partner_id
        if self.env.user._is_public() or self.env.uid == SUPERUSER_ID:
            person = self.sudo().partner_id
        text = self.env._(
            "%(person)s changed the rating from %(before)s to %(after)s out of 5.",
            person=person.name,
            before=f"{rating:g}",
            after=f"{self.rating:g}",
        )
        if feedback:
            text = Markup("%s<br/>%s") % (text, self.env._("Previous comment: “%s”", feedback))
        case.message_post(body=text, subtype_xmlid="mail.mt_note")

    def _customers(self):
        """Return the customers of the cases that are rated; who was only asked said nothing."""
        # sudo: whoever rates; the ids are queued, nothing is shown.
        case_ids = [r.res_id for r in self.sudo() if r.res_model == "repair.case" and r.consumed]
        if not case_ids:
            return set()
        return self.env["repair.case"].browse(case_ids).exists()._customers()

    @api.model
    @api.readonly
    def get_repair_headline(self):
        """Return what the ratings of cases come to, for the cases that the user sees.

        :return: dict of ``figure``, the average of 5, and ``text``, the sentence beside it
        :raise AccessError: when the user may not read ratings
        """
        self.check_access("read")
        # Employees without a role here may read ratings, but not those of cases.
        self.env["repair.case"].check_access("read")
        given = Domain("repair_case_id", "!=", False) & GIVEN
        [(count, average, first)] = self._read_group(
            given, [], ["__count", "rating:avg", "rated_on:min"]
        )
        if not count:
            return {"figure": "", "text": ""}
        [(happy,)] = self._read_group(given & HAPPY, [], ["__count"])
        counted = {"satisfied": happy, "scored": count}
        satisfied = figures_of(counted, ["satisfied_share"])["satisfied_share"]
        sure = FigureWords(self.env).sureness("satisfied_share", satisfied)
        text = self.env._(
            "Ratings since %(day)s: %(count)s, %(share)s%% of them happy.",
            count=count,
            day=day_text(self.env, first),
            share=round(100 * happy / count),
        )
        return {
            "figure": self.env._("%s of 5", formatLang(self.env, average, digits=1)),
            "text": f"{text} {sure}".strip(),
        }

    @api.model
    def _repair_action(self, domain, name):
        """Return the action that opens the given ratings of cases.

        :param domain: of ratings, without those that were only asked for
        :param str name: what they are ratings of
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.rating_rating_action"
        )
        return {
            **action,
            "display_name": self.env._("Satisfaction: %s", name),
            "domain": list(Domain(domain) & Domain("repair_case_id", "!=", False) & GIVEN),
            "context": {},
        }
