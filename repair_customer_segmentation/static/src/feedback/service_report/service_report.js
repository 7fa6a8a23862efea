import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {KeepLast} from "@web/core/utils/concurrency";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useState} from "@odoo/owl";

import {FigureCell, axisOf} from "../figure_cell/figure_cell";

const MODEL = "repair.service.report";

/** Figures of service and satisfaction, each with how many it counts and how sure it is. */
export class ServiceReport extends Component {
    static template = "repair_customer_segmentation.ServiceReport";
    static components = {DateTimeInput, FigureCell, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({report: null, dates: {}});
        // Who comes back from a list finds the page as it was.
        useSetupAction({getLocalState: () => ({question: this.report.question})});
        // A page that leads here says what it is about.
        const {context} = this.props.action;
        onWillStart(() =>
            this.load(this.props.state?.question || context?.question || {})
        );
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
        const lines = [...report.rows, report.total];
        this.axes = Object.fromEntries(
            report.figures.map((figure) => [figure.name, axisOf(figure, lines)])
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
