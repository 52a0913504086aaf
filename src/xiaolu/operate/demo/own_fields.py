"""The fields that the demo company defined for itself, and what its customer files say of demand, supplier and terms."""

from collections.abc import Mapping
from random import Random
from typing import Any

from xiaolu.domain.custom_fields import Option
from xiaolu.operate.demo import words
from xiaolu.org.actions import create_custom_field

PAYMENT = {"cash": "现结", "net30": "月结30天", "net60": "月结60天", "bill": "承兑汇票"}
MONTHS = {f"m{month}": f"{month}月" for month in range(1, 13)}
TERMS = ("货到付款", "月结30天", "月结60天，承兑", "预付三成")
BUSINESS = ("机加工，以出口为主", "整机制造，两班倒", "配件厂，给主机厂配套", "来料加工，订单季节性强")
HABITS = ("设备科提需求，采购比价", "一年一签框架", "老板亲自定，看价格", "先试用再下单")


def define_fields() -> None:
    """Three fields of customers, one of opportunities."""
    create_custom_field(kind="account", code="machines", name="设备台数", type="whole", help="在用的主要设备", by=None)
    create_custom_field(
        kind="account", code="payment_way", name="结算方式", type="choice", options=_options(PAYMENT), by=None
    )
    create_custom_field(
        kind="account", code="tender_month", name="年度招标月", type="choice", options=_options(MONTHS), by=None
    )
    create_custom_field(kind="opportunity", code="trial", name="已现场试用", type="yes_no", by=None)


def _options(names: Mapping[str, str]) -> list[Option]:
    return [Option(code, name) for code, name in names.items()]


def file_of(random: Random) -> dict[str, Any]:
    """What is known of one customer: of some much, of others hardly anything."""
    own = {"machines": random.randrange(3, 240), "payment_way": random.choice(list(PAYMENT))}
    if random.random() < 0.6:
        own["tender_month"] = random.choice(list(MONTHS))
    known: dict[str, Any] = {
        "custom": own if random.random() < 0.7 else {},
        "region": random.choice(("华东", "华北", "")),
    }
    if random.random() < 0.5:
        known |= {
            "products_used": random.choice(words.PRODUCTS)[1], "yearly_volume": random.randrange(2, 120) * 1_000,
            "business": random.choice(BUSINESS), "employees": f"约{random.randrange(3, 80)}0人",
        }  # fmt: skip
    if random.random() < 0.35:
        known |= {
            "current_supplier": random.choice(words.COMPETITORS), "supplier_price": random.randrange(1_200, 6_000),
            "payment_terms": random.choice(TERMS), "credit_limit": random.randrange(1, 40) * 50_000_00,
            "purchasing_habits": random.choice(HABITS),
        }  # fmt: skip
    return known
