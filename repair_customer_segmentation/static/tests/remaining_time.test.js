import {expect, mockDate, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {allowTranslations, mountWithCleanup} from "@web/../tests/web_test_helpers";

import {
    RemainingTime,
    durationText,
    timeLeft,
} from "@repair_customer_segmentation/case/remaining_time/remaining_time";

defineMailModels();

const HOUR = 3600000;
const NOW = luxon.DateTime.fromISO("2025-01-13T10:00:00Z").toMillis();

async function mountAt(countdown, props = {}) {
    mockDate("2025-01-13T10:00:00", 0);
    await mountWithCleanup(RemainingTime, {
        props: {
            name: "deadline",
            record: {
                data: {
                    deadline: luxon.DateTime.fromISO("2025-01-13T12:00:00"),
                    countdown,
                },
            },
            countdownField: "countdown",
            ...props,
        },
    });
}

const left = (hours, values = {}) => ({
    left: hours,
    now: NOW,
    times: [],
    risk: 1,
    done: false,
    paused: false,
    ...values,
});

test("hours and minutes are told, and no days", () => {
    allowTranslations();
    expect(durationText(0)).toBe("0 m");
    expect(durationText(59 * 60000)).toBe("59 m");
    expect(durationText(HOUR)).toBe("1 h");
    expect(durationText(1.5 * HOUR)).toBe("1 h 30 m");
    expect(durationText(24.5 * HOUR)).toBe("24 h");
    expect(durationText(1000 * HOUR)).toBe("1000 h");
});

test("working time alone counts down", () => {
    const countdown = left(4, {times: [[NOW + HOUR, NOW + 2 * HOUR]]});
    expect(timeLeft(countdown, NOW)).toBe(4 * HOUR);
    expect(timeLeft(countdown, NOW + HOUR)).toBe(4 * HOUR);
    expect(timeLeft(countdown, NOW + 1.5 * HOUR)).toBe(3.5 * HOUR);
    expect(timeLeft(countdown, NOW + 9 * HOUR)).toBe(3 * HOUR);
});

test("time enough has no colour", async () => {
    await mountAt(left(4));
    expect("span.text-nowrap").toHaveText("4 h left");
    expect("span.text-nowrap").not.toHaveClass(["text-danger"]);
    expect("span.text-nowrap").not.toHaveClass(["text-warning-emphasis"]);
    expect("i.fa-clock-o").toHaveCount(1);
});

test("little time is amber", async () => {
    await mountAt(left(0.5), {clock: "response"});
    expect("span.text-warning-emphasis").toHaveText("reply due in 30 m");
});

test("no time is red", async () => {
    await mountAt(left(-1.5), {clock: "resolution"});
    expect("span.text-danger").toHaveText("1 h 30 m overdue");
});

test("a case that waits stands still", async () => {
    await mountAt(left(2, {paused: true}));
    expect("span.text-nowrap").toHaveText("2 h left, paused");
    expect("i.fa-pause").toHaveCount(1);
});

test("what is over is met or missed", async () => {
    await mountAt(left(2, {done: true}));
    expect("span.text-success").toHaveText("Met");
});

test("without a target nothing is shown", async () => {
    await mountAt(false);
    expect("span.text-nowrap").toHaveCount(0);
});
