import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {RepairChartField} from "@repair_customer_segmentation/partner/chart_field/chart_field";

// Readable on the light and on the dark background alike.
const FIGURE = "#2f7d8c";
const BAND = "rgba(47, 125, 140, 0.18)";
const TARGET = "#a24689";
const MISSED = "#c0392b";

/**
 * The last judgements of a goal: figure with its interval, and the target.
 * Value: {labels: [month], value, low, high: [number | null], n: [count], verdicts: [word],
 * target: number, unit: "%"} or false
 */
export class RepairGoalChart extends RepairChartField {
    static template = "repair_customer_segmentation.GoalChart";

    config() {
        const {labels, value, low, high, n, verdicts, target, unit} = this.value;
        const colors = verdicts.map((verdict) =>
            verdict === "missed" ? MISSED : FIGURE
        );
        const line = {pointRadius: 0, borderWidth: 0, backgroundColor: BAND};
        const datasets = [
            {
                type: "line",
                label: _t("Figure"),
                data: value,
                borderColor: FIGURE,
                backgroundColor: colors,
                pointBackgroundColor: colors,
                pointRadius: 4,
            },
            {
                type: "line",
                label: _t("Target Figure"),
                data: labels.map(() => target),
                borderColor: TARGET,
                backgroundColor: TARGET,
                borderDash: [6, 4],
                pointRadius: 0,
            },
            {type: "line", label: _t("99% interval"), data: high, fill: "+1", ...line},
            {type: "line", label: "", data: low, ...line},
        ];
        const shown = (item) => Boolean(item.text);
        return {
            data: {labels, datasets},
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {mode: "index", intersect: false},
                plugins: {
                    legend: {position: "bottom", labels: {filter: shown}},
                    tooltip: {
                        filter: (item) => item.datasetIndex < 2,
                        callbacks: {
                            label: (item) =>
                                `${item.dataset.label}: ${item.formattedValue}${unit}`,
                            footer: ([item]) =>
                                _t("Of: %s", n[item.dataIndex].toLocaleString()),
                        },
                    },
                },
                scales: {
                    x: {grid: {display: false}},
                    y: {ticks: {callback: (tick) => `${tick}${unit}`}},
                },
            },
        };
    }
}

registry.category("fields").add("repair_goal_chart", {
    component: RepairGoalChart,
    displayName: _t("Goal Chart"),
    supportedTypes: ["json"],
});
