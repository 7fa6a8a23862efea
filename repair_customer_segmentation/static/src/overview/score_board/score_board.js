import {_t} from "@web/core/l10n/translation";
import {formatFloat, formatInteger} from "@web/views/fields/formatters";
import {Component} from "@odoo/owl";
import {OverviewCard} from "../overview_card/overview_card";
import {costedWords, moneyWords} from "../money_words";

const SCORES = [1, 2, 3, 4, 5];

/** The 5 x 5 board of RFM scores, by what is chosen: customers, amount, net value, or what they say. */
export class ScoreBoard extends Component {
    static template = "repair_customer_segmentation.ScoreBoard";
    static components = {OverviewCard};
    static props = {
        board: Object,
        currencyId: {type: [Number, {value: null}]},
        measure: String,
        onMeasure: Function,
        onOpen: Function,
    };

    setup() {
        this.rows = [...SCORES].reverse();
        this.columns = SCORES;
    }

    get isEmpty() {
        return !this.props.board.cells.some(({customers}) => customers);
    }

    /** Whether the net value is asked for, and no cost is known. */
    get isNetUnknown() {
        return (
            this.measure === "net" &&
            !this.props.board.cells.some(({net}) => net !== null)
        );
    }

    get measures() {
        return [
            ["customers", _t("Customers")],
            ...(this.props.currencyId
                ? [
                      ["amount", _t("Amount")],
                      ["net", _t("Net value")],
                  ]
                : []),
            ["score", _t("Satisfaction")],
        ];
    }

    get measure() {
        const measures = this.measures.map(([measure]) => measure);
        return measures.includes(this.props.measure) ? this.props.measure : measures[0];
    }

    cell(row, column) {
        return this.props.board.cells.find(({r, fm}) => r === row && fm === column);
    }

    tier(cell) {
        return this.props.board.tiers.find(({key}) => key === cell.tier);
    }

    colorClass(cell) {
        const tier = this.tier(cell);
        return tier ? `o_repair_rfm_color_${tier.color}` : "";
    }

    /** What a cell shows of the measure that is chosen. */
    shown(cell) {
        return this.words(cell, this.measure, true) || "–";
    }

    words(cell, measure, humanReadable = false) {
        if (measure === "customers") {
            return formatInteger(cell.customers);
        }
        if (measure === "amount") {
            return moneyWords(cell.amount, this.props.currencyId, humanReadable);
        }
        if (measure === "net") {
            return cell.net === null
                ? ""
                : moneyWords(cell.net, this.props.currencyId, humanReadable);
        }
        return cell.scored ? formatFloat(cell.score, {digits: [16, 1]}) : "";
    }

    /** All that is known of a cell, for the tooltip and for whoever is read to. */
    label(cell) {
        const {r, fm} = cell;
        const parts = this.measures
            .map(([measure, label]) => [label, this.words(cell, measure)])
            .filter(([, words]) => words)
            .map(([label, words]) => _t("%(label)s: %(words)s", {label, words}));
        if (this.props.currencyId && cell.net !== null) {
            parts.push(costedWords(cell.costed_share));
        }
        return [
            this.tier(cell)?.name || _t("no segment"),
            _t("recency %(r)s, frequency and amount %(fm)s", {r, fm}),
            ...parts.filter(Boolean),
        ].join(" · ");
    }

    get unscored() {
        return _t(
            "Customers without scores: %s",
            formatInteger(this.props.board.unscored)
        );
    }
}
