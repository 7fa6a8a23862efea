from odoo.tests import tagged

from ..bases.review import NBSP, ReviewCase, on


@tagged("post_install", "-at_install")
class TestReviewPage(ReviewCase):
    """What the page shows: as things are, and after the sign-off as they were."""

    def rows(self, review, user=None):
        """Return label -> value of the figures that a user sees."""
        words = review.with_user(user or self.manager)._words()
        return {row["label"]: row["value"].replace(NBSP, " ") for row in words.rows()}

    def repaired(self, day, amount, **values):
        self.history([(self.ann, f"{day} 10:00:00", amount, values)])

    def test_figures_of_the_period(self):
        """Whole days from the last sign-off to yesterday, each of them in one review."""
        first = self.open_review()
        self.assertEqual(str(first.date_from), "2024-01-13")
        self.assertEqual(self.rows(first)["Repairs"], "1")
        with on("2025-01-31"):
            first.action_sign_off()
        self.repaired("2025-01-30", 1)
        self.repaired("2025-01-31", 20)
        self.repaired("2025-02-01", 300)
        self.repaired("2025-02-14", 4000)
        with on("2025-02-14"):
            second = self.open_review()
            self.assertEqual(
                (str(second.date_from), str(second.date_to)), ("2025-01-31", "2025-02-13")
            )
            found = self.rows(second)
            self.assertEqual((found["Repairs"], found["Amount"]), ("2", "$ 320.00"))

    def test_frozen_by_the_sign_off(self):
        review = self.open_review()
        review.action_sign_off()
        before = self.rows(review)
        self.repaired("2024-12-01", 500)
        self.env.invalidate_all()
        self.assertEqual(self.rows(review), before)
        self.assertEqual(before["Amount"], "$ 100.00")

    def test_rework_is_told_apart(self):
        self.repaired("2024-12-01", 0, is_rework=True)
        [row] = [row for row in self.open_review()._words().rows() if row["name"] == "repairs"]
        self.assertEqual((row["value"], row["note"]), ("1", "and 1 rework"))

    def test_amounts_for_who_may_see_them(self):
        review = self.open_review()
        self.assertNotIn("Amount", self.rows(review, self.agent))
        self.assertNotIn("$", review.with_user(self.agent).figures_table)
        self.assertIn("$", review.with_user(self.manager).figures_table)
        review.action_sign_off()
        self.env.invalidate_all()
        self.assertNotIn("Amount", self.rows(review, self.agent))
        [row] = review.with_user(self.agent).read()
        self.assertFalse({"amount_signed", "brought_amount_signed"} & set(row))
        self.assertNotIn("100", str(row["figures"]))

    def test_beside_the_last_review(self):
        self.open_review().action_sign_off()
        with on("2025-03-01"):
            self.repaired("2025-02-01", 10)
            self.repaired("2025-02-02", 10)
            table = self.open_review().figures_table
        self.assertIn("Last Review", table)
        self.assertRegex(table, r"(?s)Repairs.*<strong>2</strong>.*text-muted\">1<")

    def test_loyalty(self):
        """What came within a year of the repair before it, of all that came after the first."""
        self.repaired("2023-01-10", 10)
        self.repaired("2024-10-31", 10)
        lines = self.open_review()._words().loyalty_lines()
        self.assertEqual(
            lines,
            [
                "Customer since January 10, 2023, with 3 repairs in all.",
                "Came back within 12 months: 1 of 2 times.",
            ],
        )

    def test_nobody_knows_the_customer_yet(self):
        carl = self.customer("Carl")
        words = self.open_review(carl)._words()
        self.assertEqual(words.loyalty_lines(), ["No repair yet."])
        self.assertEqual(words.rows()[0]["value"], "0")

    def test_tier_changes(self):
        for day in range(1, 9):
            self.repaired(f"2025-01-0{day}", 500)
        self.classify("2025-01-12")
        changes = self.env["repair.segmentation.transition"].search(
            [("partner_id", "=", self.ann.id), ("from_tier_id", "!=", False)]
        )
        lines = self.open_review()._words().tier_lines()
        self.assertEqual(len(lines), len(changes))
        self.assertTrue(any(line.startswith("Value: ") for line in lines), lines)
        self.assertTrue(all("on January 12, 2025" in line for line in lines), lines)

    def test_open_problems(self):
        case = self.case(self.ann)
        work = self.env["repair.declined.work"].create({"name": "Seal", "case_id": case.id})
        contract, later, renewed = self.env["repair.service.contract"].create(
            [
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "service_level_id": self.best.id,
                    "date_start": "2024-06-01",
                    "date_end": last,
                    "renewal": renewal,
                    "device_ids": device.ids,
                }
                for last, renewal, device in (
                    ("2025-04-13", "none", self.device("Kettle")),
                    ("2025-04-14", "none", self.device("Lamp")),
                    ("2025-02-01", "auto", self.device("Mill")),
                )
            ]
        )
        review = self.open_review()
        self.assertIn(case, review.open_case_ids)
        self.assertEqual(review.declined_ids, work)
        self.assertEqual(review.ending_contract_ids, contract)
        self.assertTrue(later and renewed)
        self.assertFalse(review.is_all_well)

    def device(self, name):
        return self.env["repair.device"].create(
            {"name": name, "partner_id": self.ann.id, "company_id": self.company.id}
        )

    def test_cases_of_others_stay_theirs(self):
        """A confidential case counts, and is listed for whoever may read it, signed off or not."""
        case = self.case(self.ann, is_confidential=True, user_id=self.manager.id)
        review = self.open_review()
        for _state in ("preparing", "done"):
            self.assertIn(case, review.with_user(self.manager).open_case_ids)
            self.assertNotIn(case, review.with_user(self.agent).open_case_ids)
            if review.state == "preparing":
                review.action_sign_off()
            self.env.invalidate_all()

    def test_printed_for_the_customer(self):
        """In their language, without tiers, internal notes and our own reminder."""
        self.env["res.lang"]._activate_lang("zh_CN")
        review = self.open_review()
        review.write({"needs": "A spare", "note": "<p>stingy</p>", "agreed": "<p>Deal</p>"})
        review.activity_schedule(
            "mail.mail_activity_data_todo", summary="Send the offer", user_id=self.agent.id
        )
        report = "repair_customer_segmentation.report_repair_review"

        def printed(user):
            reports = self.env["ir.actions.report"].with_user(user)
            return reports._render_qweb_html(report, review.ids)[0].decode().replace(NBSP, " ")

        page = printed(self.manager)
        for text in ("A spare", "Deal", "Send the offer", "Uma User", "$ 100.00", "Figures"):
            self.assertIn(text, page)
        for text in ("stingy", "Ordinary", "High Value"):
            self.assertNotIn(text, page)
        self.assertNotIn("$ 100.00", printed(self.agent))
        self.ann.lang = "zh_CN"
        self.assertIn("2024年1月13日", printed(self.manager))

    def told(self, review):
        """Return name -> value and what it is made of, of the figures of a page."""
        return {row["name"]: (row["value"], row["note"]) for row in review._words().rows()}

    def test_what_they_said(self):
        """Answers of the period, those of others and of other days left out."""
        record = self.env["repair.feedback"]._record
        for who, moment, way, score in (
            (self.ann, "2025-01-02 10:00:00", "phone", 5),
            (self.ann, "2025-01-03 10:00:00", "rating", 4),
            (self.ann, "2025-01-04 10:00:00", "survey", 1),
            (self.ann, "2025-01-04 11:00:00", "complaint", None),
            (self.ann, "2025-01-13 07:00:00", "phone", 1),
            (self.bob, "2025-01-03 10:00:00", "phone", 1),
        ):
            record(
                [
                    {
                        "partner_id": who.id,
                        "company_id": self.company.id,
                        "date": moment,
                        "way": way,
                        "score": score,
                    }
                ]
            )
        rows = self.told(self.open_review())
        self.assertEqual(rows["satisfied"], ("67%", "of 3 answers"))
        self.assertEqual(rows["score"], ("3.3", "of 3 answers"))
        self.assertEqual(rows["complaints"], ("1", ""))

    def test_nothing_said(self):
        rows = self.told(self.open_review())
        for name in ("satisfied", "score", "reply", "resolution"):
            self.assertEqual(rows[name], ("none yet", ""))
        self.assertEqual(rows["complaints"], ("0", ""))

    def test_times_kept(self):
        case = self.case(self.ann)
        with on("2025-01-14", hour=9):
            case.action_close()
        with on("2025-01-20"):
            rows = self.told(self.open_review())
        self.assertEqual(rows["resolution"], ("100%", "of 1 case"))
