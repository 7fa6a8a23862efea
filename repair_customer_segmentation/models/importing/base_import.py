import re
import unicodedata

from odoo import api, models

from ...finding.encoding import SUBSETS, encoding_of
from ...history_file.headings import field_of_heading
from ...history_file.written_days import written_moment
from ...vocabulary import ADDON, CASE
from ..access.enumerated import enumerated

# Columns that tell of a repair that is over, or was paid.
HISTORY_COLUMNS = {"amount", "date_closed", "stage_id"}
UTF8_MARK = b"\xef\xbb\xbf"
# How a workbook begins: .xlsx and .ods, then .xls.
WORKBOOK = (b"PK", b"\xd0\xcf")


class BaseImport(models.TransientModel):  # pylint: disable=no-wizard-in-models
    """Reads files as people save them, and asks where a file may mean two things."""

    _inherit = "base_import.import"

    def _read_csv(self, options):
        """Read UTF-8 where it is that throughout, else GB18030, unless somebody chose otherwise."""
        data = self.file or b""
        chosen = (options.get("encoding") or "").lower()
        if chosen in SUBSETS:
            options["encoding"] = "gb18030"
        elif chosen in ("utf-8", "utf8", "utf_8") and data.startswith(UTF8_MARK):
            options["encoding"] = "utf-8-sig"
        elif not chosen:
            encoding = encoding_of(data, self.env.lang or "")
            if encoding:
                options["encoding"] = encoding
        return super()._read_csv(options)

    @api.model
    def _imports_ours(self):
        model = self.env.get(self.res_model)
        return model is not None and (model._original_module or "").startswith(ADDON)

    def get_fields_tree(self, model, depth=2):
        """Offer the reference of a case: a shop brings the numbers of its own orders."""
        fields = super().get_fields_tree(model, depth)
        if model == CASE and depth and not any(field["id"] == "reference" for field in fields):
            label = self.env[CASE].fields_get(["reference"], ["string"])["reference"]["string"]
            fields.append(
                {
                    "id": "reference",
                    "name": "reference",
                    "string": label,
                    "required": False,
                    "fields": [],
                    "type": "char",
                    "model_name": CASE,
                }
            )
        return fields

    def _get_mapping_suggestion(self, header, fields_tree, header_types, mapping_fields):
        """Know what the columns of repair ledgers are called."""
        if self.res_model == CASE and header.lower() not in mapping_fields:
            name = field_of_heading(header)
            if name and any(field["name"] == name for field in fields_tree):
                return {"field_path": [name], "distance": 0}
        return super()._get_mapping_suggestion(header, fields_tree, header_types, mapping_fields)

    def _try_match_date_time(self, preview_values, options):
        """Know days that are written in words, or without separators."""
        if self._imports_ours() and not options.get("date_format"):
            cells = [cell for cell in preview_values if cell]
            if cells and all(
                isinstance(cell, str) and written_moment(cell, False) for cell in cells
            ):
                return ["date", "datetime"]
        return super()._try_match_date_time(preview_values, options)

    def _parse_date_from_data(self, data, index, name, field_type, options):
        """Read days that are written in words, without separators, or as numbers of a workbook."""
        if self._imports_ours():
            is_workbook = (self.file or b"").startswith(WORKBOOK)
            for line in data:
                moment = isinstance(line[index], str) and written_moment(line[index], is_workbook)
                if moment:
                    line[index] = moment.date() if field_type == "date" else moment
        return super()._parse_date_from_data(data, index, name, field_type, options)

    def _parse_float_from_data(self, data, index, name, options):
        """Refuse numbers whose comma or point may be the other.

        :raise ImportValidationError: naming the number and what to choose
        """
        if self._imports_ours():
            for line in data:
                line[index] = unicodedata.normalize("NFKC", line[index])
            self._check_separators([line[index].strip() for line in data], name, options)
        return super()._parse_float_from_data(data, index, name, options)

    def _check_separators(self, values, name, options):
        shown = self.env[self.res_model].fields_get([name.split("/")[0]], ["string"])
        label = next(iter(shown.values()), {}).get("string", name)
        grouping_alone, ambiguous = [], None
        for value in filter(None, values):
            thousand, decimal = self._infer_separators(value, options)
            number = re.sub(r"[^\d.,]", "", value)
            if thousand in number and thousand in (",", "."):
                whole = number.split(decimal)[0] if decimal else number
                if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousand)}\d{{3}})+", whole):
                    raise self._separator_error(value, label, name, thousand)
            if decimal in number:
                grouping_alone.append(
                    bool(re.fullmatch(rf"[1-9]\d{{0,2}}{re.escape(decimal)}\d{{3}}", number))
                )
                ambiguous = value
        is_text = not (self.file or b"").startswith(WORKBOOK)
        if is_text and grouping_alone and all(grouping_alone):
            raise self._separator_error(ambiguous, label, name, options["float_decimal_separator"])

    def _separator_error(self, value, label, name, separator):
        return self._error()(
            self.env._(
                "“%(value)s” in the column “%(field)s”: is “%(separator)s” the decimal or the "
                "thousands separator? Choose “Decimals Separator” and “Thousands Separator” "
                "under Formatting, or write the number without a thousands separator.",
                value=value,
                field=label,
                separator=separator,
            ),
            field=name,
        )

    @api.model
    def _error(self):
        from odoo.addons.base_import.models.base_import import (
            ImportValidationError,
        )

        return ImportValidationError

    def execute_import(self, fields, columns, options, dryrun=False):
        """Refuse a file of cases without a day, and name the columns that are left out."""
        if self.res_model != CASE:
            return super().execute_import(fields, columns, options, dryrun=dryrun)
        left_out = [
            column
            for column, name in zip(columns, fields, strict=False)
            if column and not name and options.get("has_headers")
        ]
        given = {(name or "").partition("/")[0] for name in fields}
        # A subject and a customer alone are requests of today; all else is a history.
        is_history = left_out or HISTORY_COLUMNS & given
        if is_history and not {"date_open", "id", ".id"} & given:
            return {"ids": False, "messages": [self._message("error", self._no_day(columns))]}
        # Who continues a file does not repeat what came in from it before.
        since = self.create_date if options.get("skip") else False
        wizard = self.with_context(repair_import_since=since)
        result = super(BaseImport, wizard).execute_import(fields, columns, options, dryrun=dryrun)
        # Odoo leaves it out where the file cannot be read.
        result.setdefault("ids", False)
        if left_out:
            result["messages"].append(
                self._message(
                    "warning",
                    self.env._(
                        "Skipped, because no field was selected for them: %(columns)s.",
                        columns=enumerated(self.env, (f"“{column}”" for column in left_out)),
                    ),
                )
            )
        return result

    def _no_day(self, columns):
        return self.env._(
            "No column is “Opened on”: without the day of each repair, all repairs would be "
            "dated today. Choose it for one of these columns: %(columns)s.",
            columns=enumerated(self.env, (f"“{column}”" for column in columns if column)),
        )

    @api.model
    def _message(self, kind, text):
        return {"type": kind, "message": text, "rows": {"from": 0, "to": 0}, "record": False}
