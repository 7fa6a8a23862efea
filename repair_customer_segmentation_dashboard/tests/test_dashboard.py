import json
import re

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import file_open, mute_logger
from odoo.tools.translate import extract_spreadsheet_terms

from odoo.addons.repair_customer_segmentation.tests.bases.tours import TourCase

DASHBOARD = "repair_customer_segmentation_dashboard.spreadsheet_dashboard_repair_customers"
ADMINISTRATOR = "base.group_system,spreadsheet_dashboard.group_dashboard_manager"
FILES = "repair_customer_segmentation_dashboard/data/files/repair_customers%sdashboard.json"
# Opens the dashboard, waits until all that it shows is read, and compares what its cells hold; then
# it chooses other periods, one after the other.
READ_CELLS = """
    (async () => {
        const pause = () => new Promise((done) => setTimeout(done, 250));
        const services = odoo.__WOWL_DEBUG__.root.env.services;
        const opened = () => services.spreadsheet_dashboard_loader?.getActiveDashboard();
        const cells = () => {
            const getters = opened()?.model?.getters;
            return (getters?.getSheetIds() || []).flatMap((sheetId) =>
                Object.values(getters.getEvaluatedCells(sheetId)).map((cell) => String(cell.value))
            );
        };
        const until = async (holds) => {
            for (let tries = 0; tries < 160 && !holds(); tries++) {
                await pause();
            }
        };
        const isWaiting = () => !cells().length || cells().some((value) => /loading/i.test(value));
        await until(() => !isWaiting());
        await until(() => document.querySelector(".o-figure canvas"));
        const expected = %s, values = cells();
        const wrong = values.filter((value) => /^#|loading|error/i.test(value));
        const missing = expected.filter((value) => !values.includes(value));
        if (opened()?.status !== "Loaded" || !values.length || wrong.length || missing.length) {
            console.error("Wrong: " + wrong + "; missing: " + missing + "; cells: " + values);
            return;
        }
        const casesNow = () =>
            opened().model.getters.getEvaluatedCell({sheetId: "data", col: 1, row: 2}).value;
        for (const [from, to, count] of %s) {
            const value = {type: "range", from, to};
            opened().model.dispatch("SET_GLOBAL_FILTER_VALUE", {id: "period", value});
            await until(() => !isWaiting() && Number(casesNow()) === count);
            const left = cells().filter((value) => /^#|error/i.test(value));
            if (Number(casesNow()) !== count || left.length) {
                console.error(from + ": " + casesNow() + " cases; wrong: " + left);
                return;
            }
        }
        console.log("test successful");
    })();
"""


