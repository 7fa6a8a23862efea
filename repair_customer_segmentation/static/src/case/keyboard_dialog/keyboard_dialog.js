import {onMounted, onWillUnmount} from "@odoo/owl";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

const ONE_LINE = "input:is([type=text], [type=tel], [type=email], [type=number])";
// What has a use of its own for Enter: a choice, a line of a list, a scanner.
const OTHER_USE = ".o-autocomplete, .o_field_x2many, .o_field_repair_scan";

/**
 * A dialog that is filled in and confirmed without the mouse: Enter in a field of one line does
 * what the first button does, as Odoo's Ctrl+Enter does from everywhere.
 */
export class KeyboardDialogController extends formView.Controller {
    setup() {
        super.setup();
        const onKeydown = this.onKeydown.bind(this);
        let root = null;
        onMounted(() => {
            root = this.rootRef.el;
            root.addEventListener("keydown", onKeydown);
        });
        onWillUnmount(() => root.removeEventListener("keydown", onKeydown));
    }

    /** Which element Enter in a field goes on to; none where it confirms. */
    fieldAfter() {
        return null;
    }

    async onKeydown(ev) {
        // Enter also ends a word of Chinese or Japanese, while it is composed.
        if (ev.key !== "Enter" || ev.isComposing || ev.repeat || ev.defaultPrevented) {
            return;
        }
        if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.shiftKey) {
            return;
        }
        if (!ev.target.matches(ONE_LINE) || ev.target.closest(OTHER_USE)) {
            return;
        }
        ev.preventDefault();
        const next = this.fieldAfter(ev.target);
        if (next) {
            next.focus();
            return;
        }
        // What was typed is taken over, with all that follows from it, before it is confirmed.
        await this.model.mutex.getUnlockedDef();
        const footer = this.rootRef.el
            ?.closest(".modal")
            ?.querySelector(".modal-footer");
        footer?.querySelector("button.btn-primary:enabled")?.click();
    }
}

registry.category("views").add("repair_keyboard_dialog", {
    ...formView,
    Controller: KeyboardDialogController,
});
