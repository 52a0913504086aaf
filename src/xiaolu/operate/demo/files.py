"""What stands in the customer files of the demo company: competitors, where they sell, and notes of visits."""

from datetime import date, timedelta
from random import Random

from xiaolu.customers.actions import create_competitor
from xiaolu.customers.models import Account, Foothold, Note
from xiaolu.operate.demo import words

STRENGTHS = ("价格低", "交货快", "总部有框架协议", "有驻厂工程师", "账期长", "老关系")
SAID = (
    "设备科说换油周期太短，停机多，想先试一桶。",
    "采购换人了，新经理从同行过来，先约一次拜访。",
    "样品试用两周，油温稳定，等化验报告。",
    "老板关心废油处理费用，下次带案例过去。",
    "年底前要定明年的框架协议，三家比价。",
)


def lay_files(random: Random, until: date) -> None:
    """Competitors at every third customer, a note or two at every second; set-based."""
    rivals = [
        create_competitor(code=f"K{number}", name=name, by=None) for number, name in enumerate(words.COMPETITORS, 1)
    ]
    accounts = list(Account.objects.order_by("pk").values_list("pk", "owner_id"))
    Foothold.objects.bulk_create(
        (
            Foothold(
                account_id=account, competitor=random.choice(rivals), product=random.choice(words.PRODUCTS)[1],
                price=random.randrange(1_200, 6_000), share=random.randrange(1, 10) * 10, strengths=random.choice(STRENGTHS),
            )
            for account, _ in accounts[::3]
        ),
        batch_size=2_000,
    )  # fmt: skip
    Note.objects.bulk_create(
        (
            Note(account_id=account, author_id=owner, day=until - timedelta(days=random.randrange(400)), text=text)
            for account, owner in accounts[::2]
            for text in random.sample(SAID, random.choice((1, 1, 2)))
        ),
        batch_size=2_000,
    )
