"""Why customers are in their tiers, a short sentence a dimension; what they share is asked once."""

from ...segmentation.tiers import DESCRIPTIVE
from ...vocabulary import EARNED, RANKED
from ..access.enumerated import enumerated
from ..customer.explanation import Explanation
from ..customer.figures import explained_figures
from ..policy.rules import rules_of
from .clauses import clauses, sentences


class SharedLookups:
    """What the reasons of all customers of a company are made of, besides their figures.

    :param profiles: of customers of one company
    """

    def __init__(self, profiles):
        self.overrides = profiles._active_overrides()
        self.last_run = Explanation(profiles[:1])._last_run()
        # sudo: runs are the managers'; what is shown of them is chosen by the explanation.
        self.runs = profiles.sudo().run_id.exists()
        self._rules = {}

    def rules(self, policy):
        """Return the rules of a policy, built once."""
        if policy not in self._rules:
            self._rules[policy] = rules_of(policy)
        return self._rules[policy]


class TierReasons(Explanation):
    """``TierReasons(profile, shared).lines()`` returns the tiers of a customer, and why."""

    def __init__(self, profile, shared):
        super().__init__(profile)
        self.shared = shared
        self._overrides = shared.overrides.filtered(
            lambda o: o.partner_id == profile.partner_id and o.company_id == profile.company_id
        )

    def _run(self):
        own, last = self.profile.run_id.sudo() & self.shared.runs, self.shared.last_run
        return own if own.id > last.id and own.cuts else last

    def lines(self):
        """Return a dict of ``label``, ``tier`` and ``why`` of each dimension with a tier."""
        run = self._run()
        if not (run and run.cuts):
            return [{**self.dimension(d), "why": ""} for d in EARNED if self._tier_of(d)]
        policy = run.policy_id
        rules = self.shared.rules(policy)
        moment = max(run.as_of, self.profile.classified_at or run.as_of)
        day = self.profile.company_id._repair_day(moment)
        figures, cuts = explained_figures(self.profile, day), run._cuts_on(day, rules.tiers)
        return [
            {
                **self.dimension(dimension),
                "why": self._ranked_why(dimension, rules, figures, cuts)
                if dimension in RANKED
                else self._segment_why(policy, figures, cuts),
            }
            for dimension in EARNED
            if self._tier_of(dimension)
        ]

    def facts(self):
        """Return what the customer is rather than how good, as texts: “Kind: Enterprise”."""
        facts = [self.dimension(d) for d in DESCRIPTIVE if d != "rfm" and self._tier_of(d)]
        texts = [
            self.env._("%(dimension)s: %(tier)s", dimension=fact["label"], tier=fact["tier"])
            for fact in facts
        ]
        industry = self._industry()
        if industry["tier"]:
            texts.append(
                self.env._(
                    "%(dimension)s: %(tier)s", dimension=industry["label"], tier=industry["tier"]
                )
            )
        return texts

    def _tier_of(self, dimension):
        return self.profile[f"{dimension}_tier_id"]

    def _ranked_why(self, dimension, rules, figures, cuts):
        """Return what decides the tier; or who overrode it, or until when it is kept."""
        ladder = self._ladder(dimension, rules.of(dimension), figures, cuts)
        if ladder["override"]:
            return ladder["override"]
        met = self._met_text(ladder)
        if ladder["grace"]:
            return clauses(self.env, [met, ladder["grace"]])
        return sentences(self.env, met, ladder["down"] or ladder["up"])

    def _met_text(self, ladder):
        """Return the criteria that were met: “Repairs in the period: 6 repairs (at least 4)”."""
        won = next((step for step in ladder["steps"] if step["won"]), None)
        met = [row for row in won["rows"] if row["met"]] if won else []
        if not met:
            return ""
        return enumerated(
            self.env,
            (
                row["metric"]
                if row["number"] is None
                else self.env._(
                    "%(metric)s: %(figure)s (%(line)s)",
                    metric=row["metric"],
                    figure=row["figure"],
                    line=row["line"],
                )
                for row in met
            ),
        )

    def _segment_why(self, policy, figures, cuts):
        rfm = self.rfm(policy, figures, cuts)
        if rfm["override"]:
            return rfm["override"]
        return enumerated(
            self.env,
            (
                self.env._("%(score)s %(number)s of 5", score=score["label"], number=score["score"])
                for score in rfm["scores"]
            ),
        )
