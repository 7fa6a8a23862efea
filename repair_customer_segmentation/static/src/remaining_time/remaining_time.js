import { Component, onWillUnmount, useState } from "@odoo/owl";

import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const { DateTime } = luxon;
const MINUTE = 60000;

/**
 * Say how long it is until a moment, the two largest units.
 *
 * @param {number} milliseconds above zero
 * @returns {string}
 */
export function durationText(milliseconds) {
    const minutes = Math.floor(milliseconds / MINUTE);
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
    if (days) {
        return _t("%(days)s d %(hours)s h", { days, hours });
    }
    if (hours) {
        return _t("%(hours)s h %(minutes)s m", { hours, minutes: rest });
    }
    return _t("%s m", rest);
}

/** A deadline as the time that is left, counting down: amber when at risk, red when over. */
export class RemainingTime extends Component {
    static template = "repair_customer_segmentation.RemainingTime";
    static props = {
        ...standardFieldProps,
        riskField: { type: String, optional: true },
        doneField: { type: String, optional: true },
        clock: { type: String, optional: true },
    };

    setup() {
        this.state = useState({ now: DateTime.now() });
        const timer = setInterval(() => (this.state.now = DateTime.now()), MINUTE / 2);
        onWillUnmount(() => clearInterval(timer));
    }

    get deadline() {
        return this.props.record.data[this.props.name];
    }

    get done() {
        return this.props.doneField && this.props.record.data[this.props.doneField];
    }

    get left() {
        return this.deadline.diff(this.done || this.state.now).toMillis();
    }

    get color() {
        if (this.left < 0) {
            return "text-danger";
        }
        const risk = this.props.riskField && this.props.record.data[this.props.riskField];
        if (!this.done && risk && risk <= this.state.now) {
            return "text-warning-emphasis";
        }
        return this.done ? "text-success" : "";
    }

    get text() {
        const duration = durationText(Math.abs(this.left));
        if (this.done) {
            return this.left < 0 ? _t("missed by %s", duration) : _t("met");
        }
        if (this.left < 0) {
            return _t("%s over", duration);
        }
        if (this.props.clock === "response") {
            return _t("%s to answer", duration);
        }
        return this.props.clock === "resolution" ? _t("%s to solve", duration) : _t("%s left", duration);
    }

    get title() {
        return formatDateTime(this.deadline);
    }
}

export const remainingTime = {
    component: RemainingTime,
    displayName: _t("Remaining time"),
    supportedTypes: ["datetime"],
    extractProps: ({ options }) => ({
        riskField: options.risk_field,
        doneField: options.done_field,
        clock: options.clock,
    }),
    fieldDependencies: ({ options }) =>
        [options.risk_field, options.done_field]
            .filter(Boolean)
            .map((name) => ({ name, type: "datetime", readonly: true })),
};

registry.category("fields").add("remaining_time", remainingTime);
