import {expect, test} from "@odoo/hoot";

import {
    heightAt,
    piecesOf,
} from "@repair_customer_segmentation/overview/pareto_curve/curve";

const CURVE = [
    [0, 0],
    [0.4, 0.8],
    [1, 1],
];

test("a border between two points gets its point on the line", () => {
    const pieces = piecesOf(CURVE, [
        {name: "A", customers_share: 0.2},
        {name: "B", customers_share: 0.5},
        {name: "C", customers_share: 0.3},
    ]);
    expect(pieces.map(({from, to}) => [from, to])).toEqual([
        [0, 0.2],
        [0.2, 0.7],
        [0.7, 1],
    ]);
    expect(pieces[0].points.length).toBe(2);
    expect(pieces[0].points[1][1]).toBeCloseTo(0.4);
    expect(pieces[1].points.length).toBe(3);
    expect(pieces[1].points[1]).toEqual([0.4, 0.8]);
    expect(pieces[1].points.at(-1)).toEqual(pieces[2].points[0]);
    expect(pieces[2].points.at(-1)).toEqual([1, 1]);
});

test("the last class ends where the curve does, whatever is rounded", () => {
    const pieces = piecesOf(CURVE, [
        {name: "A", customers_share: 0.33},
        {name: "C", customers_share: 0.66},
    ]);
    expect(pieces[1].to).toBe(1);
});

test("heights are read on the line between the points around", () => {
    expect(heightAt(CURVE, 0)).toBe(0);
    expect(heightAt(CURVE, 0.1)).toBeCloseTo(0.2);
    expect(heightAt(CURVE, 1)).toBe(1);
    expect(heightAt([[0, 0]], 0.5)).toBe(0);
});
