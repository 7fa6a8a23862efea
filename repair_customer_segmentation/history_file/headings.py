"""What the columns of repair ledgers are called, in Chinese and in English."""

import unicodedata
from functools import cache

from ..finding.functions import han_variants

# Field of a case -> headings of other programs and of paper ledgers.
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
    "parts_cost": "配件成本|配件费|配件费用|零件成本|零件费|零件费用|材料成本|材料费|材料费用|"
    "备件成本|parts cost|part cost|parts costs|cost of parts|material cost|material costs|"
    "materials cost|cost of materials|cost of material|spare parts cost|materialkosten",
    "work_hours": "工时|工时数|维修工时|工作工时|工作时长|维修时长|工作小时|工作小时数|"
    "hours|hours worked|work hours|working hours|worked hours|labor hours|labour hours|man hours|"
    "man-hours|repair hours|time worked|time spent|arbeitsstunden",
    "is_rework": "返修|是否返修|warranty repair",
}


def field_of_heading(heading):
    """Return the name of the field of a case that a heading means, ``None`` for another one."""
    return _fields_by_heading().get(heading_key(heading))


@cache
def _fields_by_heading():
    return {
        heading_key(heading): name
        for name, headings in HEADINGS.items()
        for heading in headings.split("|")
    }


@cache
def _one_writing():
    return str.maketrans(han_variants())


def heading_key(heading):
    """Return a heading in one writing, simplified or traditional characters alike."""
    text = unicodedata.normalize("NFKC", heading).strip().casefold()
    return text.translate(_one_writing())
