import {_t} from "@web/core/l10n/translation";
import {
    axisOf,
    FigureCell,
} from "@repair_customer_segmentation/feedback/figure_cell/figure_cell";
import {Component} from "@odoo/owl";
import {OverviewCard} from "../overview_card/overview_card";

/** How each tier was served in the period, each figure with how many it counts and its goal. */
export class TierService extends Component {
    static template = "repair_customer_segmentation.TierService";
    static components = {FigureCell, OverviewCard};
    static props = {service: Object, onOpen: Function, onMore: Function};

    get isEmpty() {
        return !counts(this.props.service.total);
    }

    /** The tiers of which anything was counted, and all together. */
    get lines() {
        const {rows, total} = this.props.service;
        return [...rows.filter(counts), total];
    }

    target(figure) {
        return _t("Target: %s", figure.target_text);
    }

    axis(figure) {
        return axisOf(figure, this.lines);
    }
}

function counts({cells}) {
    return Object.values(cells).some(({n}) => n);
}
