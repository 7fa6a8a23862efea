import {registry} from "@web/core/registry";
import {GraphModel} from "@web/views/graph/graph_model";
import {graphView} from "@web/views/graph/graph_view";
import {PivotModel} from "@web/views/pivot/pivot_model";
import {pivotView} from "@web/views/pivot/pivot_view";

/** A graph in which a mean of nothing is nothing, where Odoo's draws a zero. */
export class FigureGraphModel extends GraphModel {
    _getData(dataPoints, ...args) {
        const data = super._getData(dataPoints, ...args);
        const {fields, measure} = this.metaData;
        if (fields[measure]?.aggregator !== "avg") {
            return data;
        }
        for (const dataset of data.datasets) {
            const known = new Set(
                dataPoints
                    .filter((point) => point.value !== false)
                    .filter((point) => this._getDatasetLabel(point) === dataset.label)
                    .map((point) => point.labelIndex)
            );
            dataset.data = dataset.data.map((value, index) =>
                known.has(index) ? value : null
            );
        }
        return data;
    }
}

/** A pivot whose download leaves cells without a value empty. */
export class FigurePivotModel extends PivotModel {
    exportData() {
        const data = super.exportData();
        for (const {values} of data.rows) {
            for (const cell of values) {
                cell.value = cell.value === false ? "" : cell.value;
            }
        }
        return data;
    }
}

const views = registry.category("views");
views.add("repair_figure_graph", {...graphView, Model: FigureGraphModel});
views.add("repair_figure_pivot", {...pivotView, Model: FigurePivotModel});
