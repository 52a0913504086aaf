"""Tables to fill in, headings of other products, mappings kept under a name, columns that have no field."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from xiaolu.customers.models import Account, Contact
from xiaolu.domain.cells import stage_guess
from xiaolu.domain.headings import KINDS, kind_of, stage_aliases
from xiaolu.exchange.models import Import, SavedMapping
from xiaolu.exchange.template_files import write_template
from xiaolu.exchange.tests.make import csv_file, load_file, load_rows, method
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import AuditEntry
from xiaolu.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db
CUSTOMERS = "客户姓名 联系人 行业 手机号 电话 邮箱 地址 省份 城市 客户级别 客户来源 备注"
CUSTOMERS_TOO = "名称 联系人 电话 邮箱 微信 地址 类型 区域 需求 备注"
LEADS = "负责人 所属活动 姓名 称呼 手机号 微信号 QQ号 邮箱 年龄 职业 年收入 地址 意向状态 意向产品 线索状态 线索来源 线索描述 下次联系时间"
CRM = "客户名称 联系人 手机 电话 QQ 微信 地址 备注 来源 客户等级 客户行业 客户状态 客户类型 创建时间 更新时间 最近沟通时间 沟通内容 归属人 创建人"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"


def filled_template(folder, kind: str, language: str, rows: list[dict]):
    """The template with rows written below its example, each by the headings it has."""
    with translation.override(language), (folder / "t.xlsx").open("wb") as file:
        write_template(kind, rules_of(method().pk), file)
    book = load_workbook(folder / "t.xlsx")
    heads = [cell.value for cell in book.worksheets[0][1]]
    for number, row in enumerate(rows, 3):
        for name, value in row.items():
            book.worksheets[0].cell(number, heads.index(name) + 1).value = value
    book.save(folder / "t.xlsx")
    return book


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_heading_of_a_template_is_recognised_and_its_example_is_not_loaded(tmp_path, kind, language):
    book = filled_template(tmp_path, kind, language, [])
    result = load_file(tmp_path / "t.xlsx", kind=kind)
    assert (result.errors, result.as_json()["read"]) == ([], 0)
    columns = Import.objects.get().layout["columns"]
    assert [one["heading"] for one in columns if not one["field"]] == []
    explained = [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [head.removesuffix("(*)") for head in [one["heading"] for one in columns]] == explained


def test_a_filled_template_loads(tmp_path):
    row = {"客户名称(*)": "恒力", "阶段": "Prospect", "金额": "86万", "入P": "2026-01-05"}
    heads = filled_template(tmp_path, "opportunities", "zh-hans", [])
    words = heads.worksheets[1].cell([cell.value for cell in heads.worksheets[1]["A"]].index("阶段") + 1, 3).value
    row["阶段"] = words.split("：")[-1].split(",")[1].strip(" 。.")
    filled_template(tmp_path, "opportunities", "zh-hans", [row])
    assert load_file(tmp_path / "t.xlsx").counts["created"] == 1
    assert (Opportunity.objects.get().stage, Opportunity.objects.get().amount) == ("P", 86_000_000)


@pytest.mark.parametrize(
    ("heads", "kind"),
    [(CUSTOMERS, "accounts"), (CUSTOMERS_TOO, "accounts"), (LEADS, "opportunities"), (CRM, "opportunities"),
     ("客户等级(*) 客户名称(*) 客户类型(*)", "accounts"), ("客户名称 阶段 金额", "opportunities"), ("登录名 姓名 部门", "people"),
     ("团队编码 团队名称 上级团队", "teams"), ("客户名称 姓名 职务 手机", "contacts"), ("Account Stage Amount", "opportunities")],
)  # fmt: skip
def test_the_headings_of_other_products_say_what_the_rows_are(heads, kind):
    assert kind_of(heads.split(), stage_aliases(rules_of(method().pk))) == kind


@pytest.mark.parametrize("heads", [CUSTOMERS, CUSTOMERS_TOO, CRM])
def test_what_has_no_field_goes_to_the_note_when_asked(tmp_path, heads):
    names = heads.split()
    cells = ["恒力", *[f"值{n}" if name not in ("创建时间",) else "2026-01-05" for n, name in enumerate(names[1:], 1)]]
    for at, name in enumerate(names):
        cells[at] = {"客户状态": "", "手机": "13800001234", "电话": "", "归属人": "", "更新时间": "2026-02-01"}.get(
            name, cells[at]
        )
    result = load_rows(tmp_path, [names, cells], kind="accounts", mapping="[options]\nkeep_rest = true")
    assert result.errors == []
    note = Account.objects.get().note
    for name in ("客户级别", "需求", "客户等级", "类型"):
        assert name not in names or f"{name}: 值{names.index(name)}" in note
    assert Contact.objects.count() == 1


def test_words_of_another_product_are_offered_as_stages(tmp_path):
    rules = rules_of(method().pk)
    said = ["1-初步接洽", "2-需求确定", "3-方案/报价", "4-谈判审核", "未知"]
    open_ = list(rules.of_kind("open"))
    found = [stage_guess(word, rules) for word in said]
    assert found[-1] == "" and all(code in open_ for code in found[:4])
    assert [open_.index(code) for code in found[:4]] == sorted(open_.index(code) for code in found[:4])
    assert found[3] == open_[-1]


def uploaded(client, folder, heads: list[str]) -> Import:
    path = csv_file(folder, [heads, ["恒力", "热", "5"]])
    client.post(
        reverse("exchange:upload_import"),
        {"file": SimpleUploadedFile("t.csv", path.read_bytes()), "method": method().pk},
    )
    return Import.objects.first()


def test_an_assignment_is_kept_offered_for_the_same_headings_used_and_forgotten(browse, lan, outsider, tmp_path):
    client, heads = browse(lan), ["客户名称", "什么", "阶段"]
    load = uploaded(client, tmp_path, heads)
    address = reverse("exchange:import_mapping", args=[load.pk])
    sent = {"column_0": "account", "column_1": "next_action", "column_2": "amount", "save_as": "我们的表"}
    assert client.post(address, sent).status_code == 303
    saved = SavedMapping.objects.get()
    assert (saved.name, saved.created_by) == ("我们的表", lan)
    other = browse(outsider)
    second = uploaded(other, tmp_path, heads)
    page = other.get(reverse("exchange:import_mapping", args=[second.pk]))
    assert page.context["saved"] == [saved]
    assert other.post(reverse("exchange:use_mapping", args=[second.pk, saved.pk])).status_code == 303
    second.refresh_from_db()
    assert [one["field"] for one in second.layout["columns"]] == ["account", "next_action", "amount"]
    assert AuditEntry.objects.filter(action="use_mapping", person=outsider).count() == 1
    different = uploaded(other, tmp_path, ["客户名称", "阶段", "金额"])
    assert other.get(reverse("exchange:import_mapping", args=[different.pk])).context["saved"] == []
    assert other.post(reverse("exchange:forget_mapping", args=[saved.pk])).status_code == 403
    assert client.post(reverse("exchange:forget_mapping", args=[saved.pk])).status_code == 303
    assert not SavedMapping.objects.exists()


def test_anothers_import_is_not_read_by_my_mapping(browse, lan, outsider, tmp_path):
    load = uploaded(browse(lan), tmp_path, ["客户名称", "什么", "阶段"])
    saved = SavedMapping.objects.create(name="x", kind="opportunities", created_by=outsider)
    assert browse(outsider).post(reverse("exchange:use_mapping", args=[load.pk, saved.pk])).status_code == 404
    assert browse(outsider).get(reverse("exchange:use_mapping", args=[load.pk, saved.pk])).status_code == 405


def test_templates_are_for_those_who_load_that_kind(browse, lan, trainer, admin):
    method()
    address = reverse("exchange:export_template", args=["people"])
    assert browse(admin).get(address).status_code == 200
    assert browse(lan).get(address).status_code == 404
    assert browse(trainer).get(reverse("exchange:export_template", args=["accounts"])).status_code == 403
    assert browse(lan).get(reverse("exchange:export_template", args=["nothing"])).status_code == 404
