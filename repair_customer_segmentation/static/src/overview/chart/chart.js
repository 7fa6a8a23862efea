import {localization} from "@web/core/l10n/localization";
import {Component} from "@odoo/owl";
import {useChart} from "@repair_customer_segmentation/partner/chart_field/use_chart";

/**
 * What a chart takes from the page around it, so that it fits the light and the dark one.
 *
 * @param {HTMLElement} element where it is drawn
 * @returns {Object} colours of text and lines, that of a tier, and whether one reads from the right
 */
export function lookOf(element) {
    const style = getComputedStyle(element);
    const named = (name) => style.getPropertyValue(name).trim();
    return {
        text: style.color,
        line: named("--repair-line"),
        tier: (color) => named(`--repair-color-${color}`),
        isRtl: localization.direction === "rtl",
    };
}

/** A drawing of Chart.js: `config` says what, of the look; `label` tells who cannot see it. */
export class OverviewChart extends Component {
    static template = "repair_customer_segmentation.OverviewChart";
    static props = {config: Function, value: Object, label: String};

    setup() {
        useChart(
            (canvas) => this.props.config(lookOf(canvas)),
            () => this.props.value
        );
    }
}
