"""What each column of a ledger is, by its heading and by what stands in it."""

import re
from functools import cache

from .costs import are_money
from .headings import field_of_heading, heading_key
from .values import plain

# What a column can be, in the order in which people are asked.
TARGETS = (
    "partner_id",
    "phone",
    "email",
    "date_open",
    "date_closed",
    "name",
    "amount",
    "parts_cost",
    "work_hours",
    "reference",
    "stage_id",
    "type_id",
    "device_id",
    "serial_number",
    "is_rework",
    "note",
)
# These are money: for those alone who may see it.
MONEY_TARGETS = {"amount", "parts_cost"}
# Of these there may be several.
REPEATED = {"note"}

# Headings that are no field of a case.
FURTHER_HEADINGS = {
    "phone": "电话|联系电话|手机|手机号|手机号码|电话号码|联系方式|客户电话|phone|phone number|"
    "mobile|telephone|tel|contact number|cell",
    "email": "邮箱|电子邮件|电子邮箱|邮件|email|e-mail|mail|email address",
    "serial_number": "序列号|机身号|机号|串号|"
    "sn|s/n|serial|serial no|serial no.|serial number|imei",
    "device_id": "机型|型号|设备型号|品牌型号|产品|产品名称|产品型号|model|device|machine|product",
    "partner_id": "客户单位|公司名称|单位|报修单位|联系人|customer|company|name of customer|kunde",
    "date_open": "日期时间|送修日期|来店日期|"
    "date in|opened on|open date|order date|datum|start date",
    "date_closed": "修好日期|交付日期|date out|closed on|close date|end date|date completed",
    "name": "问题描述|故障原因|故障说明|"
    "description of fault|subject|complaint|work|work done|fault",
    "amount": "合计|总额|总价|应收|amount|total amount|charge|invoice total|betrag",
    "reference": "流水号|维修单号|work order|work order no|order no|order number|job|job no|"
    "job number|reference|ref|invoice|invoice number|auftrag",
    "stage_id": "维修状态|处理状态|进度|state|stage",
    "type_id": "维修类型|服务类型|类别|type|category|service type",
    "note": "备注|说明|地址|note|notes|remark|remarks|comment|comments|address",
    "is_rework": "是否保修返修|rework",
}
# Headings that name a field where no other column does.
WEAK_HEADINGS = {
    "date_open": "创建时间|创建日期|"
    "created|created at|created on|creation date|date created|timestamp",
    "date_closed": "关闭时间|关闭日期|closed at|completed at|resolved at",
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOBILE = re.compile(r"(?:\+?86[ -]?)?1[3-9]\d[\d -]{8,10}")
# In brackets, after a colon or a star: units and signs that something is required.
UNIT = re.compile(r"[(\[【].*?[)\]】]|[*:]")
# A column is taken for what so many of its cells are.
ENOUGH = 0.8
ROWS_LOOKED_AT = 200


def target_of(heading):
    """Return which of :data:`TARGETS` a heading means; empty where nobody knows."""
    for text in (heading_key(heading), _bare(heading)):
        found = _further().get(text) or field_of_heading(text)
        if found:
            # The hours of one ledger are what another one charges for them.
            return "" if found == "work_hours" and are_money(heading) else found
    return ""


def _bare(heading):
    """Return a heading as it is compared, without units and signs."""
    return heading_key(UNIT.sub(" ", plain(heading)).replace("_", " "))


def targets_of(sheet, labels=None, allowed=TARGETS):
    """Return what each column of a sheet is, empty where it is nothing that we know.

    :param dict labels: further headings -> target, as the forms call the fields
    :param allowed: the targets that there may be
    """
    labels = {heading_key(label): target for label, target in (labels or {}).items()}
    found, taken = [], set()
    for heading in sheet.headings:
        target = labels.get(heading_key(heading)) or target_of(heading)
        if target not in allowed or (target in taken and target not in REPEATED):
            target = ""
        taken.add(target)
        found.append(target)
    for index, target in enumerate(found):
        if not target:
            guess = _weak().get(_bare(sheet.headings[index])) or _by_content(sheet, index)
            if guess and guess in allowed and guess not in taken:
                found[index] = guess
                taken.add(guess)
    return tuple(found)


def _by_content(sheet, index):
    cells = [cells[index] for _line, cells in sheet.rows[:ROWS_LOOKED_AT] if cells[index]]
    if not cells:
        return ""
    if sum(1 for cell in cells if EMAIL.fullmatch(cell)) >= ENOUGH * len(cells):
        return "email"
    mobiles = sum(1 for cell in cells if MOBILE.fullmatch(cell))
    return "phone" if mobiles >= ENOUGH * len(cells) else ""


@cache
def _further():
    return _by_heading(FURTHER_HEADINGS)


@cache
def _weak():
    return _by_heading(WEAK_HEADINGS)


def _by_heading(targets):
    return {
        heading_key(heading): target
        for target, headings in targets.items()
        for heading in headings.split("|")
    }
