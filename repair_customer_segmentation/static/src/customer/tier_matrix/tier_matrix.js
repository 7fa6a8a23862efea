import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDate, formatDate, serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {KeepLast} from "@web/core/utils/concurrency";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {formatInteger, formatMonetary} from "@web/views/fields/formatters";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useState} from "@odoo/owl";

import {NOWHERE, directionOf} from "./direction";

// Readable on the light and on the dark background alike.
const COLORS = {
    stays: "128, 128, 128",
    moves: "23, 162, 184",
    up: "40, 167, 69",
    down: "233, 157, 0",
};
const MODEL = "repair.tier.matrix";

/** How many customers went from which tier to which between two days; a cell lists them. */
export class TierMatrix extends Component {
    static template = "repair_customer_segmentation.TierMatrix";
    static components = {DateTimeInput, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({matrix: null});
        // Who comes back from a list finds the page as it was.
        useSetupAction({getLocalState: () => ({question: this.question})});
        // A page that leads here says what it is about.
        const {context} = this.props.action;
        onWillStart(() =>
            this.load(this.props.state?.question || context?.question || {})
        );
    }

    async load({dimension = "value", date_from = false, date_to = false}) {
        const args = [dimension, date_from, date_to];
        this.state.matrix = await this.keepLast.add(
            this.orm.call(MODEL, "get_matrix", args)
        );
    }

    get question() {
        const {dimension, date_from, date_to} = this.matrix;
        return {dimension, date_from, date_to};
    }

    get matrix() {
        return this.state.matrix;
    }

    get rows() {
        return this.withData(
            [...this.matrix.tiers, {key: NOWHERE, name: _t("New")}],
            "row"
        );
    }

    get columns() {
        return this.withData(
            [...this.matrix.tiers, {key: NOWHERE, name: _t("Gone")}],
            "column"
        );
    }

    /** Leave out the row of the new and the column of the gone while nobody is there. */
    withData(tiers, side) {
        return tiers.filter(({key}) => key !== NOWHERE || this.total(side, key)[0]);
    }

    cell(from, to) {
        return this.matrix.cells[from]?.[to] || [0, 0];
    }

    total(side, key) {
        const sum = [0, 0];
        for (const [from, row] of Object.entries(this.matrix.cells)) {
            for (const [to, [count, amount]] of Object.entries(row)) {
                if (side === "all" || key === (side === "row" ? from : to)) {
                    sum[0] += count;
                    sum[1] += amount;
                }
            }
        }
        return sum;
    }

    direction(from, to) {
        return directionOf(this.matrix, from, to);
    }

    /** The larger the share of its row, the stronger the colour of the way it went. */
    cellStyle(from, to) {
        const [row] = this.total("row", from);
        const share = row ? this.cell(from, to)[0] / row : 0;
        const color = from === to ? "stays" : this.direction(from, to) || "moves";
        return `background-color: rgba(${COLORS[color]}, ${(0.1 + 0.4 * share).toFixed(2)})`;
    }

    share(from, to) {
        const [row] = this.total("row", from);
        return row ? `${Math.round((100 * this.cell(from, to)[0]) / row)} %` : "";
    }

    get currencyId() {
        return this.matrix.currency_id;
    }

    get moved() {
        let [up, down] = [0, 0];
        for (const [from, row] of Object.entries(this.matrix.cells)) {
            for (const [to, [count]] of Object.entries(row)) {
                const direction = this.direction(from, to);
                up += direction === "up" ? count : 0;
                down += direction === "down" ? count : 0;
            }
        }
        return {up, down};
    }

    formatCount(count) {
        return formatInteger(count);
    }

    formatAmount(amount) {
        return formatMonetary(amount, {currencyId: this.currencyId, digits: [16, 0]});
    }

    get dateFrom() {
        return deserializeDate(this.matrix.date_from);
    }

    get dateTo() {
        return deserializeDate(this.matrix.date_to);
    }

    /** Ask again with another dimension or another day. */
    change(values) {
        return this.load({...this.question, ...values});
    }

    onDimension(event) {
        return this.change({dimension: event.target.value});
    }

    onDate(name, date) {
        if (date) {
            return this.change({[name]: serializeDate(date)});
        }
    }

    back(months) {
        return this.change({date_from: serializeDate(this.dateTo.minus({months}))});
    }

    nameOf(tiers, key) {
        return tiers.find((tier) => tier.key === key)?.name || _t("All");
    }

    async open(from, to) {
        const {dimension, date_from, date_to} = this.question;
        const title = `${this.nameOf(this.rows, from)} → ${this.nameOf(this.columns, to)} (${formatDate(
            this.dateFrom
        )} – ${formatDate(this.dateTo)})`;
        const args = [dimension, date_from, date_to, from, to, title];
        return this.action.doAction(await this.orm.call(MODEL, "open_cell", args));
    }
}

registry.category("actions").add("repair_tier_matrix", TierMatrix);
