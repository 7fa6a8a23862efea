import {Component} from "@odoo/owl";

/** The tiers of a chart with their colours; each opens its customers. */
export class TierLegend extends Component {
    static template = "repair_customer_segmentation.TierLegend";
    static props = {tiers: Array, onOpen: Function};
}
