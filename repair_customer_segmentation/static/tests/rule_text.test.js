import {describe, expect, test} from "@odoo/hoot";
import {markedParts} from "@repair_customer_segmentation/policy/rule_text/rule_text";

describe.current.tags("desktop");

test("what is not understood is marked, and the text stays whole", () => {
    const text = "Value\nHigh: at least 4 widgets\nRest: everyone else";
    const parts = markedParts(text, [{line: 1, start: 17, end: 24}]);
    expect(parts.map((part) => part.text).join("")).toBe(text);
    expect(parts.filter((part) => part.isMarked).map((part) => part.text)).toEqual([
        "widgets",
    ]);
});

test("several lines, the end of a line and an empty text", () => {
    const text = "a b\n\nc";
    const problems = [
        {line: 0, start: 0, end: 1},
        {line: 2, start: 0, end: 1},
    ];
    const parts = markedParts(text, problems);
    expect(parts.map((part) => part.text).join("")).toBe(text);
    expect(parts.filter((part) => part.isMarked).map((part) => part.text)).toEqual([
        "a",
        "c",
    ]);
    expect(markedParts("", [])).toEqual([]);
    const [before, marked] = markedParts("🔧: six", [{line: 0, start: 3, end: 6}]);
    expect([before.text, marked.text]).toEqual(["🔧: ", "six"]);
});
