import {
    SelectionField,
    selectionField,
} from "@web/views/fields/selection/selection_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * Chooses one of the names that another field of the record lists, such as a sheet of its workbook:
 * <field name="sheet_name" widget="repair_name_choice" options="{'names': 'sheet_names'}"/>
 */
export class NameChoiceField extends SelectionField {
    static props = {...SelectionField.props, names: {type: String}};

    get options() {
        const names = this.props.record.data[this.props.names] || [];
        return names.map((name) => [name, name]);
    }

    get string() {
        return this.props.record.data[this.props.name] || "";
    }

    onChange(value) {
        this.props.record.update({[this.props.name]: value || false});
    }
}

registry.category("fields").add("repair_name_choice", {
    ...selectionField,
    component: NameChoiceField,
    displayName: _t("Choice of Names"),
    supportedTypes: ["char"],
    extractProps: (info, dynamicInfo) => ({
        ...selectionField.extractProps(info, dynamicInfo),
        names: info.options.names,
    }),
});
