import {KeyboardDialogController} from "../keyboard_dialog/keyboard_dialog";
import {formView} from "@web/views/form/form_view";
import {hasTouch} from "@web/core/browser/feature_detection";
import {onMounted} from "@odoo/owl";
import {registry} from "@web/core/registry";

const AMOUNT = ".o_field_widget[name=amount]";
const SOLUTION = ".o_field_widget[name=solution] textarea";

/**
 * The dialog that asks for amount and solution. A thumb has no Tab: where there is touch, Enter after
 * the amount goes on to the solution, and whoever means to leave that empty has the button.
 */
export class CloseDialogController extends KeyboardDialogController {
    setup() {
        super.setup();
        onMounted(() => {
            // Odoo gives the focus where there is a mouse alone; here nothing but typing is left.
            if (hasTouch()) {
                this.rootRef.el.querySelector(`${AMOUNT} input, ${SOLUTION}`)?.focus();
            }
        });
    }

    fieldAfter(target) {
        const isAmount = hasTouch() && target.closest(AMOUNT);
        return isAmount ? this.rootRef.el.querySelector(SOLUTION) : null;
    }
}

registry.category("views").add("repair_close_dialog", {
    ...formView,
    Controller: CloseDialogController,
});
