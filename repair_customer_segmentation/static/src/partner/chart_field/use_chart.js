import {loadBundle} from "@web/core/assets";
import {onWillStart, useEffect, useRef} from "@odoo/owl";

/**
 * Draw by Chart.js on the canvas of the component, anew whenever what is drawn is another.
 *
 * @param {Function} config what Chart.js is told, of the canvas
 * @param {Function} value what is drawn, as plain data
 */
export function useChart(config, value) {
    const canvasRef = useRef("canvas");
    onWillStart(() => loadBundle("web.chartjs_lib"));
    useEffect(
        (canvas) => {
            if (!canvas) {
                return;
            }
            const chart = new Chart(canvas, config(canvas));
            return () => chart.destroy();
        },
        () => [canvasRef.el, JSON.stringify(value())]
    );
}
