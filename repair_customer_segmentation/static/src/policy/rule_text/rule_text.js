import {Component, useEffect, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useBus} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";

// So long nobody types before the sentences are read.
const PAUSE = 400;

/**
 * Cut a text where problems begin and end.
 *
 * @param {String} text
 * @param {Object[]} problems with `line`, `start` and `end`, in characters, at most one a line
 * @returns {Object[]} of `text` and `isMarked`, which together are the text
 */
export function markedParts(text, problems) {
    const byLine = Object.fromEntries(
        problems.map((problem) => [problem.line, problem])
    );
    const lines = text.split("\n");
    const parts = [];
    lines.forEach((line, number) => {
        const ending = number < lines.length - 1 ? "\n" : "";
        if (!byLine[number]) {
            parts.push({text: line + ending, isMarked: false});
            return;
        }
        const [before, marked, after] = cutLine(line, byLine[number]);
        parts.push({text: before, isMarked: false});
        parts.push({text: marked, isMarked: true});
        parts.push({text: after + ending, isMarked: false});
    });
    return parts.filter((part) => part.text);
}

/** What stands before, in and after the place of a problem; an emoji is one character. */
function cutLine(line, {start, end}) {
    const characters = Array.from(line);
    return [
        characters.slice(0, start),
        characters.slice(start, end),
        characters.slice(end),
    ].map((some) => some.join(""));
}

/**
 * Sentences that are read while they are typed: what is not understood is underlined, and told
 * below, as are the changes that the sentences make.
 *
 * The record has `problems` and `changes`, both worked out by the server.
 */
export class RuleText extends Component {
    static template = "repair_customer_segmentation.RuleText";
    static props = {...standardFieldProps};

    setup() {
        this.state = useState({text: this.value, isReading: false});
        this.sent = this.value;
        this.readSoon = useDebounced(() => this.commit(), PAUSE);
        const {bus} = this.props.record.model;
        useBus(bus, "NEED_LOCAL_CHANGES", ({detail}) =>
            detail.proms.push(this.commit())
        );
        useBus(bus, "WILL_SAVE_URGENTLY", () => this.commit());
        useEffect(
            (value) => {
                // Written by something else, such as the choice of another language.
                if (value !== this.sent) {
                    this.sent = this.state.text = value;
                }
            },
            () => [this.value]
        );
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    /** Problems of the text as it is read; while it is being read again, they are not known. */
    get problems() {
        return this.state.text === this.sent
            ? this.props.record.data.problems || []
            : [];
    }

    get changes() {
        return this.state.text === this.sent
            ? this.props.record.data.changes || []
            : [];
    }

    get parts() {
        return markedParts(this.state.text, this.problems);
    }

    /** What is wrong where, for whoever does not see what is underlined, too. */
    problemText(problem) {
        const line = this.state.text.split("\n")[problem.line] || "";
        return _t("Line %(line)s, “%(words)s”: %(problem)s", {
            line: problem.line + 1,
            words: cutLine(line, problem)[1].trim(),
            problem: problem.text,
        });
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
        this.readSoon();
    }

    async commit() {
        const text = this.state.text;
        if (text === this.sent) {
            return;
        }
        this.sent = text;
        this.state.isReading = true;
        try {
            await this.props.record.update({[this.props.name]: text});
        } finally {
            this.state.isReading = false;
        }
    }
}

registry.category("fields").add("repair_rule_text", {
    component: RuleText,
    supportedTypes: ["text"],
    fieldDependencies: [
        {name: "problems", type: "json"},
        {name: "changes", type: "json"},
    ],
});
