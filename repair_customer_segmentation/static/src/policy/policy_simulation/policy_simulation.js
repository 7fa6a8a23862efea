import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {
    formatInteger,
    formatMonetary,
    formatPercentage,
} from "@web/views/fields/formatters";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useState} from "@odoo/owl";

const MODEL = "repair.segmentation.policy";
const POLICIES = "repair_customer_segmentation.repair_segmentation_policy_action";

/**
 * Who would move if a version of the policy were active: a from/to matrix for each
 * dimension, the customers with the highest amounts among those who move, and the cases
 * that each value tier would bring. A click on a cell lists its customers.
 */
export class PolicySimulation extends Component {
    static template = "repair_customer_segmentation.PolicySimulation";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({dimension: "value"});
        // A page that is loaded again has its parameters from the action that is kept.
        this.policyId = this.props.action.params.policy_id;
        onWillStart(async () => {
            this.result = await this.orm.call(MODEL, "simulate", [[this.policyId]]);
        });
    }

    get dimension() {
        return this.result.dimensions.find(({name}) => name === this.state.dimension);
    }

    cell(row, column) {
        return this.dimension.cells.find(
            (cell) => cell.from === row.id && cell.to === column.id
        );
    }

    tierName(tiers, id) {
        return tiers.find((tier) => tier.id === id)?.name || "";
    }

    integer(value) {
        return formatInteger(value);
    }

    money(value) {
        return formatMonetary(value, {currencyId: this.result.currency_id});
    }

    percent(value) {
        return formatPercentage(value / 100, {digits: [16, 1]});
    }

    cellLabel(row, column) {
        return _t("From %(from)s to %(to)s: list the customers", {
            from: row.name,
            to: column.name,
        });
    }

    async openCell(row, column) {
        const args = [[this.policyId], this.state.dimension, row.id, column.id];
        await this.action.doAction(
            await this.orm.call(MODEL, "action_view_simulated", args)
        );
    }

    openCustomer(mover) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: mover.id,
            views: [[false, "form"]],
        });
    }

    confirm(method, title, body, confirmLabel) {
        this.dialog.add(ConfirmationDialog, {
            title,
            body,
            confirmLabel,
            confirm: async () => {
                const action = await this.orm.call(MODEL, method, [[this.policyId]]);
                // The draft's pages behind this one are out of date, or gone: back to the list.
                await this.action.doAction(POLICIES, {clearBreadcrumbs: true});
                await this.action.doAction(action);
            },
            cancel: () => {},
        });
    }

    activate() {
        this.confirm(
            "action_activate",
            _t("Activate"),
            _t(
                "This version will replace the active one and all customers will be reclassified."
            ),
            _t("Activate")
        );
    }

    discard() {
        this.confirm(
            "action_discard",
            _t("Delete Draft"),
            _t("Delete this draft? The active version stays as it is."),
            _t("Delete Draft")
        );
    }
}

registry.category("actions").add("repair_policy_simulation", PolicySimulation);
