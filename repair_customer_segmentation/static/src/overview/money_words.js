import {_t} from "@web/core/l10n/translation";
import {formatMonetary, formatPercentage} from "@web/views/fields/formatters";

/** An amount without cents: “$ 1,200”. */
export function moneyWords(amount, currencyId, humanReadable = false) {
    return formatMonetary(amount, {currencyId, digits: [16, 0], humanReadable});
}

/**
 * Of how many cases the costs are known: “costs known of 62% of cases”.
 *
 * @param {Number|null} share from 0 to 1; null where it is not known of how many
 * @returns {String} empty where the share is not known
 */
export function costedWords(share) {
    if (share === null) {
        return "";
    }
    // Neither nothing nor all, as long as it is not.
    const percent = share < 1 ? Math.min(0.99, Math.max(0.01, share)) : share;
    return _t(
        "costs known of %s of cases",
        formatPercentage(percent, {digits: [16, 0]})
    );
}
