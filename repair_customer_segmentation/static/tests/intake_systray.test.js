import {expect, test} from "@odoo/hoot";
import {keyDown, keyUp, press} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    mockService,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {user} from "@web/core/user";

import {RepairIntakeSystray} from "@repair_customer_segmentation/case/intake_systray/intake_systray";

defineMailModels();

async function mountFor(mayUse) {
    patchWithCleanup(user, {
        hasGroup: async (group) => {
            expect.step(group);
            return mayUse;
        },
    });
    mockService("action", {
        doAction: (action) => expect.step(action),
    });
    await mountWithCleanup(MainComponentsContainer);
    await mountWithCleanup(RepairIntakeSystray);
    expect.verifySteps(["repair_customer_segmentation.group_user"]);
}

const INTAKE = "repair_customer_segmentation.repair_case_intake_action";

test("a click, and the key, take in a call", async () => {
    await mountFor(true);
    await press(["alt", "shift", "n"]);
    await animationFrame();
    expect.verifySteps([INTAKE]);
    document.querySelector(".o_repair_intake_systray button").click();
    expect.verifySteps([INTAKE]);
});

test("the key is shown while Alt is held", async () => {
    await mountFor(true);
    await keyDown("alt");
    await animationFrame();
    expect(".o_web_hotkey_overlay:contains(SHIFT+N)").toHaveCount(1);
    await keyUp("alt");
});

test("it is a command of the palette", async () => {
    await mountFor(true);
    await press(["control", "k"]);
    await animationFrame();
    expect(".o_command:contains(New repair case: call or walk-in)").toHaveCount(1);
});

test("who does not use the app has neither button nor key", async () => {
    await mountFor(false);
    expect(".o_repair_intake_systray").toHaveCount(0);
    await press(["alt", "shift", "n"]);
    await animationFrame();
    expect.verifySteps([]);
    await press(["control", "k"]);
    await animationFrame();
    expect(".o_command:contains(New repair case)").toHaveCount(0);
});
