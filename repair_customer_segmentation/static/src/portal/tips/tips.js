import {Interaction} from "@web/public/interaction";
import {markup} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

const WAIT_MS = 500;

/** Offers tips that fit what the customer types while reporting a problem. */
export class PortalTips extends Interaction {
    static selector = ".o_repair_new:has(.o_repair_tips)";
    dynamicContent = {
        "[name='name'], [name='description']": {
            "t-on-input": this.debounced(this.suggest, WAIT_MS),
        },
        "[name='type_id'], [name='device_id']": {"t-on-change": this.suggest},
    };

    setup() {
        this.box = this.el.querySelector(".o_repair_tips");
        this.asked = 0;
    }

    value(name) {
        return this.el.elements[name]?.value || "";
    }

    async suggest() {
        const asked = ++this.asked;
        const tips = await this.waitFor(
            rpc("/my/cases/tips", {
                text: `${this.value("name")} ${this.value("description")}`,
                type_id: this.value("type_id"),
                device_id: this.value("device_id"),
            })
        );
        // Typed on in the meantime: only the answer to the last question counts.
        if (asked !== this.asked) {
            return;
        }
        const ids = tips.map((tip) => tip.id).join();
        if (ids === this.shown) {
            return;
        }
        this.shown = ids;
        this.box.replaceChildren();
        if (tips.length) {
            this.renderAt(
                "repair_customer_segmentation.PortalTips",
                {tips: tips.map((tip) => ({...tip, answer: markup(tip.answer)}))},
                this.box
            );
        }
    }
}

registry
    .category("public.interactions")
    .add("repair_customer_segmentation.portal_tips", PortalTips);
