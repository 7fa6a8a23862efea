import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {RepairChartField} from "@repair_customer_segmentation/partner/chart_field/chart_field";

// Readable on the light and on the dark background alike.
const REPAIRS_COLOR = "#9fc5d6";
const AMOUNT_COLOR = "#a24689";

/**
 * Repairs (bars) and, for those who may see it, their amount (line) by month.
 * Value: {labels: [month], repairs: [count], amounts: [number] | false, currency: "€"}
 */
export class RepairHistoryChart extends RepairChartField {
    static template = "repair_customer_segmentation.HistoryChart";

    config() {
        const {labels, repairs, amounts, currency} = this.value;
        const datasets = [
            {
                type: "bar",
                label: _t("Repairs"),
                data: repairs,
                backgroundColor: REPAIRS_COLOR,
                yAxisID: "y",
                order: 2,
            },
        ];
        const scales = {
            x: {grid: {display: false}},
            y: {
                beginAtZero: true,
                ticks: {precision: 0},
                title: {display: true, text: _t("Repairs")},
            },
        };
        if (amounts) {
            const label = _t("Amount (%s)", currency);
            datasets.push({
                type: "line",
                label,
                data: amounts,
                borderColor: AMOUNT_COLOR,
                backgroundColor: AMOUNT_COLOR,
                pointRadius: 2,
                yAxisID: "amount",
                order: 1,
            });
            scales.amount = {
                position: "right",
                beginAtZero: true,
                grid: {display: false},
                title: {display: true, text: label},
            };
        }
        return {
            data: {labels, datasets},
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {mode: "index", intersect: false},
                plugins: {legend: {display: datasets.length > 1, position: "bottom"}},
                scales,
            },
        };
    }
}

registry.category("fields").add("repair_history_chart", {
    component: RepairHistoryChart,
    displayName: _t("Repair History Chart"),
    supportedTypes: ["json"],
});