@tagged("post_install", "-at_install")
class TestDashboard(TourCase):
    """The dashboard opens for managers with their figures, and for nobody with an error."""

    browser_size = "1440x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref(DASHBOARD)

    def open_as(self, login):
        """Return the status and the answer of what the web client asks for."""
        self.authenticate(login, login)
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/spreadsheet/dashboard/data/{self.dashboard.id}")
        return answer.status_code, answer.json() if answer.ok else None

    def see(self, value, periods=()):
        """Open the dashboard in the browser: no cell is an error, and one has this value.

        :param periods: first day, last day, and how many cases there are in between
        """
        self.browser_js(
            f"/odoo/dashboards?dashboard_id={self.dashboard.id}",
            READ_CELLS % (json.dumps([value]), json.dumps(periods)),
            "odoo.isReady === true",
            login="tour_manager",
            timeout=120,
        )

    def test_a_manager_sees_figures(self):
        self.make_history()
        others = self.env["res.company"].create({"name": "Other"})
        self.env["repair.case"].create(
            {
                "name": "Alien",
                "partner_id": self.env["res.partner"].create({"name": "Alien"}).id,
                "company_id": others.id,
            }
        )
        self.env.flush_all()
        status, answer = self.open_as("tour_manager")
        self.assertEqual((status, answer.get("is_sample")), (200, None))
        cases = self.env["repair.case"].search_count([("company_id", "=", self.company.id)])
        self.assertEqual(cases, 10)
        # Six customers; the cases of this company, in all time and in a year without any.
        self.see("6", [("2000-01-01", "2000-12-31", 0), ("2000-01-01", "2199-12-31", cases)])

    def test_a_company_without_cases_sees_the_sample(self):
        status, answer = self.open_as("tour_manager")
        self.assertEqual((status, answer["is_sample"]), (200, True))
        self.see("1284")

    def test_nobody_else_gets_an_error_or_a_figure(self):
        self.make_history()
        for login, groups, statuses in (
            ("dash_employee", "base.group_user", (200, 403, 404)),
            ("dash_portal", "base.group_portal", (403, 404)),
            (
                "dash_admin",
                "base.group_system,spreadsheet_dashboard.group_dashboard_manager",
                (200,),
            ),
        ):
            self.make_user(login, groups)
            status, answer = self.open_as(login)
            self.assertIn(status, statuses, login)
            if answer:
                self.assertTrue(answer["is_sample"], login)

    def make_user(self, login, groups):
        return new_test_user(
            self.env,
            login,
            groups=groups,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_it_is_listed_for_managers_alone(self):
        listed = self.env["spreadsheet.dashboard"]
        employee = self.make_user("dash_employee", "base.group_user")
        for user, wanted in ((self.users["manager"], True), (employee, False)):
            found = listed.with_user(user).search([("id", "=", self.dashboard.id)])
            self.assertEqual(bool(found), wanted)


@tagged("post_install", "-at_install")
class TestFiles(TransactionCase):
    """What the files of the dashboard promise."""

    def content(self, kind):
        with file_open(FILES % kind) as file:
            return json.load(file)

    def test_filters_reach_all_that_has_what_they_filter_by(self):
        data = self.content("_")
        filters = {each["id"] for each in data["globalFilters"]}
        self.assertEqual(filters, {"period", "team", "type"})
        charts = [
            (each["data"]["metaData"]["resModel"], each["data"]["fieldMatching"])
            for each in data["sheets"][0]["figures"]
            if each["data"]["type"].startswith("odoo_")
        ]
        pivots = [(each["model"], each["fieldMatching"]) for each in data["pivots"].values()]
        for model, matching in charts + pivots:
            wanted = set()
            if model != "repair.customer.profile":
                wanted = {"period"} if model.endswith("transition") else filters
            self.assertEqual(set(matching), wanted, model)
            for name, found in matching.items():
                field = self.env[model]._fields[found["chain"]]
                self.assertEqual(field.type, found["type"], name)

    def test_no_amount_and_no_name_is_shown(self):
        data = self.content("_")
        for pivot in data["pivots"].values():
            fields = self.env[pivot["model"]]._fields
            for each in (*pivot["measures"], *pivot["rows"], *pivot["columns"]):
                if each["fieldName"] != "__count":
                    self.assertFalse(fields[each["fieldName"]].groups, each)

    def test_the_sample_asks_the_database_for_nothing(self):
        data = self.content("_sample_")
        self.assertFalse(data["pivots"] or data["lists"] or data["globalFilters"])
        text = json.dumps(data)
        self.assertFalse(re.search(r"odoo_(bar|pie|line)|PIVOT\(", text))
        titles = [
            {k: v for k, v in self.content(kind)["sheets"][0]["cells"].items() if v[0] == "["}
            for kind in ("_", "_sample_")
        ]
        self.assertEqual(titles[0], titles[1])

    def test_in_chinese_nothing_is_left_in_english(self):
        with file_open("repair_customer_segmentation_dashboard/i18n/zh_CN.po") as file:
            text = file.read()
        for kind in ("_", "_sample_"):
            with file_open(FILES % kind, "rb") as file:
                for _line, _name, term, _comments in extract_spreadsheet_terms(file, [], [], {}):
                    self.assertIn(f'msgid "{term}"', text)
        # An ID is one in Chinese, too.
        missing = r'msgid "(?!ID")[^"]+"\nmsgstr ""\n(?!")'
        self.assertNotRegex(text.split("\n\n", 1)[1], missing)
