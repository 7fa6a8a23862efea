from odoo import api, models

from ...vocabulary import ADDON
from ..access.enumerated import enumerated

# Where a row updates a record, an empty cell of these types leaves its value as it is.
KEPT = {"float", "monetary", "integer", "boolean", "date", "datetime", "selection"}
NAMED_RECORDS = 5


class Row:
    """The row that an import reads now: what its other cells say decides what a name means."""

    def __init__(self, converter, model, savepoint):
        self.converter, self.model, self.savepoint = converter, model, savepoint
        self.cells = {}
        self.known = {}
        # (field, name, domain) -> id of the record that a name meant in an earlier row.
        self.named = {}

    def company(self):
        """Return the company of the row, the current one where it names none."""
        named = "company_id" in self.model._fields and self.record("company_id")
        return named or self.model.env.company

    def value(self, name):
        """Return the key of the selection that a cell says, or the default of the field."""
        field, cell = self.model._fields[name], self.cells.get(name)
        if not cell:
            return self.model.default_get([name]).get(name)
        try:
            return self.converter._str_to_selection(self.model, field, cell, self.savepoint)[0]
        except ValueError:
            # The import tells of it when it reads that cell.
            return None

    def record(self, name):
        """Return the record that a cell names; empty where it names none, or nobody knows it."""
        field = self.model._fields[name]
        records = self.model.env[field.comodel_name]
        cell = self.cells.get(name)
        if not cell:
            return records
        [(subfield, value)] = cell[0].items()
        key = (name, subfield, value, name != "company_id" and str(self.cells.get("company_id")))
        if key not in self.known:
            try:
                found = self.converter.db_id_for(
                    self.model, field, subfield, value, self.savepoint
                )[0]
            except ValueError:
                # The import tells of it when it reads that cell.
                found = False
            if not found:
                return records
            self.known[key] = found
        return records.browse(self.known[key])


class IrFieldsConverter(models.AbstractModel):
    """Looks names up where the row belongs, and refuses a name that two records have."""

    _inherit = "ir.fields.converter"

    @api.model
    def for_model(self, model, fromtype=str, *, savepoint):
        if not (model._original_module or "").startswith(ADDON):
            return super().for_model(model, fromtype, savepoint=savepoint)
        row = Row(self, self.env[model._name], savepoint)
        row.converter = self.with_context(repair_import_row=row)
        convert = super(IrFieldsConverter, row.converter).for_model(
            model, fromtype, savepoint=savepoint
        )

        def converted(record, log):
            row.cells = record
            values = convert(record, log)
            if record.get("id") or record.get(".id"):
                for name, cell in record.items():
                    if not cell and name in values and model._fields[name].type in KEPT:
                        del values[name]
            return values

        return converted

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        row = self.env.context.get("repair_import_row")
        # A caller may send anything in the context.
        ours = isinstance(row, Row) and row.model._name == model._name
        if subfield is not None or not value or not ours:
            return super().db_id_for(model, field, subfield, value, savepoint)
        records = self.env[field.comodel_name]
        flush = self.env.context.get("import_flush", lambda **kw: None)
        flush(model=field.comodel_name)
        domain = self._import_domain(field, row)
        key = (field.name, value, str(domain))
        if key in row.named:
            return row.named[key], []
        found = records.name_search(value, domain, operator="=")
        if len(found) == 1:
            row.named[key] = found[0][0]
            return found[0][0], []
        if found:
            raise self._import_error(
                self.env._(
                    "%(count)s records in the field “%%(field)s” are named “%(value)s”: "
                    "%(records)s. Add a column with the database ID or external ID of the "
                    "right one, or rename one of them.",
                    count=len(found),
                    value=_escape(value),
                    records=_escape(self._told_apart(records.browse([i for i, _name in found]))),
                )
            )
        if hasattr(row.model, "_import_unknown"):
            other = row.model._import_unknown(field.name, value, row)
            if other:
                return other.id, []
        if domain and records.name_search(value, operator="=", limit=1):
            raise self._import_error(
                self.env._(
                    "“%(value)s” in the field “%%(field)s” belongs to a different company, "
                    "policy or customer than the row. Correct it, or choose one that belongs "
                    "there.",
                    value=_escape(value),
                )
            )
        return super().db_id_for(model, field, subfield, value, savepoint)

    @api.model
    def _import_domain(self, field, row):
        """Return the domain of the records that a cell may name: those of the row's company."""
        if hasattr(row.model, "_import_domain"):
            domain = row.model._import_domain(field.name, row)
            if domain is not None:
                return domain
        records = self.env[field.comodel_name]
        if "company_id" not in records._fields or field.comodel_name == "res.users":
            return []
        company = row.company()
        if field.comodel_name == "repair.segmentation.tier":
            # Other policies and the templates have tiers of the same names, and so may another
            # dimension: an override says its own.
            domain = [("company_id", "=", company.id), ("policy_id.state", "=", "active")]
            if row.model._name == "repair.segmentation.override":
                domain.append(("dimension", "=", row.value("dimension")))
            return domain
        return [("company_id", "in", (False, company.id))]

    @api.model
    def _import_error(self, message):
        return ValueError(message, {})

    @api.model
    def _told_apart(self, records):
        """Return how records of one name differ: what is known of them, and their ids."""
        texts = []
        for record in records[:NAMED_RECORDS]:
            known = [
                str(record[name].display_name if record._fields[name].relational else record[name])
                for name in ("ref", "phone", "email", "city", "serial_number", "company_id")
                if name in record._fields
                and record._has_field_access(record._fields[name], "read")
                and record[name]
            ]
            known.append(self.env._("database ID %s", record.id))
            texts.append(f"{record.display_name} ({enumerated(self.env, known)})")
        if len(records) > NAMED_RECORDS:
            texts.append("…")
        return "; ".join(texts)


def _escape(text):
    return str(text).replace("%", "%%")
