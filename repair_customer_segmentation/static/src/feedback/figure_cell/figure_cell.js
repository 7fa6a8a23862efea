import {formatInteger} from "@web/views/fields/formatters";
import {Component} from "@odoo/owl";

// An axis without an end of its own ends at the largest value, but not before 5 %.
const SHORTEST_AXIS = 0.05;

/**
 * The ends of the axis on which the cells of a figure are drawn, one below the other.
 *
 * @param {Object} figure a column, see `repair.service.report`
 * @param {Object[]} lines its rows, the total included
 */
export function axisOf({name, scale, target}, lines) {
    const [low, high] = scale;
    if (high !== null) {
        return [low, high];
    }
    const values = lines.map(({cells}) => cells[name].high ?? cells[name].value ?? 0);
    return [low, Math.max(SHORTEST_AXIS, target || 0, ...values)];
}

/** A figure with how many it counts, and a line that shows how sure it is; a click opens them. */
export class FigureCell extends Component {
    static template = "repair_customer_segmentation.FigureCell";
    static props = {
        figure: Object,
        cell: Object,
        axis: Array,
        row: {type: String, optional: true},
        onOpen: Function,
    };

    /** Where a value stands on the axis, in percent. */
    place(value) {
        const [low, high] = this.props.axis;
        return (100 * (value - low)) / (high - low);
    }

    get rangeStyle() {
        const {low, high} = this.props.cell;
        const left = this.place(low);
        return `inset-inline-start: ${left}%; width: ${this.place(high) - left}%`;
    }

    pointStyle(value) {
        return `inset-inline-start: ${this.place(value)}%`;
    }

    get label() {
        const {figure, cell, row} = this.props;
        return [row, figure.label, cell.title].filter(Boolean).join(". ");
    }

    get valueClass() {
        const {state, is_few} = this.props.cell;
        return {
            "fw-bold": !is_few,
            "text-muted": is_few,
            "text-success": state === "met",
            "text-danger": state === "missed",
        };
    }

    get count() {
        return formatInteger(this.props.cell.n);
    }
}
