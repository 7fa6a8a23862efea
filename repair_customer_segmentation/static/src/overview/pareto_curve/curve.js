/**
 * The curve between the borders of the classes, a piece for each, so that each is filled in its
 * colour. Where a border lies between two points, both pieces get the point on the line there.
 *
 * @param {Number[][]} points [share of customers, share of amount], both growing from 0 to 1
 * @param {Object[]} tiers classes from the best on, with their `customers_share`
 * @returns {Object[]} the tiers with `points`, and `from` and `to`, their borders
 */
export function piecesOf(points, tiers) {
    let from = 0;
    return tiers.map((tier, index) => {
        const isLast = index === tiers.length - 1;
        const to = isLast ? 1 : Math.min(1, from + tier.customers_share);
        const inside = points.filter(([x]) => x > from && x < to);
        const piece = {
            ...tier,
            from,
            to,
            points: [
                [from, heightAt(points, from)],
                ...inside,
                [to, heightAt(points, to)],
            ],
        };
        from = to;
        return piece;
    });
}

/** The share of amount at a share of customers, on the line between the points around it. */
export function heightAt(points, x) {
    const after = points.findIndex(([px]) => px >= x);
    if (after <= 0) {
        return after === 0 ? points[0][1] : points.at(-1)[1];
    }
    const [[x1, y1], [x2, y2]] = [points[after - 1], points[after]];
    return x2 === x1 ? y2 : y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
}
