"""Fields of the company's own as columns: loaded, taken out in the same shape, loaded again, undone, kept from view."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from xiaolu.customers import actions as customers
from xiaolu.customers.models import Account, Contact
from xiaolu.customers.tests.make import make_account
from xiaolu.domain.custom_fields import Option
from xiaolu.domain.people import ROLES, Role
from xiaolu.exchange import actions
from xiaolu.exchange.models import Import
from xiaolu.exchange.tests.make import codes, csv_file, load_file, load_rows, method
from xiaolu.exchange.unloading import unload, unload_records
from xiaolu.jobs.actions import work_once
from xiaolu.org import actions as house
from xiaolu.org.models import CustomField, Person
from xiaolu.org.tests.make import make_custom_field
from xiaolu.pipeline.models import Opportunity

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WAYS = [Option("cash", "现结"), Option("net30", "月结30天")]
ACCOUNTS = [
    [
        "客户名称",
        "客户编号",
        "设备台数",
        "结算方式",
        "custom_vip",
        "招标日期",
        "预算（万元）",
        "信用额度",
        "客户年用量",
        "主营业务",
    ],
    ["恒力", "C1", "1,200", "月结30天", "是", "2026/3/1", "5", "10万", "12.5", "两行\n字"],
    ["东方", "C2", "", "", "", "", "", "", "", ""],
]
CUSTOM = {"machines": 1200, "way": "net30", "vip": True, "tender": "2026-03-01", "budget": 5_000_000}


@pytest.fixture(autouse=True)
def fields(db):
    make_custom_field(code="machines", name="设备台数", type="whole")
    make_custom_field(code="way", name="结算方式", type="choice", options=WAYS)
    make_custom_field(code="vip", name="重点", type="yes_no")
    make_custom_field(code="tender", name="招标日期", type="day")
    make_custom_field(code="budget", name="预算", type="amount")
    make_custom_field(code="hobby", name="爱好", type="text", kind="contact")
    make_custom_field(code="trial", name="已试用", type="yes_no", kind="opportunity")


LIKE, THERE = "苏州恒力机械有限公司", "苏州恒力机械制造有限公司"


def undo(load: int) -> None:
    actions.undo_import(Import.objects.get(pk=load), by=None)


def test_customers_bring_them_and_leave_with_them_in_the_same_shape(tmp_path: Path):
    done = load_rows(tmp_path, ACCOUNTS, kind="accounts")
    assert (done.counts["created"], done.counts["failed"]) == (2, 0)
    account = Account.objects.get(code="C1")
    assert account.custom == CUSTOM
    assert (account.credit_limit, account.yearly_volume, account.business) == (10_000_000, 12_500, "两行\n字")
    assert Account.objects.get(code="C2").custom == {}
    path = tmp_path / "out.xlsx"
    unload_records(path, "accounts")
    again = load_file(path, kind="accounts")
    assert (again.counts["unchanged"], again.counts["updated"], again.counts["failed"]) == (2, 0, 0)


def test_a_changed_cell_is_applied_an_empty_one_too_and_undo_brings_the_former_back(tmp_path: Path):
    load_rows(tmp_path, ACCOUNTS, kind="accounts")
    changed = [ACCOUNTS[0], [*ACCOUNTS[1][:2], "7", "", *ACCOUNTS[1][4:8], "", ""], ACCOUNTS[2]]
    done = load_rows(tmp_path, changed, kind="accounts")
    assert (done.counts["updated"], done.counts["unchanged"]) == (1, 1)
    account = Account.objects.get(code="C1")
    kept = {name: value for name, value in CUSTOM.items() if name != "way"}
    assert (account.custom, account.yearly_volume, account.business) == ({**kept, "machines": 7}, None, "")
    undo(done.import_id)
    account.refresh_from_db()
    assert (account.custom, account.yearly_volume, account.business) == (CUSTOM, 12_500, "两行\n字")


def test_problems_are_said_per_cell_and_nothing_is_written(tmp_path: Path):
    wrong = [ACCOUNTS[0], ["恒力", "C1", "1.5", "刷卡", "也许", "1900-01-01", "-1", "很多", "", "x" * 10_001]]
    done = load_rows(tmp_path, wrong, kind="accounts")
    assert set(codes(done)) == {
        (2, "设备台数", "not_whole"), (2, "结算方式", "unknown_choice"), (2, "custom_vip", "not_yes_or_no"),
        (2, "招标日期", "date_out_of_range"), (2, "预算（万元）", "negative"), (2, "信用额度", "not_a_number"),
        (2, "主营业务", "too_long"),
    }  # fmt: skip
    assert not Account.objects.exists()


def test_a_column_whose_field_was_archived_after_the_upload_is_not_loaded(tmp_path: Path, admin, settings):
    settings.FILES_FOLDER = tmp_path
    upload = SimpleUploadedFile("table.csv", csv_file(tmp_path, ACCOUNTS).read_bytes())
    load = actions.keep_upload(upload, method=method(), by=admin, kind="accounts")
    house.archive_custom_field(CustomField.objects.get(code="machines"), by=None, seen=1)
    actions.queue_check(load)
    work_once()
    staged = load.rows.order_by("row")[0]
    assert staged.values["custom_way"] == "net30" and "custom_machines" not in staged.values


def test_contacts_and_opportunities_have_their_own(tmp_path: Path):
    load_rows(tmp_path, [["客户", "联系人", "职务", "爱好"], ["恒力", "李四", "采购", "钓鱼"]], kind="contacts")
    assert Contact.objects.get().custom == {"hobby": "钓鱼"}
    deals = [["外部编号", "客户名称", "阶段", "已试用"], ["X1", "恒力", "P", "是"], ["X2", "恒力", "A", ""]]
    assert load_rows(tmp_path, deals).counts["created"] == 2
    assert list(Opportunity.objects.order_by("pk").values_list("custom", flat=True)) == [{"trial": True}, {}]
    done = load_rows(tmp_path, [deals[0], ["X1", "恒力", "P", "否"], deals[2]])
    assert (done.counts["updated"], done.counts["unchanged"]) == (1, 1)
    assert Opportunity.objects.order_by("pk")[0].custom == {"trial": False}
    undo(done.import_id)
    assert Opportunity.objects.order_by("pk")[0].custom == {"trial": True}
    for kind in ("contacts", "opportunities"):
        path = tmp_path / f"{kind}.xlsx"
        _ = unload(path) if kind == "opportunities" else unload_records(path, kind)
        again = load_file(path, kind=kind)
        assert (again.counts["updated"], again.counts["failed"]) == (0, 0)
        assert again.counts["unchanged"] == again.counts["read"]


def test_templates_ask_for_them_and_say_what_may_stand_there(browse, lan):
    method()
    file = browse(lan).get(reverse("exchange:export_template", args=["accounts"]))
    book = load_workbook(BytesIO(b"".join(file.streaming_content)))
    assert {"设备台数", "结算方式", "预算"} <= {cell.value for cell in book.worksheets[0][1]}
    explained = {row[0].value: row[2].value for row in book.worksheets[1].iter_rows()}
    assert "月结30天" in explained["结算方式"] and explained["重点"].startswith("可选：是")


def test_who_may_not_see_it_neither_takes_it_out_nor_overwrites_it(browse, lan, tmp_path: Path):
    load_rows(tmp_path, ACCOUNTS, kind="accounts")
    Account.objects.update(owner=lan)
    seller = ROLES["seller"]
    house.edit_role("seller", rights=Role(seller.reach, seller.abilities, frozenset({"amounts"})), by=None)
    client = browse(lan)
    for address in (reverse("customers:export_accounts"), reverse("exchange:export_records", args=["accounts"])):
        book = load_workbook(BytesIO(b"".join(client.get(address).streaming_content)))
        cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
        assert "1200" in cells and "月结30天" in cells
        assert not [cell for cell in cells if "50000" in cell or "100000" in cell or cell in ("预算", "信用额度")]
    guesses = [[*ACCOUNTS[0][:2], "预算", "信用额度"], ["恒力", "C1", "50000", "100000"], ["东方", "C2", "1", "1"]]
    done = load_rows(tmp_path, guesses, kind="accounts", by=Person.objects.get(pk=lan.pk), create_missing=())
    assert done.counts["unchanged"] == 2
    account = Account.objects.get(code="C1")
    assert (account.custom, account.credit_limit) == (CUSTOM, 10_000_000)


def test_a_like_customer_gets_only_what_it_lacks_zero_and_no_are_not_lacking(tmp_path: Path, lan):
    known = {"credit_limit": 0, "custom": {"machines": 0, "vip": False}}
    there = make_account(lan, name=THERE, phone="0512-66778899", **known)
    heads = ["客户名称", "电话", "设备台数", "结算方式", "重点", "信用额度", "客户年用量", "主营业务"]
    first = [LIKE, "0512-66778899", "7", "现结", "是", "5", "12.5", ""]
    second = ["苏州市恒力机械有限公司", "0512-66778899", "8", "月结30天", "是", "6", "13", "整机"]
    result = load_rows(tmp_path, [heads, first, second], kind="accounts", likely="use")
    assert (result.counts["created"], result.counts["updated"]) == (0, 2)
    there.refresh_from_db()
    assert there.custom == {"machines": 0, "vip": False, "way": "cash"}
    assert (there.credit_limit, there.yearly_volume, there.business) == (0, 12_500, "整机")
    undo(result.import_id)
    there.refresh_from_db()
    assert (there.custom, there.credit_limit, there.yearly_volume, there.business) == (known["custom"], 0, None, "")


def test_a_customer_found_by_a_merged_name_takes_own_fields_and_undo_gives_them_back(tmp_path: Path, lan):
    winner = make_account(lan, name="恒力", custom={"machines": 5, "way": "cash"})
    loser = make_account(lan, name="恒力二厂", custom={"vip": True}, products_used="液压油")
    customers.merge_accounts(
        winner, loser, by=None, seen=(1, 1), chosen={"custom_vip": "loser", "products_used": "loser"}
    )
    result = load_rows(tmp_path, [["客户名称", "设备台数", "主营业务"], ["恒力二厂", "9", "整机"]], kind="accounts")
    assert (result.counts["created"], result.counts["updated"]) == (0, 1)
    winner.refresh_from_db()
    assert (winner.name, winner.business, winner.products_used) == ("恒力", "整机", "液压油")
    assert winner.custom == {"machines": 9, "way": "cash", "vip": True}
    undo(result.import_id)
    winner.refresh_from_db()
    assert (winner.custom, winner.business) == ({"machines": 5, "way": "cash", "vip": True}, "")
