import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {KeepLast} from "@web/core/utils/concurrency";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {formatInteger} from "@web/views/fields/formatters";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useState} from "@odoo/owl";

const MODEL = "repair.service.report";
// An axis without an end of its own ends at the largest value, but not before 5 %.
const SHORTEST_AXIS = 0.05;

/** Figures of service and satisfaction, each with how many it counts and how sure it is. */
export class ServiceReport extends Component {
    static template = "repair_customer_segmentation.ServiceReport";
    static components = {DateTimeInput, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({report: null, dates: {}});
        // Who comes back from a list finds the page as it was.
        useSetupAction({getLocalState: () => ({question: this.report.question})});
        onWillStart(() => this.load(this.props.state?.question || {}));
    }

    async load(question) {
        // What is asked next adds to this, whether or not the answer has come by then.
        this.asked = question;
        const report = await this.keepLast.add(
            this.orm.call(MODEL, "get_report", [question])
        );
        this.asked = report.question;
        const {first, last} = report.question;
        Object.assign(this.state, {report, dates: {first, last}});
        this.ends = Object.fromEntries(
            report.figures.map((figure) => [figure.name, this.axis(figure)])
        );
    }

    get report() {
        return this.state.report;
    }

    get rows() {
        return this.report.rows;
    }

    change(values) {
        return this.load({...this.asked, ...values});
    }

    onTier(event) {
        return this.change({tier: Number(event.target.value)});
    }

    /** Ask for another period; days that are in the wrong order are only kept, until both fit. */
    onDate(name, date) {
        if (!date) {
            return;
        }
        this.state.dates[name] = serializeDate(date);
        const {first, last} = this.state.dates;
        if (first <= last) {
            return this.change({first, last});
        }
    }

    date(name) {
        return deserializeDate(this.state.dates[name]);
    }

    /** The ends of the axis on which the bars of a figure are drawn. */
    axis({name, scale, target}) {
        const [low, high] = scale;
        if (high !== null) {
            return [low, high];
        }
        const lines = [...this.rows, this.report.total];
        const values = lines.map(
            ({cells}) => cells[name].high ?? cells[name].value ?? 0
        );
        return [low, Math.max(SHORTEST_AXIS, target || 0, ...values)];
    }

    /** Where a value stands on the axis of its figure, in percent. */
    place(figure, value) {
        const [low, high] = this.ends[figure.name];
        return (100 * (value - low)) / (high - low);
    }

    rangeStyle(figure, {low, high}) {
        const left = this.place(figure, low);
        return `left: ${left}%; width: ${this.place(figure, high) - left}%`;
    }

    pointStyle(figure, value) {
        return `left: ${this.place(figure, value)}%`;
    }

    cellClass({state, is_few}) {
        return {
            "fw-bold": !is_few,
            "text-muted": is_few,
            "text-success": state === "met",
            "text-danger": state === "missed",
        };
    }

    formatCount(count) {
        return formatInteger(count);
    }

    async open(row, figure) {
        const action = await this.orm.call(MODEL, "open_records", [
            this.report.question,
            row.key,
            figure.name,
        ]);
        return this.action.doAction({...action, name: `${action.name}: ${row.name}`});
    }
}

registry.category("actions").add("repair_service_report", ServiceReport);
