import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component} from "@odoo/owl";

/**
 * What stands beside the badge of one dimension: a hand where a person put the customer into
 * the tier, an arrow where it changed of late, and the day on which it falls.
 * Value: {<dimension>: {override, falls_on, trend, trend_text}}, each false or words.
 */
export class RepairBadgeMark extends Component {
    static template = "repair_customer_segmentation.BadgeMark";
    static props = {...standardFieldProps, dimension: {type: String}};

    get mark() {
        const marks = this.props.record.data[this.props.name];
        return (marks && marks[this.props.dimension]) || {};
    }
}

registry.category("fields").add("repair_badge_mark", {
    component: RepairBadgeMark,
    displayName: _t("Repair Badge Mark"),
    supportedTypes: ["json"],
    supportedOptions: [{label: _t("Dimension"), name: "dimension", type: "string"}],
    extractProps: ({options}) => ({dimension: options.dimension}),
});
