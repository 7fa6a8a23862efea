import base64

from .common import SegmentationCase

LEDGER = """工单号,客户名称,联系电话,报修日期,完成日期,机型,序列号,故障描述,金额(元),状态,备注
A1,王芳,13800138000,2025/3/7,2025/3/8,冰箱,S1,不制冷,"1,234.50",已完成,急
A2,上海永新机电有限公司,021-55551111,2025年4月1日,,水泵,,漏水,80,维修中,
A3,王芳,138 0013 8000,2025/5/2,2025/5/2,冰箱,S1,又不制冷,60,已完成,
A4,王芳,13900139000,2025/5/3,2025/5/4,电视,,没图像,50,已完成,
A5,,,2025/5/4,,,,没人要,1,,
"""


class LedgerCase(SegmentationCase):
    """Somebody who brings in a history, and somebody who may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_user", "user", "amount")
        cls.user("rcs_manager", "manager")

    def looked_at(self, text, encoding="gb18030", **values):
        data = text.encode(encoding) if isinstance(text, str) else text
        history = self.env["repair.history.import"].create(
            {"file": base64.b64encode(data), "file_name": "ledger.csv", **values}
        )
        history.action_read()
        return history

    def cases(self):
        return self.env["repair.case"].search(
            [("company_id", "=", self.company.id)], order="reference, id"
        )
