import {registry} from "@web/core/registry";
import {
    StatInfoField,
    statInfoField,
} from "@web/views/fields/stat_info/stat_info_field";

/** A figure on a button of a form, with the sentence that says how sure it is as its tooltip. */
export class FigureStat extends StatInfoField {
    static template = "repair_customer_segmentation.FigureStat";

    get words() {
        return this.props.record.data[`${this.props.name}_words`] || "";
    }
}

registry
    .category("fields")
    .add("repair_figure_stat", {...statInfoField, component: FigureStat});
