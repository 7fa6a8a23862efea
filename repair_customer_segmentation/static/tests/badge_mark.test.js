import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";

import {RepairBadgeMark} from "@repair_customer_segmentation/customer/badge_mark/badge_mark";

defineMailModels();

const mountMark = (badge_marks) =>
    mountWithCleanup(RepairBadgeMark, {
        props: {
            name: "badge_marks",
            record: {data: {badge_marks}},
            dimension: "value",
        },
    });

test("a hand, an arrow and a day, each with its words", async () => {
    await mountMark({
        value: {
            override: "Put by Ann",
            trend: "down",
            trend_text: "High Value until May",
            falls_on: "downgrade on 1 June",
        },
        abc: {override: "Of another dimension", trend: "up"},
    });
    expect(".fa-hand-paper-o").toHaveAttribute("data-tooltip", "Put by Ann");
    expect(".fa-arrow-down").toHaveAttribute("aria-label", "High Value until May");
    expect(".fa-arrow-up").toHaveCount(0);
    expect(".text-warning-emphasis").toHaveText("downgrade on 1 June");
});

test("who rose has an arrow up", async () => {
    await mountMark({value: {trend: "up", trend_text: "Ordinary until May"}});
    expect(".fa-arrow-up").toHaveAttribute("aria-label", "Ordinary until May");
    expect(".fa-arrow-down").toHaveCount(0);
});

test("nothing is shown of who was never classified", async () => {
    await mountMark(false);
    expect(".o_repair_badge_mark").toHaveText("");
    expect(".o_repair_badge_mark i").toHaveCount(0);
});
