from odoo.addons.web.controllers.export import ExcelExport

from ..fields import Answer


class FigureExcelExport(ExcelExport):
    """Exports groups with the same means as lists and pivots show them.

    Odoo divides the sum of a column by the number of all records of the group; those that have
    no answer are not zeros.
    """

    def from_group_data(self, fields, columns_headers, groups):
        weigh_answers(groups)
        return super().from_group_data(fields, columns_headers, groups)


def weigh_answers(group):
    """Write the means of answers into the groups of an export.

    :param group: Odoo's tree of groups, or a branch of it
    :return: field name -> the answers of the group
    """
    model, names = group._model, group._export_field_names
    columns = {
        name: index
        for index, name in enumerate(names)
        if isinstance(model._fields.get(name), Answer)
    }
    # Odoo's own figures of the branches are made of each other: first those, then ours.
    means = group.aggregated_values if columns else {}
    answers = {
        name: [row[index] for row in group.data if row[index] != ""]
        for name, index in columns.items()
    }
    for child in group.children.values():
        for name, values in weigh_answers(child).items():
            answers[name] += values
    for name, values in answers.items():
        means[name] = sum(values) / len(values) if values else None
    return answers
