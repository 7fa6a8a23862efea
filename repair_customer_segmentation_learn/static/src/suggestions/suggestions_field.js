import {Component} from "@odoo/owl";

import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What the words of a case suggest, to click: the form takes it over, and saving keeps it. */
export class SuggestionsField extends Component {
    static template = "repair_customer_segmentation_learn.SuggestionsField";
    static props = {...standardFieldProps};

    get suggestions() {
        const fields = this.props.record.activeFields;
        return (this.props.record.data[this.props.name] || []).filter(
            (each) => each.field in fields
        );
    }

    title(suggestion) {
        return suggestion.percent === false
            ? _t("By the names of the types: nothing has been learned yet.")
            : _t("%s%% sure, learned from closed cases.", suggestion.percent);
    }

    async take({field, id, name}) {
        const {record} = this.props;
        const {type} = record.fields[field];
        if (type === "many2many") {
            await record.data[field].addAndRemove({add: [id]});
        } else {
            const value = type === "many2one" ? {id, display_name: name} : id;
            await record.update({[field]: value});
        }
    }
}

registry.category("fields").add("repair_suggestions", {
    component: SuggestionsField,
    supportedTypes: ["json"],
});
