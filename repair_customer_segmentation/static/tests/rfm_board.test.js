import {click} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {expect, test} from "@odoo/hoot";
import {reactive} from "@odoo/owl";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";

import {RfmBoard} from "@repair_customer_segmentation/policy/rfm_board/rfm_board";

defineMailModels();

function segment(id, name, cells) {
    const record = reactive({id, data: {name, color: id, cells}});
    record.update = (values) => Object.assign(record.data, values);
    return record;
}

async function mountBoard(state = "draft", readonly = false) {
    const segments = [segment(1, "Champions", "55 54"), segment(2, "Lost", "11 12")];
    const board = await mountWithCleanup(RfmBoard, {
        props: {
            readonly,
            record: {
                data: {
                    state,
                    rfm_tier_ids: {records: segments},
                    cell_counts: {55: 3, 54: 4, 11: 5},
                },
            },
        },
    });
    return {board, segments};
}

test("every cell says whose it is and how many are on it", async () => {
    const {board, segments} = await mountBoard();
    expect("[data-cell]").toHaveCount(25);
    expect(board.segmentOf("55").data.name).toBe("Champions");
    expect(board.segmentOf("33")).toBe(undefined);
    expect(board.countOf(segments[0])).toBe(7);
    expect(board.countOf(segments[1])).toBe(5);
    expect(board.cellLabel(3, 3)).toBe(
        "Recency 3, frequency and amount 3: no segment, customers: 0"
    );
});

test("a cell that is painted leaves the segment that it was of", async () => {
    const {board, segments} = await mountBoard();
    board.pick(segments[1]);
    await board.schedulePaint("54");
    await board.schedulePaint("33");
    await animationFrame();
    expect(segments[0].data.cells).toBe("55");
    expect(segments[1].data.cells).toBe("54 33 12 11");
});

test("without a segment picked nothing is painted", async () => {
    const {segments} = await mountBoard();
    await click("[data-cell='54']");
    await animationFrame();
    expect(segments[0].data.cells).toBe("55 54");
});

test("an active version is looked at alone", async () => {
    const {board, segments} = await mountBoard("active");
    board.pick(segments[1]);
    await board.schedulePaint("54");
    expect(segments[0].data.cells).toBe("55 54");
});
