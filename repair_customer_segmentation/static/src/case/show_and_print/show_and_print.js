import {registry} from "@web/core/registry";

/**
 * Shows a record, and prints what is wanted of it.
 *
 * Shown first: where there is no PDF, a report is a page of its own, and the way back from it
 * leads to the record.
 */
export async function showAndPrint(env, {params}) {
    await env.services.action.doAction(params.shown);
    for (const report of params.printed) {
        await env.services.action.doAction(report);
    }
}

registry.category("actions").add("repair_show_and_print", showAndPrint);
