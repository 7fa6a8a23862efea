"""The lowest point of a function of a few numbers, without derivatives.

Nelder and Mead, "A simplex method for function minimization", The Computer Journal 7 (1965), with
their own coefficients.
"""

from math import inf

MOST_MOVES = 2_000
# A simplex can shrink before it is there: it is set up anew until that gains nothing.
MOST_STARTS = 10


def lowest(function, start, step=0.5, size=1e-6):
    """Return the point at which a function is lowest, and its value there.

    :param function: of a list of numbers; ``inf`` where it is not defined
    :param list start: where to begin; the function is finite there
    :param float step: how far from it the first corners are, in each direction
    :param float size: the search ends when all corners are so near to the best one
    :return: pair of the point and the value
    :raise ArithmeticError: where no end is found
    """
    best, value = list(start), function(list(start))
    for _start in range(MOST_STARTS):
        found, lower = _descend(function, best, value, step, size)
        moved = max(abs(a - b) for a, b in zip(found, best, strict=True))
        best, value = found, lower
        if moved < 10 * size:
            return best, value
        step = max(step / 4, 100 * size)
    raise ArithmeticError("The search for the lowest point found no end.")


def _descend(function, start, value, step, size):
    corners = [(value, start)]
    for axis in range(len(start)):
        point = list(start)
        point[axis] += step
        corners.append((function(point), point))
    for _step in range(MOST_MOVES):
        corners.sort(key=lambda corner: corner[0])
        best = corners[0][1]
        if all(abs(a - b) < size for _v, p in corners[1:] for a, b in zip(p, best, strict=True)):
            break
        _replace_worst(function, corners)
    value, point = min(corners, key=lambda corner: corner[0])
    return point, value


def _replace_worst(function, corners):
    """Move the worst corner through the middle of the others, or draw all to the best."""
    (lowest_value, best), (second_worst, _point) = corners[0], corners[-2]
    worst_value, worst = corners[-1]
    others = [point for _value, point in corners[:-1]]
    middle = [sum(axis) / len(others) for axis in zip(*others, strict=True)]

    def along(factor):
        point = [m + factor * (w - m) for m, w in zip(middle, worst, strict=True)]
        return function(point), point

    reflected = along(-1)
    if reflected[0] < lowest_value:
        corners[-1] = min(reflected, along(-2), key=lambda corner: corner[0])
    elif reflected[0] < second_worst:
        corners[-1] = reflected
    else:
        inside = along(-0.5 if reflected[0] < worst_value else 0.5)
        if inside[0] < min(reflected[0], worst_value):
            corners[-1] = inside
        else:
            corners[1:] = [
                (function(point), point)
                for point in (
                    [(a + b) / 2 for a, b in zip(p, best, strict=True)] for _v, p in corners[1:]
                )
            ]


def curvature(function, point, step=1e-3):
    """Return the second derivatives of a function at a point, as rows of a matrix."""

    def at(*moves):
        moved = list(point)
        for axis, by in moves:
            moved[axis] += by
        return function(moved)

    axes = range(len(point))
    matrix = [[0.0] * len(point) for _axis in axes]
    middle = function(list(point))
    for i in axes:
        matrix[i][i] = (at((i, step)) - 2 * middle + at((i, -step))) / step**2
        for j in range(i):
            crossed = at((i, step), (j, step)) - at((i, step), (j, -step))
            crossed -= at((i, -step), (j, step)) - at((i, -step), (j, -step))
            matrix[i][j] = matrix[j][i] = crossed / (4 * step**2)
    return matrix


def inverse_diagonal(matrix):
    """Return the diagonal of the inverse of a matrix; ``None`` where it is not above zero.

    That of the curvature at a maximum of a likelihood are the variances of what was fitted.
    """
    count = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(count))] for i, row in enumerate(matrix)]
    for i in range(count):
        pivot = i + _largest([rows[j][i] for j in range(i, count)])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        if not 0 < abs(rows[i][i]) < inf:
            return None
        rows[i] = [number / rows[i][i] for number in rows[i]]
        for j in range(count):
            if j != i:
                factor = rows[j][i]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    diagonal = [rows[i][count + i] for i in range(count)]
    return diagonal if all(0 < number < inf for number in diagonal) else None


def _largest(numbers):
    """Return the place of the number that is furthest from zero."""
    return max(range(len(numbers)), key=lambda place: abs(numbers[place]))
