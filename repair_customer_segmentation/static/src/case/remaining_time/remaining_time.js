import {Component, onWillUnmount, useState} from "@odoo/owl";

import {toLocaleDateTimeString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const {DateTime} = luxon;
const MINUTE = 60000;

/**
 * Say how many working hours and minutes that is. No days: a working day is no 24 hours.
 *
 * @param {number} milliseconds zero or more
 * @returns {string}
 */
export function durationText(milliseconds) {
    const minutes = Math.floor(milliseconds / MINUTE + 0.001);
    const hours = Math.floor(minutes / 60);
    if (hours >= 24 || (hours && minutes % 60 === 0)) {
        return _t("%s h", hours);
    }
    if (hours) {
        return _t("%(hours)s h %(minutes)s m", {hours, minutes: minutes % 60});
    }
    return _t("%s m", minutes);
}

/**
 * Return what is left of a target at a moment, in milliseconds of working time; below zero: late.
 *
 * @param {Object} countdown of the server: what was left, when, and the times worked since
 * @param {number} now milliseconds since 1970
 * @returns {number}
 */
export function timeLeft(countdown, now) {
    const worked = countdown.times.map(([start, end]) =>
        Math.max(0, Math.min(end, now) - Math.max(start, countdown.now))
    );
    return countdown.left * 60 * MINUTE - worked.reduce((sum, part) => sum + part, 0);
}

/** What is left until a deadline, in working time: amber when at risk, red when overdue. */
export class RemainingTime extends Component {
    static template = "repair_customer_segmentation.RemainingTime";
    static props = {
        ...standardFieldProps,
        countdownField: {type: String},
        clock: {type: String, optional: true},
        showDeadline: {type: Boolean, optional: true},
    };

    setup() {
        this.state = useState({now: DateTime.now()});
        const timer = setInterval(() => (this.state.now = DateTime.now()), MINUTE / 2);
        onWillUnmount(() => clearInterval(timer));
    }

    get countdown() {
        return this.props.record.data[this.props.countdownField];
    }

    get left() {
        return timeLeft(this.countdown, this.state.now.toMillis());
    }

    get color() {
        if (this.left < 0) {
            return "text-danger";
        }
        if (this.countdown.done) {
            return "text-success";
        }
        return this.left <= this.countdown.risk * 60 * MINUTE
            ? "text-warning-emphasis"
            : "";
    }

    get icon() {
        return this.countdown.paused ? "fa-pause" : "fa-clock-o";
    }

    get text() {
        const duration = durationText(Math.abs(this.left));
        const late = this.left < 0;
        if (this.countdown.done) {
            return late ? _t("Missed by %s", duration) : _t("Met");
        }
        if (this.countdown.paused) {
            return late
                ? _t("%s overdue, paused", duration)
                : _t("%s left, paused", duration);
        }
        if (late) {
            return _t("%s overdue", duration);
        }
        if (this.props.clock === "response") {
            return _t("reply due in %s", duration);
        }
        return this.props.clock === "resolution"
            ? _t("resolution due in %s", duration)
            : _t("%s left", duration);
    }

    /** The moment itself, where there is room for it: a phone shows no titles. */
    get deadlineText() {
        const deadline = this.props.record.data[this.props.name];
        const counts = !this.countdown.done && !this.countdown.paused;
        return this.props.showDeadline && deadline && counts
            ? toLocaleDateTimeString(deadline, {showSeconds: false})
            : "";
    }

    get title() {
        const deadline = this.props.record.data[this.props.name];
        return deadline
            ? _t(
                  "Due on %s, counted in working hours",
                  toLocaleDateTimeString(deadline, {showSeconds: false})
              )
            : _t("Counted in working hours; paused while the case is waiting");
    }
}

export const remainingTime = {
    component: RemainingTime,
    displayName: _t("Remaining time"),
    supportedTypes: ["datetime"],
    extractProps: ({options}) => ({
        countdownField: options.countdown_field,
        clock: options.clock,
        showDeadline: options.show_deadline,
    }),
    fieldDependencies: ({options}) => [
        {name: options.countdown_field, type: "json", readonly: true},
    ],
};

registry.category("fields").add("remaining_time", remainingTime);
