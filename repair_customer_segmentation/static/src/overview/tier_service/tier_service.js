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
        return !this.lines.some(({cells}) => Object.values(cells).some(({n}) => n));
    }

    get lines() {
        return [...this.props.service.rows, this.props.service.total];
    }

    axis(figure) {
        return axisOf(figure, this.lines);
    }
}
