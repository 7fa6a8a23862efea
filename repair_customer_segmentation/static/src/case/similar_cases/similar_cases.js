import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";

import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** Closed cases like this one, asked for when the page is opened. */
export class SimilarCases extends Component {
    static template = "repair_customer_segmentation.SimilarCases";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({cases: []});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                return this.load(next.record.resId);
            }
        });
    }

    async load(caseId) {
        this.state.cases = caseId
            ? await this.orm.call("repair.case", "similar_cases", [[caseId]])
            : [];
    }

    open(caseId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "repair.case",
            res_id: caseId,
            views: [[false, "form"]],
        });
    }
}

registry
    .category("view_widgets")
    .add("repair_similar_cases", {component: SimilarCases});
