import {loadBundle} from "@web/core/assets";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";

/** A field whose value is drawn by Chart.js: its template has a canvas, `config` says what. */
export class RepairChartField extends Component {
    static props = {...standardFieldProps};

    setup() {
        this.canvasRef = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                if (!this.canvasRef.el) {
                    return;
                }
                const chart = new Chart(this.canvasRef.el, this.config());
                return () => chart.destroy();
            },
            () => [JSON.stringify(this.value)]
        );
    }

    get value() {
        return this.props.record.data[this.props.name];
    }
}
