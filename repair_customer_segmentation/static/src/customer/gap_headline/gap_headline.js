import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {GraphController} from "@web/views/graph/graph_controller";
import {graphView} from "@web/views/graph/graph_view";

/** What the bars of a report come to, above them: a figure, and a sentence beside it. */
export class RepairGapHeadline extends Component {
    static template = "repair_customer_segmentation.GapHeadline";
    static props = {model: String, method: String};

    setup() {
        const orm = useService("orm");
        this.state = useState({figure: "", text: ""});
        onWillStart(async () => {
            Object.assign(
                this.state,
                await orm.call(this.props.model, this.props.method, [])
            );
        });
    }
}

class RepairGapGraphController extends GraphController {
    static template = "repair_customer_segmentation.GapGraphView";
    static components = {...GraphController.components, RepairGapHeadline};

    get headlineMethod() {
        return "get_headline";
    }
}

class RepairRatingGraphController extends RepairGapGraphController {
    get headlineMethod() {
        return "get_repair_headline";
    }
}

registry.category("views").add("repair_gap_graph", {
    ...graphView,
    Controller: RepairGapGraphController,
});

registry.category("views").add("repair_rating_graph", {
    ...graphView,
    Controller: RepairRatingGraphController,
});
