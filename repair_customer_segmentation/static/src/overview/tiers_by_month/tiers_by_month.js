import {_t} from "@web/core/l10n/translation";
import {formatInteger} from "@web/views/fields/formatters";
import {Component} from "@odoo/owl";
import {OverviewCard} from "../overview_card/overview_card";
import {OverviewChart} from "../chart/chart";
import {TierLegend} from "../tier_legend/tier_legend";

/** How many customers were in which tier at the ends of the last months, and are today. */
export class TiersByMonth extends Component {
    static template = "repair_customer_segmentation.TiersByMonth";
    static components = {OverviewCard, OverviewChart, TierLegend};
    static props = {
        months: Object,
        canBackfill: Boolean,
        isTable: Boolean,
        onTable: Function,
        onOpen: Function,
        onBackfill: Function,
    };

    get isEmpty() {
        return !this.props.months.tiers.some(({counts}) => counts.some(Boolean));
    }

    get legend() {
        return this.props.months.tiers.map((tier) => ({
            ...tier,
            words: this.count(tier.counts.at(-1)),
        }));
    }

    /** Months by row, the last one first, as one reads a table. */
    get rows() {
        const {labels, tiers} = this.props.months;
        return labels
            .map((label, index) => ({
                ...label,
                counts: tiers.map(({key, name, counts}) => ({
                    key,
                    name,
                    count: counts[index],
                })),
            }))
            .reverse();
    }

    count(count) {
        return formatInteger(count || 0);
    }

    get label() {
        const {labels, tiers} = this.props.months;
        return _t("Customers by tier from %(first)s to %(last)s. Today: %(counts)s", {
            first: labels[0].name,
            last: labels.at(-1).name,
            counts: tiers
                .map(({name, counts}) => `${name} ${this.count(counts.at(-1))}`)
                .join(", "),
        });
    }

    open(month, tier) {
        return this.props.onOpen("month", `${month.key}|${tier.key}`);
    }

    config(look) {
        const {labels, tiers} = this.props.months;
        const ticks = {color: look.text};
        return {
            type: "bar",
            data: {
                labels: labels.map(({name}) => name),
                datasets: tiers.map(({name, color, counts}) => ({
                    label: name,
                    data: counts,
                    backgroundColor: look.tier(color),
                    maxBarThickness: 48,
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {mode: "index", intersect: false},
                onClick: (event, _found, chart) => {
                    const [bar] = chart.getElementsAtEventForMode(
                        event,
                        "nearest",
                        {intersect: true},
                        true
                    );
                    if (bar) {
                        this.open(labels[bar.index], tiers[bar.datasetIndex]);
                    }
                },
                plugins: {
                    legend: {display: false},
                    tooltip: {
                        rtl: look.isRtl,
                        callbacks: {
                            label: ({dataset, raw}) =>
                                `${dataset.label}: ${this.count(raw)}`,
                        },
                    },
                },
                scales: {
                    x: {
                        stacked: true,
                        reverse: look.isRtl,
                        grid: {display: false},
                        border: {color: look.line},
                        ticks: {...ticks, maxRotation: 0, autoSkipPadding: 8},
                    },
                    y: {
                        stacked: true,
                        beginAtZero: true,
                        position: look.isRtl ? "right" : "left",
                        grid: {color: look.line},
                        border: {display: false},
                        ticks: {...ticks, precision: 0, maxTicksLimit: 6},
                    },
                },
            },
        };
    }
}
