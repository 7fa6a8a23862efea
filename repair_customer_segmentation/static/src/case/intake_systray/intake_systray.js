import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

/**
 * Takes in a call from any screen: the telephone rings while something else is open.
 *
 * The key is that of the button: Odoo shows it over the button while Alt is held, and finds it for
 * the command palette by the category of its own, which the rest of the bar has not.
 */
export class RepairIntakeSystray extends Component {
    static template = "repair_customer_segmentation.IntakeSystray";
    static props = {};

    setup() {
        this.action = useService("action");
        this.state = useState({isShown: false});
        onWillStart(async () => {
            this.state.isShown = await user.hasGroup(
                "repair_customer_segmentation.group_user"
            );
        });
    }

    open() {
        return this.action.doAction(
            "repair_customer_segmentation.repair_case_intake_action"
        );
    }
}

registry
    .category("systray")
    .add(
        "repair_customer_segmentation.intake",
        {Component: RepairIntakeSystray},
        {sequence: 30}
    );
