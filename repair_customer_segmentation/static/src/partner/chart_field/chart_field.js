import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component} from "@odoo/owl";
import {useChart} from "./use_chart";

/** A field whose value is drawn by Chart.js: its template has a canvas, `config` says what. */
export class RepairChartField extends Component {
    static props = {...standardFieldProps};

    setup() {
        useChart(
            () => this.config(),
            () => this.value
        );
    }

    get value() {
        return this.props.record.data[this.props.name];
    }
}
