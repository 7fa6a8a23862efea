import {_t} from "@web/core/l10n/translation";
import {formatInteger} from "@web/views/fields/formatters";
import {Component, useState} from "@odoo/owl";
import {
    NOWHERE,
    directionOf,
} from "@repair_customer_segmentation/customer/tier_matrix/direction";
import {OverviewCard} from "../overview_card/overview_card";

const ARROWS = {up: "▲", down: "▼"};
// So many rows are seen at once; the others when one asks for them.
const FIRST = 7;

/** Who changed tier in the period: from where to where, the largest group first. */
export class Movement extends Component {
    static template = "repair_customer_segmentation.Movement";
    static components = {OverviewCard};
    static props = {movement: Object, onOpen: Function, onMore: Function};

    setup() {
        this.state = useState({isWhole: false});
    }

    get shown() {
        const isWhole = this.state.isWhole || this.flows.length <= FIRST + 1;
        return isWhole ? this.flows : this.flows.slice(0, FIRST);
    }

    get flows() {
        const {cells} = this.props.movement;
        const moved = cells.filter(([from, to]) => from !== to);
        const most = Math.max(...moved.map(([, , customers]) => customers));
        return moved
            .map(([from, to, customers]) => ({
                key: `${from}>${to}`,
                from: this.tier(from, _t("New")),
                to: this.tier(to, _t("Gone")),
                customers,
                share: customers / most,
                way: this.way(from, to),
            }))
            .sort((a, b) => b.customers - a.customers);
    }

    tier(key, nowhere) {
        const tier = this.props.movement.tiers.find((known) => known.key === key);
        return key === NOWHERE ? {name: nowhere} : tier;
    }

    badge({color}) {
        return color === undefined ? "text-bg-300" : `o_badge_color_${color}`;
    }

    way(from, to) {
        return directionOf(this.props.movement, from, to);
    }

    arrow({way}) {
        return ARROWS[way] || "";
    }

    /** What a row is, for whoever is read to. */
    label({from, to, customers}) {
        return _t("%(from)s to %(to)s: %(count)s", {
            from: from.name,
            to: to.name,
            count: this.count(customers),
        });
    }

    more(left) {
        return _t("More: %s", this.count(left));
    }

    count(count) {
        return formatInteger(count);
    }
}
