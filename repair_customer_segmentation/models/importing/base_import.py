import re
import unicodedata
from datetime import datetime, timedelta
from functools import cache

from odoo import api, models

from ...finding.encoding import SUBSETS, encoding_of
from ...finding.functions import han_variants
from ...vocabulary import ADDON, CASE

# Columns that tell of a repair that is over, or was paid.
HISTORY_COLUMNS = {"amount", "date_closed", "stage_id"}
UTF8_MARK = b"\xef\xbb\xbf"

# What the columns of other programs and of paper ledgers are called.
HEADINGS = {
    "name": "主题|故障|故障描述|故障现象|报修内容|维修内容|问题|problem|issue|fault|title",
    "partner_id": "客户|客户名称|客户姓名|客户名|姓名|顾客|报修人|单位名称|client|customer name",
    "date_open": "报修日期|报修时间|开单日期|受理日期|接修日期|接件日期|登记日期|维修日期|日期|"
    "date of repair|repair date|opened|date opened|received|received on|date",
    "date_closed": "完成日期|完工日期|完成时间|结单日期|取机日期|"
    "completed|completed on|finished|finished on|date closed|closed",
    "amount": "金额|维修金额|维修费|维修费用|费用|价格|收费|收费金额|实收|实收金额|"
    "price|total|cost|amount paid|paid",
    "stage_id": "状态|工单状态|status",
    "type_id": "类型|工单类型|业务类型",
    "device_id": "设备|机器|设备名称|appliance",
    "reference": "工单号|工单编号|单号|编号|案号|case number|ticket|ticket number|number",
    "is_rework": "返修|是否返修|warranty repair",
}
# A day as people write it, maybe with a time.
WRITTEN_DAY = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?\s*|(\d{4})(\d\d)(\d\d)(?!\d)|"
    r"(\d{4})-(\d\d)-(\d\d)T"
)
WRITTEN_TIME = re.compile(r"(\d{1,2})[:时時](\d{1,2})(?:[:分](\d{1,2})?)?[秒.\d]*")
# A number that a workbook shows as a day: those of 1954 to 2119.
SERIAL = re.compile(r"([2-7]\d{4})(\.\d+)?")
SERIAL_START = datetime(1899, 12, 30)


@cache
def _fields_by_heading():
    return {
        _heading_key(heading): name
        for name, headings in HEADINGS.items()
        for heading in headings.split("|")
    }


@cache
def _one_writing():
    return str.maketrans(han_variants())


def _heading_key(heading):
    """Return a heading in one writing, simplified or traditional characters alike."""
    text = unicodedata.normalize("NFKC", heading).strip().casefold()
    return text.translate(_one_writing())


def _moment(text, is_workbook):
    """Return the moment of a day that is written in another way than by separators.

    :param str text: what stands in a cell
    :param bool is_workbook: whether a number may be the day of a workbook
    :return: a naive moment; ``None`` for another text
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if is_workbook and (serial := SERIAL.fullmatch(text)):
        seconds = round(float(serial[2] or 0) * 86400)
        return SERIAL_START + timedelta(days=int(serial[1]), seconds=seconds)
    day = WRITTEN_DAY.match(text)
    if not day:
        return None
    numbers = [int(number) for number in day.groups() if number]
    rest = text[day.end() :].strip()
    time = WRITTEN_TIME.fullmatch(rest)
    if rest and not time:
        return None
    try:
        return datetime(*numbers, *(int(part or 0) for part in (time.groups() if time else ())))
    except ValueError:
        return None


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
            name = _fields_by_heading().get(_heading_key(header))
            if name and any(field["name"] == name for field in fields_tree):
                return {"field_path": [name], "distance": 0}
        return super()._get_mapping_suggestion(header, fields_tree, header_types, mapping_fields)

    def _try_match_date_time(self, preview_values, options):
        """Know days that are written in words, or without separators."""
        if self._imports_ours() and not options.get("date_format"):
            cells = [cell for cell in preview_values if cell]
            if cells and all(isinstance(cell, str) and _moment(cell, False) for cell in cells):
                return ["date", "datetime"]
        return super()._try_match_date_time(preview_values, options)

    def _parse_date_from_data(self, data, index, name, field_type, options):
        """Read days that are written in words, without separators, or as numbers of a workbook."""
        if self._imports_ours():
            is_workbook = (self.file or b"").startswith((b"PK", b"\xd0\xcf"))
            for line in data:
                moment = isinstance(line[index], str) and _moment(line[index], is_workbook)
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
        is_text = not (self.file or b"").startswith((b"PK", b"\xd0\xcf"))
        if is_text and grouping_alone and all(grouping_alone):
            raise self._separator_error(ambiguous, label, name, options["float_decimal_separator"])

    def _separator_error(self, value, label, name, separator):
        return self._error()(
            self.env._(
                "“%(value)s” in the column “%(field)s”: is “%(separator)s” the decimal separator, "
                "or does it part thousands? Choose “Decimals Separator” and “Thousands Separator” "
                "under Formatting, or write the number without a separator of thousands.",
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
                        "Left out, as no field was chosen for them: %(columns)s.",
                        columns=", ".join(f"“{column}”" for column in left_out),
                    ),
                )
            )
        return result

    def _no_day(self, columns):
        return self.env._(
            "No column is “Opened on”: without the day of each repair, all would be of today. "
            "Choose it for one of these columns: %(columns)s.",
            columns=", ".join(f"“{column}”" for column in columns if column),
        )

    @api.model
    def _message(self, kind, text):
        return {"type": kind, "message": text, "rows": {"from": 0, "to": 0}, "record": False}
