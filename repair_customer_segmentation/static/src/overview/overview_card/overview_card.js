import {Component} from "@odoo/owl";

/**
 * A part of the page: its title, what can be chosen or opened beside it, and its content. With a
 * table it has a button that shows the numbers instead of the picture.
 */
export class OverviewCard extends Component {
    static template = "repair_customer_segmentation.OverviewCard";
    static props = {
        name: String,
        title: String,
        hint: {type: String, optional: true},
        isTable: {type: Boolean, optional: true},
        onTable: {type: Function, optional: true},
        more: {type: String, optional: true},
        onMore: {type: Function, optional: true},
        slots: Object,
    };
}
