"""Charts that Excel draws itself, of cells that are in the book."""

from .colors import strong

SMALL = {"name": "Calibri", "size": 9, "color": "#374151"}
CHART_TITLE = {"name": "Calibri", "size": 12, "color": "#1F2937", "bold": True}
GRID = {"visible": True, "line": {"color": "#E5E7EB", "width": 0.75}}
BLUE, AMBER = "#5794DD", "#DC8534"
SIZE = {"width": 470, "height": 270}


def bars(book, title, names, values, colors=(), kind="column", number="#,##0"):
    """Return a chart of one bar a name.

    :param names: the cells of the names, see ``Sheet.range``
    :param values: the cells of the numbers
    :param colors: Odoo's number of the color of each bar
    :param kind: ``column`` or ``bar``
    """
    chart = book.file.add_chart({"type": kind})
    points = [{"fill": {"color": strong(color)}} for color in colors]
    chart.add_series(
        {
            "name": title,
            "categories": names,
            "values": values,
            "points": points or None,
            "fill": {"color": BLUE},
            "gap": 60,
            "data_labels": {"value": True, "font": SMALL, "num_format": number},
        }
    )
    _dress(chart, title, number)
    chart.set_legend({"none": True})
    if kind == "bar":
        chart.set_y_axis(
            {"reverse": True, "num_font": SMALL, "major_gridlines": {"visible": False}}
        )
        # From nothing on, or a bar says more than its number, which stands beside it.
        chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    return chart


def groups(book, title, names, series):
    """Return a chart of several bars a name, of shares.

    :param series: pairs ``(label, cells)``
    """
    chart = book.file.add_chart({"type": "column"})
    for (label, values), color in zip(series, (BLUE, AMBER, "#61C36E", "#9872E6"), strict=False):
        chart.add_series(
            {
                "name": label,
                "categories": names,
                "values": values,
                "fill": {"color": color},
                "gap": 80,
                "data_labels": {"value": True, "font": SMALL, "num_format": "0%"},
            }
        )
    _dress(chart, title, "0%")
    chart.set_y_axis({"num_format": "0%", "num_font": SMALL, "major_gridlines": GRID,
                      "min": 0, "max": 1})  # fmt: skip
    chart.set_legend({"position": "bottom", "font": SMALL})
    return chart


def pareto(book, title, labels, names, amounts, shares):
    """Return the Pareto chart: a bar for each part of the customers, and the line that they add
    up to.

    :param tuple labels: of the bars, of the line, and of the axis below
    """
    of_bars, of_line, below = labels
    chart = book.file.add_chart({"type": "column"})
    chart.add_series(
        {"name": of_bars, "categories": names, "values": amounts, "fill": {"color": BLUE},
         "gap": 10}
    )  # fmt: skip
    line = book.file.add_chart({"type": "line"})
    line.add_series(
        {"name": of_line, "categories": names, "values": shares, "y2_axis": True,
         "line": {"color": AMBER, "width": 2.25}}
    )  # fmt: skip
    chart.combine(line)
    _dress(chart, title, "#,##0")
    chart.set_x_axis({"name": below, "name_font": SMALL, "num_format": "0%", "num_font": SMALL,
                      "interval_unit": 10, "interval_tick": 10})  # fmt: skip
    line.set_y2_axis({"num_format": "0%", "num_font": SMALL, "min": 0, "max": 1})
    chart.set_legend({"position": "bottom", "font": SMALL})
    return chart


def _dress(chart, title, number):
    chart.set_title({"name": title, "name_font": CHART_TITLE, "overlay": False})
    chart.set_size(SIZE)
    chart.set_chartarea({"border": {"color": "#E5E7EB"}})
    chart.set_x_axis({"num_font": SMALL})
    chart.set_y_axis({"min": 0, "num_format": number, "num_font": SMALL, "major_gridlines": GRID})
