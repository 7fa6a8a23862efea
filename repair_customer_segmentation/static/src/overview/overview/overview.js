import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {router} from "@web/core/browser/router";
import {useService} from "@web/core/utils/hooks";
import {KeepLast} from "@web/core/utils/concurrency";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {formatInteger} from "@web/views/fields/formatters";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, useState} from "@odoo/owl";
import {RepairRunBanner} from "@repair_customer_segmentation/classification/run_banner/run_banner";
import {Movement} from "../movement/movement";
import {ParetoCurve} from "../pareto_curve/pareto_curve";
import {ScoreBoard} from "../score_board/score_board";
import {TierService} from "../tier_service/tier_service";
import {TiersByMonth} from "../tiers_by_month/tiers_by_month";
import {TodayList} from "../today_list/today_list";
import {WorkDone} from "../work_done/work_done";
import {costedWords, moneyWords} from "../money_words";

const MODEL = "repair.overview";
const ADDON = "repair_customer_segmentation";
const CHOICES = ["period", "dimension"];

/**
 * The page on which a manager starts: what needs them today, and how customers and service are.
 * It asks twice, for the list of today and for all figures; each number opens its records.
 */
export class Overview extends Component {
    static template = "repair_customer_segmentation.Overview";
    static components = {
        Layout,
        Movement,
        ParetoCurve,
        RepairRunBanner,
        ScoreBoard,
        TierService,
        TiersByMonth,
        TodayList,
        WorkDone,
    };
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        const {question, shown} = this.props.state || {};
        this.state = useState({
            overview: null,
            error: "",
            isLoading: false,
            today: null,
            todayError: "",
        });
        this.shown = useState(shown || {measure: "customers", tables: {}});
        // Who comes back from a list finds the page as it was.
        useSetupAction({
            getLocalState: () => ({question: this.asked, shown: {...this.shown}}),
        });
        this.load(question || this.questionOfAddress());
        this.loadToday();
    }

    /** What the address asks for: who reloads the page finds it as it was, too. */
    questionOfAddress() {
        const asked = CHOICES.filter((choice) => router.current[choice]);
        return Object.fromEntries(
            asked.map((choice) => [choice, router.current[choice]])
        );
    }

    async load(question) {
        // What is asked next adds to this, whether or not the answer has come by then.
        this.asked = question;
        Object.assign(this.state, {isLoading: true, error: ""});
        try {
            const overview = await this.keepLast.add(
                this.orm.call(MODEL, "get_overview", [question])
            );
            this.asked = overview.question;
            Object.assign(this.state, {overview, isLoading: false});
            this.props.updateActionState?.({...overview.question});
        } catch (error) {
            Object.assign(this.state, {isLoading: false, error: wordsOf(error)});
        }
    }

    async loadToday() {
        this.state.todayError = "";
        try {
            this.state.today = await this.orm.call(MODEL, "get_today", []);
        } catch (error) {
            this.state.todayError = wordsOf(error);
        }
    }

    get overview() {
        return this.state.overview;
    }

    change(values) {
        return this.load({...this.asked, ...values});
    }

    /** Ask again: for the same, or for the usual where the first question had no answer. */
    retry() {
        return this.load(this.overview ? this.asked : {});
    }

    reload() {
        this.loadToday();
        return this.load(this.asked);
    }

    get totals() {
        const {customers, repairs, amount} = this.overview.totals;
        const {currency_id: currencyId} = this.overview;
        return [
            {
                key: "customers",
                label: _t("Customers"),
                words: formatInteger(customers),
                opens: "customers",
            },
            {
                key: "repairs",
                label: _t("Repairs"),
                words: formatInteger(repairs),
                opens: "repairs",
            },
            ...(currencyId
                ? [
                      {
                          key: "amount",
                          label: _t("Amount"),
                          words: moneyWords(amount, currencyId),
                          opens: "repairs",
                      },
                      // A company without customers has no board that says what to do.
                      ...(this.overview.is_empty ? [] : [this.netTotal]),
                  ]
                : []),
        ];
    }

    /** What remains of the amount, and how much of it is known: what is not known is not nothing. */
    get netTotal() {
        const {totals, currency_id: currencyId} = this.overview;
        const isKnown = totals.net !== null;
        return {
            key: "net",
            label: _t("Net value"),
            words: isKnown ? moneyWords(totals.net, currencyId) : "–",
            note: isKnown ? costedWords(totals.costed_share) : _t("no costs known"),
            opens: isKnown ? "net" : null,
        };
    }

    /** List the customers of a total; where there is none, the board says what to fill in. */
    openTotal({opens}) {
        if (opens) {
            return this.open("totals", opens);
        }
        this.shown.measure = "net";
    }

    toggleTable(name) {
        this.shown.tables = {...this.shown.tables, [name]: !this.shown.tables[name]};
    }

    /** List the records that a number counts. */
    async open(part, key) {
        const args = [part, key, this.overview.question];
        return this.action.doAction(await this.orm.call(MODEL, "open_records", args));
    }

    openPage(action, question) {
        return this.action.doAction(`${ADDON}.${action}`, {
            additionalContext: question ? {question} : {},
        });
    }

    openMatrix() {
        const {date_from, date_to} = this.overview.movement;
        const {dimension} = this.overview.question;
        return this.openPage("repair_tier_matrix_action", {
            dimension,
            date_from,
            date_to,
        });
    }

    openService() {
        const by = `${this.overview.question.dimension}_tier_id`;
        return this.openPage("repair_service_report_action", {by});
    }

    openBackfill() {
        return this.action.doAction(`${ADDON}.repair_backfill_wizard_action`, {
            onClose: () => this.reload(),
        });
    }
}

function wordsOf(error) {
    return error.data?.message || _t("The figures could not be loaded.");
}

registry.category("actions").add("repair_overview", Overview);
