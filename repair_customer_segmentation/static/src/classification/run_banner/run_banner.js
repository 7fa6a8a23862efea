import {onWillUnmount, useState, Component, onWillStart} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";

const EVERY = 10_000;

/**
 * How far the classification of all customers is, above their lists while it goes on. Looks
 * again every ten seconds, and reads the list anew when it is over.
 */
export class RepairRunBanner extends Component {
    static template = "repair_customer_segmentation.RunBanner";
    static props = {onDone: Function};

    setup() {
        this.orm = useService("orm");
        this.state = useState({text: ""});
        onWillStart(() => this.look());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    async look() {
        const before = this.state.text;
        try {
            this.state.text = await this.orm.silent.call(
                "repair.customer.profile",
                "get_run_progress",
                []
            );
        } catch {
            // The list is of use without it: no dialog because a server restarts.
            return;
        }
        if (this.state.text) {
            this.timer = setTimeout(() => this.look(), EVERY);
        } else if (before) {
            this.props.onDone();
        }
    }
}

class RepairCustomerListController extends ListController {
    static template = "repair_customer_segmentation.CustomerListView";
    static components = {...ListController.components, RepairRunBanner};
}

class RepairCustomerKanbanController extends KanbanController {
    static template = "repair_customer_segmentation.CustomerKanbanView";
    static components = {...KanbanController.components, RepairRunBanner};
}

registry.category("views").add("repair_customer_list", {
    ...listView,
    Controller: RepairCustomerListController,
});
registry.category("views").add("repair_customer_kanban", {
    ...kanbanView,
    Controller: RepairCustomerKanbanController,
});
