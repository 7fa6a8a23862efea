import {KeyboardDialogController} from "../keyboard_dialog/keyboard_dialog";
import {formView} from "@web/views/form/form_view";
import {hasTouch} from "@web/core/browser/feature_detection";
import {onMounted} from "@odoo/owl";
import {registry} from "@web/core/registry";

// In the order in which they are asked for.
const ASKED = [
    ".o_field_widget[name=amount] input",
    ".o_field_widget[name=parts_cost] input",
    ".o_field_widget[name=work_hours] input",
    ".o_field_widget[name=solution] textarea",
];

/**
 * The dialog that asks for amount, costs and solution. A thumb has no Tab: where there is touch, Enter
 * after a number goes on to what is asked next, and whoever means to leave that empty has the button.
 */
export class CloseDialogController extends KeyboardDialogController {
    setup() {
        super.setup();
        onMounted(() => {
            // Odoo gives the focus where there is a mouse alone; here nothing but typing is left.
            if (hasTouch()) {
                this.askedFields()[0]?.focus();
            }
        });
    }

    /** The fields of which something is not known yet, as they stand one below the other. */
    askedFields() {
        return ASKED.map((asked) => this.rootRef.el.querySelector(asked)).filter(
            Boolean
        );
    }

    fieldAfter(target) {
        const fields = this.askedFields();
        const place = hasTouch() ? fields.indexOf(target) : -1;
        return place < 0 ? null : fields[place + 1];
    }
}

registry.category("views").add("repair_close_dialog", {
    ...formView,
    Controller: CloseDialogController,
});
