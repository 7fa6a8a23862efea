import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";

import {FlagField} from "@repair_customer_segmentation/customer/flag/flag";

defineMailModels();

const mountFlag = (isSet) =>
    mountWithCleanup(FlagField, {
        props: {
            name: "is_confidential",
            record: {data: {is_confidential: isSet}},
            icon: "fa-lock",
            label: "Confidential",
            title: "Few see it",
        },
    });

test("a sign where it is true", async () => {
    await mountFlag(true);
    expect("i.fa-lock").toHaveAttribute("aria-label", "Confidential");
    expect("i.fa-lock").toHaveAttribute("data-tooltip", "Few see it");
});

test("nothing where it is not", async () => {
    await mountFlag(false);
    expect("i").toHaveCount(0);
});
