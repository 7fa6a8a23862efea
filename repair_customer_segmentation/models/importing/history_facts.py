"""What was understood of a file, in sentences."""

from markupsafe import Markup

from ...history_file.day_cells import MIDNIGHT, SERIAL, ZONED
from ..access.enumerated import enumerated
from .history_columns import missing_column_text

# How what somebody has to look at stands out.
DOUBTS = "alert alert-warning py-2"


def why_unreadable(env, reason):
    """Return why a file was refused, and what to do."""
    return {
        "empty": env._("The file is empty. Choose another one."),
        "picture": env._(
            "The file is a picture. Choose a table: an Excel workbook (.xlsx) or a CSV file."
        ),
        "document": env._(
            "The file is not a table. Choose an Excel workbook (.xlsx) or a CSV file."
        ),
        "protected": env._(
            "The workbook is protected by a password. Save it without one, and choose it again."
        ),
        "old_workbook": env._(
            "The workbook has the old format .xls. Save it as .xlsx, and choose it again."
        ),
        "open_document": env._(
            "The workbook has the format .ods. Save it as .xlsx, and choose it again."
        ),
        "other_workbook": env._(
            "The workbook has another format than .xlsx. Save or export it as .xlsx, and choose "
            "that file."
        ),
        "web_page": env._(
            "The file is a web page, even if it is called .xls. Open it in your spreadsheet "
            "program, save it as .xlsx, and choose that file."
        ),
        "damaged": env._(
            "The file is damaged and cannot be read. Open it in your spreadsheet program, save "
            "it again, and choose it again."
        ),
        "encoding": env._(
            "The file is not written in this encoding. Choose another encoding, or leave it empty "
            "to have it found out."
        ),
        "too_wide": env._(
            "The table has more than 200 columns. Remove those that are not needed, or choose "
            "another separator."
        ),
        "too_long": env._(
            "The table has more than 1,000,000 rows. Part it into several files, and import them "
            "one after another."
        ),
        "no_sheet": env._(
            "The workbook has no sheet of this name, or it is empty. Choose another sheet."
        ),
        "header_only": env._(
            "The file has headings, but no rows below them. Choose a file with repairs."
        ),
    }[reason]


