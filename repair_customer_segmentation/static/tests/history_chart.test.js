import {beforeEach, expect, test} from "@odoo/hoot";
import {allowTranslations} from "@web/../tests/web_test_helpers";

import {RepairHistoryChart} from "@repair_customer_segmentation/partner/history_chart/history_chart";

beforeEach(allowTranslations);

const config = (value) =>
    RepairHistoryChart.prototype.config.call({
        value: {labels: ["May", "June"], ...value},
    });

test("repairs are bars, and amounts a line with an axis of its own", () => {
    const {data, options} = config({repairs: [1, 0], amounts: [10, 0], currency: "€"});
    expect(data.labels).toEqual(["May", "June"]);
    expect(data.datasets.map((set) => set.type)).toEqual(["bar", "line"]);
    expect(data.datasets[1].data).toEqual([10, 0]);
    expect(options.scales.amount.title.text).toBe("Amount (€)");
    expect(options.plugins.legend.display).toBe(true);
});

test("who may not see amounts sees repairs alone", () => {
    const {data, options} = config({repairs: [1, 0], amounts: false});
    expect(data.datasets.map((set) => set.type)).toEqual(["bar"]);
    expect("amount" in options.scales).toBe(false);
    expect(options.plugins.legend.display).toBe(false);
});
