import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {RepairChartField} from "@repair_customer_segmentation/partner/chart_field/chart_field";

// Readable on the light and on the dark background alike.
const FORETOLD = "#2f7d8c";
const CAME = "#a24689";
const LAST_YEAR = "#9aa5b1";

/**
 * What was foretold of each tenth of the customers, and what came.
 * Value: {labels: [tenth], customers, foretold, came, last_year: [number]} or false
 */
export class RepairDecileChart extends RepairChartField {
    static template = "repair_customer_segmentation.DecileChart";

    get rows() {
        const {labels, customers, foretold, came, last_year} = this.value;
        return labels.map((label, place) => ({
            label,
            customers: customers[place].toLocaleString(),
            foretold: Math.round(foretold[place]).toLocaleString(),
            came: came[place].toLocaleString(),
            lastYear: last_year[place].toLocaleString(),
        }));
    }

    config() {
        const {labels, foretold, came, last_year} = this.value;
        return {
            type: "bar",
            data: {
                labels,
                datasets: [
                    {label: _t("Predicted"), data: foretold, backgroundColor: FORETOLD},
                    {label: _t("Actual"), data: came, backgroundColor: CAME},
                    {
                        label: _t("Year before"),
                        data: last_year,
                        backgroundColor: LAST_YEAR,
                    },
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {mode: "index", intersect: false},
                plugins: {legend: {position: "bottom"}},
                scales: {
                    x: {
                        grid: {display: false},
                        title: {
                            display: true,
                            text: _t(
                                "Tenths of the customers, highest predictions first"
                            ),
                        },
                    },
                    y: {title: {display: true, text: _t("Repairs")}},
                },
            },
        };
    }
}

registry.category("fields").add("repair_decile_chart", {
    component: RepairDecileChart,
    displayName: _t("Forecast Chart"),
    supportedTypes: ["json"],
});
