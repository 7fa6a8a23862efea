import {_t} from "@web/core/l10n/translation";
import {formatInteger, formatPercentage} from "@web/views/fields/formatters";
import {Component} from "@odoo/owl";
import {OverviewCard} from "../overview_card/overview_card";
import {OverviewChart} from "../chart/chart";
import {TierLegend} from "../tier_legend/tier_legend";
import {piecesOf} from "./curve";
import {costedWords, moneyWords} from "../money_words";

/** Which share of the amount which share of the customers makes, with the borders of A, B and C. */
export class ParetoCurve extends Component {
    static template = "repair_customer_segmentation.ParetoCurve";
    static components = {OverviewCard, OverviewChart, TierLegend};
    static props = {
        abc: Object,
        currencyId: Number,
        isTable: Boolean,
        onTable: Function,
        onOpen: Function,
    };

    get isEmpty() {
        return !this.props.abc.points.length;
    }

    get legend() {
        return this.props.abc.tiers.map((tier) => ({
            ...tier,
            words: this.percent(tier.amount_share),
        }));
    }

    get label() {
        return this.props.abc.text || _t("ABC analysis");
    }

    count(count) {
        return formatInteger(count);
    }

    amount(amount) {
        return moneyWords(amount, this.props.currencyId);
    }

    /** Whether any class has a net value: where no cost is known, there is no column of it. */
    get isNetKnown() {
        return this.props.abc.tiers.some(({net}) => net !== null);
    }

    costed(share) {
        return costedWords(share);
    }

    percent(share) {
        return formatPercentage(share, {digits: [16, 0]});
    }

    config(look) {
        const pieces = piecesOf(this.props.abc.points, this.props.abc.tiers);
        const axis = (title) => ({
            type: "linear",
            min: 0,
            max: 1,
            grid: {display: false},
            border: {color: look.line},
            title: {display: true, text: title, color: look.text},
            ticks: {
                color: look.text,
                stepSize: 0.25,
                maxRotation: 0,
                callback: (share) => this.percent(share),
            },
        });
        return {
            type: "line",
            data: {
                datasets: pieces.map(({name, color, points}) => ({
                    label: name,
                    data: points.map(([x, y]) => ({x, y})),
                    borderColor: look.tier(color),
                    backgroundColor: `${look.tier(color)}55`,
                    fill: "origin",
                    pointRadius: 0,
                    pointHitRadius: 8,
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {mode: "nearest", axis: "x", intersect: false},
                plugins: {
                    legend: {display: false},
                    tooltip: {
                        rtl: look.isRtl,
                        displayColors: false,
                        callbacks: {
                            title: ([item]) => item.dataset.label,
                            label: ({parsed}) =>
                                _t(
                                    "%(customers)s of customers, %(amount)s of the amount",
                                    {
                                        customers: this.percent(parsed.x),
                                        amount: this.percent(parsed.y),
                                    }
                                ),
                        },
                    },
                },
                scales: {
                    x: {...axis(_t("Share of customers")), reverse: look.isRtl},
                    y: {
                        ...axis(_t("Share of the amount")),
                        position: look.isRtl ? "right" : "left",
                    },
                },
            },
            plugins: [borders(pieces, look)],
        };
    }
}

/** Draws the borders between the classes, and the name of each above its part. */
function borders(pieces, look) {
    return {
        id: "repair_borders",
        afterDatasetsDraw({ctx, chartArea, scales}) {
            ctx.save();
            ctx.fillStyle = look.text;
            ctx.strokeStyle = look.text;
            ctx.textAlign = "center";
            ctx.textBaseline = "bottom";
            ctx.setLineDash([4, 4]);
            for (const {name, from, to} of pieces) {
                const [start, end] = [from, to].map((x) =>
                    scales.x.getPixelForValue(x)
                );
                if (to < 1) {
                    ctx.beginPath();
                    ctx.moveTo(end, chartArea.top);
                    ctx.lineTo(end, chartArea.bottom);
                    ctx.stroke();
                }
                if (ctx.measureText(name).width < Math.abs(end - start)) {
                    ctx.fillText(name, (start + end) / 2, chartArea.bottom - 4);
                }
            }
            ctx.restore();
        },
    };
}