class HistoryFacts:
    """Tells the facts of a file, as ``HistoryPlan.facts`` gives them, in the reader's language."""

    def __init__(self, env, facts):
        self.env, self.facts = env, facts

    def understood(self):
        """Return how many repairs and customers come in, and what to look at."""
        facts = self.facts
        if not facts:
            return False
        if facts.get("missing"):
            text = missing_column_text(self.env, facts["missing"], facts["headings"])
            return self._list([text], DOUBTS)
        lines = [
            self.env._(
                "%(repairs)s of %(rows)s rows will be imported as repairs.",
                repairs=f"{facts['repairs']:,}",
                rows=f"{facts['rows']:,}",
            )
        ]
        if facts.get("sheet"):
            lines.append(self.env._("Sheet of the workbook: “%s”.", facts["sheet"]))
        if facts["repairs"]:
            lines.append(
                self.env._(
                    "Customers: %(customers)s, of whom %(new)s are new.",
                    customers=f"{facts['customers']:,}",
                    new=f"{facts['new_customers']:,}",
                )
            )
            lines.append(
                self.env._(
                    "Opened from %(first)s to %(last)s.", first=facts["first"], last=facts["last"]
                )
            )
        if facts["amount"]:
            lines.append(self.env._("Total amount: %s.", facts["amount"]))
        lines += self._costs()
        if facts["unread"]:
            columns = enumerated(self.env, (f"“{heading}”" for heading in facts["unread"]))
            lines.append(self.env._("Columns that are left out: %s.", columns))
        lines += self._moved_times()
        return self._list(lines) + self._list(self._doubts(), DOUBTS)

    def _costs(self):
        """Yield what the repairs cost, and of how many it is known."""
        costs = self.facts.get("costs", {})
        for target, text in (
            ("parts_cost", self.env._("Cost of parts: %(total)s. Rows: %(count)s.")),
            ("work_hours", self.env._("Hours worked: %(total)s. Rows: %(count)s.")),
        ):
            if target in costs:
                total, count = costs[target]
                yield text % {"total": total, "count": f"{count:,}"}

    def _moved_times(self):
        """Yield to which time of the company those of other zones were moved."""
        for kind, heading, cell, moment, many in self.facts.get("converted", ()):
            if kind == MIDNIGHT:
                yield self.env._(
                    "All times in “%(column)s” are midnight UTC, so they are taken as days: "
                    "“%(cell)s” is %(moment)s. Rows: %(count)s.",
                    column=heading,
                    cell=cell,
                    moment=moment,
                    count=f"{many:,}",
                )
            if kind == ZONED:
                yield self.env._(
                    "Times with a time zone in “%(column)s” become those of your company "
                    "(%(zone)s): “%(cell)s” is %(moment)s. Rows: %(count)s.",
                    column=heading,
                    zone=self.facts["zone"],
                    cell=cell,
                    moment=moment,
                    count=f"{many:,}",
                )

    def _doubts(self):
        facts = self.facts
        if not facts["is_order_known"]:
            yield self.env._(
                "Is the day or the month first? The days could mean both. Check “Date Format” "
                "and the first and last day above."
            )
        if not facts["is_mark_known"]:
            yield self.env._(
                "The amounts could be thousands or decimals. Check “Number Format” and the total "
                "above."
            )
        for kind, heading, cell, moment, many in facts.get("converted", ()):
            if kind == SERIAL:
                yield self.env._(
                    "The days in “%(column)s” are numbers, as spreadsheet programs keep days: "
                    "“%(cell)s” is %(moment)s. Rows: %(count)s. Check that this is right.",
                    column=heading,
                    cell=cell,
                    moment=moment,
                    count=f"{many:,}",
                )
        if facts.get("others"):
            yield self.env._(
                "Only one sheet of the workbook is read. Left out: %s. Import them after it, "
                "each as a new import of the same file in which you choose it under “Sheet”.",
                enumerated(self.env, (f"“{name}”" for name in facts["others"])),
            )
        for label, word, count in facts["unknown_words"]:
            yield self.env._(
                "%(label)s “%(word)s” (rows: %(count)s) does not exist. The repairs are imported "
                "without it; the word is kept in their description.",
                label=label,
                word=word,
                count=f"{count:,}",
            )

    def left_out(self):
        """Return the rows that are left out, by reason and one by one."""
        facts = self.facts
        if not facts or facts.get("missing"):
            return False
        total = facts["wrong"] + facts["there"] + facts["which"] + facts["unknown"]
        if not total:
            return False
        done = facts.get("done", {})
        lines = [self.env._("Rows that are left out: %s.", f"{total:,}")]
        for reason, count in done.items():
            lines.append(
                self.env._(
                    "%(reason)s Rows: %(count)s.",
                    reason=self.reason(reason, ""),
                    count=f"{count:,}",
                )
            )
        to_correct = total - sum(done.values())
        return self._list(lines) + (self._rows_to_correct(to_correct) if to_correct else Markup())

    def _rows_to_correct(self, total):
        problems = self.facts["problems"]
        rows = Markup().join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (line, cell, self.reason(reason, heading))
            for line, reason, heading, cell in problems
        )
        titles = (self.env._("Row"), self.env._("In the File"), self.env._("Why, and What to Do"))
        more = total - len(problems)
        rest = self.env._("And %s more.", f"{more:,}") if more > 0 else ""
        return Markup(
            "<div class='table-responsive'><table class='table table-sm'><thead><tr>"
            "<th class='text-nowrap'>%s</th><th class='text-nowrap'>%s</th><th>%s</th></tr></thead>"
            "<tbody>%s</tbody></table></div><p>%s</p>"
        ) % (*titles, rows, rest)

    def reason(self, reason, column):
        """Return why a row is left out, and what to do about it."""
        env = self.env
        return {
            "no_customer": env._("No customer. Fill in the name, the phone or the email."),
            "no_day": env._("No day. Fill in “%s”.", column),
            "bad_day": env._("“%s” is not a day. Write it like 2025-03-07.", column),
            "future_day": env._("“%s” is in the future. Correct it.", column),
            "old_day": env._("“%s” is before 1950. Correct it.", column),
            "closed_before": env._(
                "“%s” is before the day of opening. Correct one of them.", column
            ),
            "bad_amount": env._("“%s” is not an amount. Write it like 1234.50.", column),
            "bad_parts": env._(
                "“%s” is not a cost. Write it like 1234.50, 0 where no parts were needed, or leave "
                "it empty where nobody knows.",
                column,
            ),
            "bad_hours": env._(
                "“%s” is not a number of hours. Write it like 1.5 or 1:30, or leave it empty where "
                "nobody knows.",
                column,
            ),
            "negative_cost": env._(
                "“%s” is less than 0. Correct it, or leave it empty where nobody knows.", column
            ),
            "many_hours": env._("“%s” is more than 8,760 hours, a year. Correct it.", column),
            "bad_email": env._("“%s” is not an email address. Correct or empty it.", column),
            "reference_twice": env._(
                "“%s” stands in an earlier row, too. Give each repair its own.", column
            ),
            "total": env._("The total of the rows above. Nothing to do."),
            "there": env._("Imported before. Nothing to do."),
            "which": env._(
                "Several customers have this name. Choose one under “Which Customer?”, or add "
                "a phone or an email to the row."
            ),
            "unknown": env._("The customer is not in your contacts. Tick “Add New Customers”."),
        }[reason]

    def preview(self):
        """Return the first rows as a table, each column with what it becomes."""
        facts = self.facts
        if not facts or facts.get("missing"):
            return False
        head = Markup().join(
            Markup("<th class='text-nowrap'>%s<br/><small class='text-muted'>%s</small></th>")
            % pair
            for pair in zip(facts["becomes"], facts["headings"], strict=True)
        )
        rows = Markup().join(
            Markup("<tr>%s</tr>")
            % Markup().join(Markup("<td class='text-nowrap'>%s</td>") % cell for cell in row)
            for row in facts["preview"]
        )
        return Markup(
            "<div class='table-responsive'><table class='table table-sm'><thead><tr>%s</tr></thead>"
            "<tbody>%s</tbody></table></div>"
        ) % (head, rows)

    def _list(self, lines, css="mb-2"):
        items = Markup().join(Markup("<div>%s</div>") % line for line in lines)
        return Markup("<div class='%s'>%s</div>") % (css, items) if items else Markup()
