export const NOWHERE = "none";

/**
 * Whether a customer rose or fell who went from one tier to another: `"up"`, `"down"` or `""`.
 * Where tiers rank, the first is the best.
 */
export function directionOf({tiers, ranked}, from, to) {
    if (!ranked || from === to || from === NOWHERE || to === NOWHERE) {
        return "";
    }
    const keys = tiers.map((tier) => tier.key);
    return keys.indexOf(to) < keys.indexOf(from) ? "up" : "down";
}
