import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const EVERY = 2000;

/**
 * How far something is that the server does in the background, such as the import of a history;
 * shows the record anew when it is over. The model answers `get_progress`.
 */
export class RepairHistoryProgress extends Component {
    static template = "repair_customer_segmentation.HistoryProgress";
    static props = {...standardWidgetProps, title: {type: String, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            percent: Math.floor(this.props.record.data.progress || 0),
        });
        onWillStart(() => this.wait());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    wait() {
        this.timer = setTimeout(() => this.look(), EVERY);
    }

    async look() {
        const {record} = this.props;
        try {
            const [[state, percent]] = await this.orm.silent.call(
                record.resModel,
                "get_progress",
                [[record.resId]]
            );
            this.state.percent = Math.floor(percent);
            if (state !== "running") {
                await record.load();
                return;
            }
        } catch {
            // The work goes on without being looked at: a server may restart.
        }
        this.wait();
    }
}

registry.category("view_widgets").add("repair_history_progress", {
    component: RepairHistoryProgress,
    extractProps: ({attrs}) => ({title: attrs.title}),
    fieldDependencies: [{name: "progress", type: "float"}],
});
