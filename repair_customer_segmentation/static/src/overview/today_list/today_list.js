import {formatInteger} from "@web/views/fields/formatters";
import {Component} from "@odoo/owl";

const ICONS = {
    danger: "fa-exclamation-circle text-danger",
    warning: "fa-exclamation-triangle text-warning",
    info: "fa-info-circle text-info",
};

/** What needs somebody today, each a number that opens its records. */
export class TodayList extends Component {
    static template = "repair_customer_segmentation.TodayList";
    static props = {
        today: {type: [Object, {value: null}]},
        error: {type: String, optional: true},
        onOpen: Function,
        onRetry: Function,
    };

    icon({level}) {
        return ICONS[level];
    }

    count({count, is_capped}) {
        return formatInteger(count) + (is_capped ? "+" : "");
    }
}
