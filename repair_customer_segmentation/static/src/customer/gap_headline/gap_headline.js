import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {GraphController} from "@web/views/graph/graph_controller";
import {graphView} from "@web/views/graph/graph_view";

/** What the bars of missing data come to, above them: how many customers, and what most. */
export class RepairGapHeadline extends Component {
    static template = "repair_customer_segmentation.GapHeadline";
    static props = {};

    setup() {
        const orm = useService("orm");
        this.state = useState({figure: "", text: ""});
        onWillStart(async () => {
            Object.assign(
                this.state,
                await orm.call("repair.customer.gap", "get_headline", [])
            );
        });
    }
}

class RepairGapGraphController extends GraphController {
    static template = "repair_customer_segmentation.GapGraphView";
    static components = {...GraphController.components, RepairGapHeadline};
}

registry.category("views").add("repair_gap_graph", {
    ...graphView,
    Controller: RepairGapGraphController,
});
