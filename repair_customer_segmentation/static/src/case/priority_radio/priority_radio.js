import {RadioField, radioField} from "@web/views/fields/radio/radio_field";
import {registry} from "@web/core/registry";

/** Priorities from the highest to the lowest, as impact and urgency are shown. */
export class PriorityRadioField extends RadioField {
    get items() {
        return [...super.items].reverse();
    }
}

registry.category("fields").add("repair_priority_radio", {
    ...radioField,
    component: PriorityRadioField,
});
