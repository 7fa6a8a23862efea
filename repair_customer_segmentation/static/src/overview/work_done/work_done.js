import {_t} from "@web/core/l10n/translation";
import {formatInteger} from "@web/views/fields/formatters";
import {Component, useState} from "@odoo/owl";
import {OverviewCard} from "../overview_card/overview_card";

// So many rows are seen at once; the others when one asks for them.
const FIRST = 4;

/** What was repaired in the period, by type and by category of device, and before it. */
export class WorkDone extends Component {
    static template = "repair_customer_segmentation.WorkDone";
    static components = {OverviewCard};
    static props = {work: Object, onOpen: Function};

    setup() {
        this.state = useState({type: false, category: false});
    }

    get lists() {
        const {types, categories} = this.props.work;
        return [
            this.list("type", _t("By type"), types),
            this.list("category", _t("By device category"), categories),
        ].filter(({rows}) => rows.length);
    }

    list(part, title, all) {
        const most = Math.max(...all.map(({count}) => count), 1);
        const isWhole = this.state[part] || all.length <= FIRST + 1;
        const rows = (isWhole ? all : all.slice(0, FIRST)).map((row) => ({
            ...row,
            share: row.count / most,
        }));
        return {part, title, rows, left: all.length - rows.length};
    }

    more({left}) {
        return _t("More: %s", formatInteger(left));
    }

    before({before}) {
        return _t("before: %s", formatInteger(before));
    }

    label(row) {
        return `${row.name}: ${this.count(row.count)} (${this.before(row)})`;
    }

    count(count) {
        return formatInteger(count);
    }
}
