import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, useExternalListener, useState} from "@odoo/owl";

const SCORES = [1, 2, 3, 4, 5];
const ARROWS = {
    ArrowUp: [1, 0],
    ArrowDown: [-1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
};

/**
 * The 5 x 5 board of a policy: rows are recency scores (5 on top), columns the mean of
 * frequency and amount score. Pick a segment in the legend, then click or drag over cells;
 * with the keyboard, move by the arrows and paint with space or enter.
 *
 * It edits the cells of the segments in the record of the form, so the form's own Save and
 * Discard apply, and the server refuses what is no complete board.
 */
export class RfmBoard extends Component {
    static template = "repair_customer_segmentation.RfmBoard";
    static props = {...standardWidgetProps};

    setup() {
        this.rows = [...SCORES].reverse();
        this.columns = SCORES;
        this.state = useState({segmentId: null, focus: "51", painting: false});
        useExternalListener(window, "pointerup", () => (this.state.painting = false));
    }

    /** Segments in their order, new ones that are not saved yet included. */
    get segments() {
        return this.props.record.data.rfm_tier_ids.records;
    }

    get canPaint() {
        return !this.props.readonly && this.props.record.data.state === "draft";
    }

    get picked() {
        return this.segments.find((segment) => segment.id === this.state.segmentId);
    }

    cellsOf(segment) {
        return (segment.data.cells || "").split(/\s+/).filter(Boolean);
    }

    segmentOf(cell) {
        return this.segments.find((segment) => this.cellsOf(segment).includes(cell));
    }

    cellLabel(row, column) {
        const segment = this.segmentOf(`${row}${column}`);
        return _t(
            "Recency %(row)s, frequency and amount %(column)s: %(name)s, customers: %(count)s",
            {
                row,
                column,
                name: segment ? segment.data.name : _t("no segment"),
                count: this.countOn(`${row}${column}`),
            }
        );
    }

    colorClass(segment) {
        return segment
            ? `o_repair_rfm_color_${segment.data.color}`
            : "o_repair_rfm_gap";
    }

    segmentClass(segment) {
        const picked = this.canPaint && segment.id === this.state.segmentId;
        return this.colorClass(segment) + (picked ? " o_repair_rfm_picked" : "");
    }

    /** Customers on one cell, as they were last classified; whose segment it is may change. */
    countOn(cell) {
        return (this.props.record.data.cell_counts || {})[cell] || 0;
    }

    countOf(segment) {
        return this.cellsOf(segment).reduce((sum, cell) => sum + this.countOn(cell), 0);
    }

    pick(segment) {
        if (this.canPaint) {
            this.state.segmentId = segment.id;
        }
    }

    async paint(cell) {
        const target = this.picked;
        const owner = this.segmentOf(cell);
        if (!this.canPaint || !target || target === owner) {
            return;
        }
        for (const segment of this.segments) {
            const cells = this.cellsOf(segment);
            if (segment !== target && cells.includes(cell)) {
                await segment.update({
                    cells: cells.filter((c) => c !== cell).join(" "),
                });
            }
        }
        const cells = [...this.cellsOf(target), cell].sort().reverse();
        await target.update({cells: cells.join(" ")});
    }

    /** One stroke after the other: each starts from the cells that the one before left. */
    schedulePaint(cell) {
        this.strokes = (this.strokes || Promise.resolve()).then(() => this.paint(cell));
        return this.strokes;
    }

    onPointerDown(ev, cell) {
        if (ev.button !== 0 || !this.canPaint) {
            return;
        }
        this.state.focus = cell;
        this.state.painting = true;
        this.schedulePaint(cell);
    }

    onPointerMove(ev) {
        if (!this.state.painting) {
            return;
        }
        const element = document.elementFromPoint(ev.clientX, ev.clientY);
        const cell = element?.closest("[data-cell]")?.dataset.cell;
        if (cell) {
            this.schedulePaint(cell);
        }
    }

    onKeydown(ev, cell) {
        const arrow = ARROWS[ev.key];
        if (arrow) {
            const [row, column] = [
                Number(cell[0]) + arrow[0],
                Number(cell[1]) + arrow[1],
            ];
            if (SCORES.includes(row) && SCORES.includes(column)) {
                this.state.focus = `${row}${column}`;
                ev.currentTarget
                    .closest(".o_repair_rfm_board")
                    .querySelector(`[data-cell='${row}${column}']`)
                    .focus();
            }
        } else if (ev.key === " " || ev.key === "Enter") {
            this.schedulePaint(cell);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}

registry.category("view_widgets").add("repair_rfm_board", {
    component: RfmBoard,
    fieldDependencies: [
        {name: "state", type: "selection"},
        {name: "cell_counts", type: "json"},
    ],
});
