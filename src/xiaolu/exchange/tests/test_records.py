"""Tables of customers, contacts, people and teams: loaded, loaded again, taken out in the same shape, undone."""

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from xiaolu.customers import actions as customers
from xiaolu.customers.models import Account, Competitor, Contact, Industry
from xiaolu.domain.credit_codes import check_sign
from xiaolu.exchange import actions
from xiaolu.exchange.models import Import
from xiaolu.exchange.obstacles import obstacles
from xiaolu.exchange.tests.make import EVERYTHING, codes, csv_file, load_file, load_rows, method
from xiaolu.exchange.unloading import unload_records
from xiaolu.jobs.actions import work_once
from xiaolu.org import actions as org
from xiaolu.org.models import AuditEntry, Membership, Person, RoleGrant, RoleRights, Team, TeamPlace
from xiaolu.org.queries import home_team, today
from xiaolu.pipeline.tests.make import make_opportunity
from xiaolu.search.models import SearchEntry
from xiaolu.search.queries import find

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ACCOUNTS = [
    ["客户名称(*)", "客户编号", "性质", "行业", "来源", "负责人", "联系人", "电话", "微信", "区域", "地址", "网址", "备注"],
    ["上海恒力机械有限公司", "C1", "企业", "机械", "展会", "林岚", "张三", "13800001234", "zs", "华东", "人民路1号", "hl.cn", "预算10万左右"],
    ["东方化工", "C2", "", "化工", "", "", "", "021-55556666", "", "", "", "", ""],
    ["王老板", "", "个人", "", "", "", "", "", "", "", "", "", ""],
]  # fmt: skip
CONTACTS = [
    ["客户", "联系人", "职务", "手机", "邮箱", "微信", "不收消息", "备注"],
    ["东方化工", "李四", "采购", "13900005678", "l@e.cn", "ls", "是", "爱喝茶"],
    ["东方化工", "王五", "", "", "", "", "", ""],
]
PEOPLE = [
    ["登录名", "姓名", "邮箱", "手机", "团队", "角色", "入队日期"],
    ["wang", "王芳", "w@e.cn", "138", "华东", "销售，经理", "2025-01-06"],
    ["li", "李强", "", "", "", "", ""],
]
TEAMS = [
    ["团队编码", "团队名称", "上级团队", "起始日期"],
    ["hq", "总部", "", "2024-01-01"],
    ["hd", "华东", "总部", "2024-01-01"],
]
COMPETITORS = [
    ["竞争对手", "编号", "备注"],
    ["某国际品牌", "K1", "价格高，框架协议"],
    ["本地调合厂", "", ""],
]
TABLES = {"competitors": COMPETITORS, "accounts": ACCOUNTS, "contacts": CONTACTS, "people": PEOPLE, "teams": TEAMS}
MODELS = {"competitors": Competitor, "accounts": Account, "contacts": Contact, "people": Person, "teams": Team}


@pytest.fixture
def owner(lan) -> Person:
    return lan


def picture() -> dict:
    """Everything of the house and its customers, without numbers that only count up."""
    found = {}
    for model in (Account, Competitor, Contact, Industry, Person, RoleGrant, Membership, Team, TeamPlace, SearchEntry):
        names = sorted({one.attname for one in model._meta.concrete_fields} - {"id", "version"})
        found[model.__name__] = sorted(model._default_manager.values_list(*names), key=repr)
    return found


def undo(result) -> None:
    actions.undo_import(Import.objects.get(pk=result.import_id), by=None)


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_is_loaded_found_unchanged_and_undone(tmp_path, owner, kind):
    before = picture()
    result = load_rows(tmp_path, TABLES[kind], kind=kind)
    rows = len(TABLES[kind]) - 1
    assert (result.errors, result.counts["created"]) == ([], rows)
    again = load_rows(tmp_path, TABLES[kind], kind=kind)
    assert (again.counts["unchanged"], again.counts["created"], again.counts["updated"]) == (rows, 0, 0)
    undo(again)
    undo(result)
    assert picture() == before
    assert load_rows(tmp_path, TABLES[kind], kind=kind).counts["created"] == rows


def test_a_customer_brings_everything_of_its_row(tmp_path, owner):
    load_rows(tmp_path, ACCOUNTS, kind="accounts")
    one = Account.objects.get(code="C1")
    assert (one.kind, one.industry.name, one.source.name, one.owner, one.region) == (
        "organisation",
        "机械",
        "展会",
        owner,
        "华东",
    )
    assert (one.address, one.website, one.note, one.phone) == ("人民路1号", "hl.cn", "预算10万左右", "")
    contact = one.contacts.get()
    assert (contact.name, contact.phone, contact.wechat) == ("张三", "13800001234", "zs")
    assert Account.objects.get(code="C2").phone == "021-55556666"
    assert Account.objects.get(name="王老板").kind == "person"
    assert [hit.object_id for hit in find("hengli", ["account"])["account"]] == [one.pk]


def test_a_customer_is_known_by_code_else_by_name_and_only_changed_cells_are_applied(tmp_path, owner):
    load_rows(tmp_path, ACCOUNTS, kind="accounts")
    one = Account.objects.get(code="C1")
    customers.edit_account(one, by=None, seen=1, region="苏州")
    before = picture()
    rows = [ACCOUNTS[0], [*ACCOUNTS[1][:10], "中山路2号", *ACCOUNTS[1][11:]], ["王老板", "C9", *[""] * 11]]
    result = load_rows(tmp_path, rows, kind="accounts")
    assert (result.errors, result.counts["updated"]) == ([], 2)
    one.refresh_from_db()
    assert (one.address, one.region) == ("中山路2号", "苏州")
    assert Account.objects.get(name="王老板").code == "C9"
    undo(result)
    assert picture() == before


def test_a_name_of_two_customers_fails_and_lists_them(tmp_path):
    for _ in range(2):
        customers.create_account(name="恒力机械", by=None)
    result = load_rows(tmp_path, [["客户名称", "区域"], ["恒力机械有限公司", "华东"]], kind="accounts")
    assert codes(result) == [(2, "客户名称", "several_accounts")]


def test_a_contact_makes_its_customer_when_allowed_and_is_known_by_phone(tmp_path):
    assert codes(load_rows(tmp_path, CONTACTS, kind="contacts", create_missing=())) == [
        (2, "客户", "unknown_account"), (3, "客户", "unknown_account"),
    ]  # fmt: skip
    load_rows(tmp_path, CONTACTS, kind="contacts")
    assert list(Contact.objects.filter(no_messages=True).values_list("name", flat=True)) == ["李四"]
    before = picture()
    result = load_rows(
        tmp_path,
        [CONTACTS[0], ["东方化工", "李思", "总监", "139-0000-5678", "l@e.cn", "ls", "否", "爱喝茶"]],
        kind="contacts",
    )
    assert (result.errors, result.counts["updated"], Contact.objects.count()) == ([], 1, 2)
    known = Contact.objects.get(phone_key="13900005678")
    assert (known.name, known.no_messages) == ("李思", False)
    undo(result)
    assert picture() == before


def test_people_come_with_roles_and_team_and_may_change_both(tmp_path, admin):
    load_rows(tmp_path, TEAMS, kind="teams")
    load_rows(tmp_path, PEOPLE, kind="people")
    wang = Person.objects.get(login="wang")
    assert (wang.roles, wang.password, home_team(wang, today()).code) == ({"seller", "manager"}, "", "hd")
    assert Membership.objects.get(person=wang).from_day.isoformat() == "2025-01-06"
    before = picture()
    result = load_rows(tmp_path, [PEOPLE[0], ["WANG", "王小芳", "w@e.cn", "139", "总部", "总监", ""]], kind="people")
    assert (result.errors, result.counts["updated"]) == ([], 1)
    wang = Person.objects.get(login="wang")
    assert (wang.name, wang.roles, home_team(wang, today()).code) == ("王小芳", {"director"}, "hq")
    undo(result)
    assert picture() == before


def test_a_team_moves_in_the_tree_and_back(tmp_path):
    load_rows(tmp_path, TEAMS, kind="teams")
    before = picture()
    result = load_rows(tmp_path, [TEAMS[0], ["hd", "华东大区", "", ""]], kind="teams")
    assert result.counts["updated"] == 1
    undo(result)
    assert picture() == before


@pytest.mark.parametrize(
    ("kind", "row", "code"),
    [("teams", ["hd", "华东", "没有", ""], "parent_unknown"), ("teams", ["h d", "华东", "", ""], "bad_code"),
     ("teams", ["", "华东", "", ""], "required"), ("people", ["a b", "王芳", *[""] * 5], "bad_login"),
     ("people", ["wf", "", *[""] * 5], "required"), ("people", ["wf", "王芳", "", "", "", "皇帝", ""], "unknown_role"),
     ("people", ["wf", "王芳", *[""] * 4, "2999-01-01"], "date_out_of_range"), ("contacts", ["", "张三", *[""] * 5], "required"),
     ("accounts", ["x" * 201, *[""] * 12], "too_long"), ("accounts", ["", "C1", *[""] * 11], "required"),
     ("people", ["wf", "王芳", "", "", "没有的团队", "", ""], "unknown_team")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_code_and_nothing_is_written(tmp_path, kind, row, code):
    before = picture()
    result = load_rows(tmp_path, [TABLES[kind][0], row], kind=kind, create_missing=())
    assert [one["code"] for one in result.errors] == [code]
    assert picture() == before


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize(
    "cell", ["\u202e恶", "😀" * 30, "=cmd|' /C calc'!A0", "2147852 %", "\t", "'; DROP TABLE x; --", "x" * 9000]
)
def test_hostile_cells_are_texts_or_refused(tmp_path, kind, cell):
    heads = TABLES[kind][0]
    result = load_rows(tmp_path, [heads, [cell] * len(heads)], kind=kind)
    assert result.ok or all(one["code"] and one["message"] for one in result.errors)
    if result.ok:
        undo(result)


@pytest.mark.parametrize("kind", TABLES)
def test_the_same_key_twice_fails_the_second_time(tmp_path, owner, kind):
    rows = TABLES[kind]
    assert [one["code"] for one in load_rows(tmp_path, [*rows[:2], rows[1]], kind=kind).errors] == ["key_twice"]


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_was_unloaded_loads_as_unchanged(tmp_path, owner, kind, language):
    for one, table in TABLES.items():
        assert load_rows(tmp_path, table, kind=one).ok, one
    with translation.override(language):
        count = unload_records(Path(tmp_path / "out.xlsx"), kind)
    assert count == MODELS[kind]._default_manager.count()
    result = load_file(tmp_path / "out.xlsx", kind=kind, create_missing=())
    assert (result.errors, result.counts["unchanged"]) == ([], count)


@pytest.mark.parametrize("kind", ["people", "teams"])
def test_only_administrators_load_people_and_teams(tmp_path, min_, admin, kind):
    assert codes(load_rows(tmp_path, TABLES[kind], kind=kind, by=min_, create_missing=())) == [(0, "", "may_not_load")]
    assert load_rows(tmp_path, TABLES[kind], kind=kind, by=admin, create_missing=["teams"]).ok


def test_a_seller_loads_own_customers_only(tmp_path, lan, outsider):
    customers.create_account(name="北方", owner=outsider, by=None)
    rows = [["客户名称", "负责人", "区域"], ["东方", "", "华东"], ["西部", "钱进", ""], ["北方", "", "华北"]]
    result = load_rows(tmp_path, rows, kind="accounts", by=lan, create_missing=(), skip_bad=True)
    assert codes(result) == [(3, "负责人", "not_yours"), (4, "客户名称", "record_not_yours")]
    assert Account.objects.get(name="东方").owner == lan
    contact = load_rows(
        tmp_path, [CONTACTS[0], ["北方", "张三", *[""] * 5]], kind="contacts", by=lan, create_missing=()
    )
    assert codes(contact) == [(2, "客户", "record_not_yours")]


def test_what_others_did_to_loaded_people_and_customers_refuses_the_undo(tmp_path, owner):
    result = load_rows(tmp_path, ACCOUNTS, kind="accounts")
    customers.create_contact(Account.objects.get(code="C2"), name="新人", by=None)
    people = load_rows(tmp_path, PEOPLE, kind="people", create_missing=EVERYTHING)
    org.edit_person(Person.objects.get(login="wang"), by=None, name="王小芳")
    found = [obstacles(Import.objects.get(pk=one.import_id)) for one in (result, people)]
    assert [[note["code"] for note in notes] for notes in found] == [["undo_in_use"], ["undo_changed"]]


def test_a_mapping_file_names_fields_of_the_kind(tmp_path):
    path = csv_file(tmp_path, [["甲", "乙"], ["恒力", "C7"]])
    mapping = '[columns]\n"甲" = "name"\n"乙" = "code"\n[defaults]\nregion = "华东"'
    assert load_file(path, kind="accounts", mapping=mapping).ok
    assert Account.objects.get(code="C7").region == "华东"
    assert codes(load_file(path, kind="accounts", mapping='[columns]\n"甲" = "stage"')) == [(0, "", "map_invalid")]


@pytest.mark.parametrize("kind", TABLES)
def test_in_the_browser_the_headings_say_what_the_rows_are(browse, admin, owner, tmp_path, settings, kind):
    settings.FILES_FOLDER = tmp_path / "files"
    client, path = browse(admin), csv_file(tmp_path, [["一览表"], *TABLES[kind]])
    client.post(
        reverse("exchange:upload_import"),
        {"file": SimpleUploadedFile("t.csv", path.read_bytes()), "method": method().pk},
    )
    load = Import.objects.get()
    assert (load.kind, load.state) == (kind, "uploaded")
    page = client.get(reverse("exchange:import_mapping", args=[load.pk]))
    form = page.context["form"]
    sent = {name: form[name].initial for name in form.fields if form[name].initial not in (None, False)}
    assert client.post(reverse("exchange:import_mapping", args=[load.pk]), sent).status_code == 303
    assert work_once()
    preview = client.get(reverse("exchange:import_preview", args=[load.pk]))
    assert preview.context["counts"]["create"] == len(TABLES[kind]) - 1
    lacking = [
        name for name, _ in preview.context["form"].fields.get("create_missing", SimpleNamespace(choices=[])).choices
    ]
    assert client.post(reverse("exchange:start_import", args=[load.pk]), {"create_missing": lacking}).status_code == 303
    assert work_once()
    load.refresh_from_db()
    assert (load.state, load.counts["created"]) == ("done", len(TABLES[kind]) - 1)
    assert client.get(reverse("exchange:import_detail", args=[load.pk])).status_code == 200
    assert client.get(reverse("exchange:undo_import", args=[load.pk])).context["found"] == []


def test_a_column_that_every_row_needs_cannot_be_left_out(browse, admin, tmp_path, settings):
    settings.FILES_FOLDER = tmp_path / "files"
    client, file = browse(admin), SimpleUploadedFile("t.csv", csv_file(tmp_path, TEAMS).read_bytes())
    client.post(reverse("exchange:upload_import"), {"file": file, "method": method().pk, "kind": "teams"})
    address = reverse("exchange:import_mapping", args=[Import.objects.get().pk])
    assert client.post(address, {"column_0": "code"}).status_code == 422


def test_a_seller_is_not_offered_people_and_teams(browse, lan, tmp_path):
    client = browse(lan)
    assert 'value="people"' not in client.get(reverse("exchange:upload_import")).content.decode()
    file = SimpleUploadedFile("t.csv", csv_file(tmp_path, PEOPLE).read_bytes())
    answer = client.post(reverse("exchange:upload_import"), {"file": file, "method": method().pk, "kind": "people"})
    assert answer.status_code == 422 and not Import.objects.exists()


def sheet_of(answer):
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


def test_a_list_is_taken_out_as_far_as_one_sees_it_and_that_is_kept(browse, lan, outsider, tmp_path):
    mine = customers.create_account(name="恒力", owner=lan, by=None)
    customers.create_contact(mine, name="张三", by=None)
    theirs = customers.create_account(name="东方", owner=outsider, by=None)
    customers.create_contact(theirs, name="李四", by=None)
    for kind, name in (("accounts", "恒力"), ("contacts", "恒力")):
        sheet = sheet_of(browse(lan).get(reverse("exchange:export_records", args=[kind])))
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [name]
    entries = AuditEntry.objects.filter(action="export_records", person=lan)
    assert [entry.changes["rows"] for entry in entries] == [[None, 1], [None, 1]]


@pytest.mark.parametrize("kind", ["people", "teams", "opportunities", "nothing"])
def test_a_seller_takes_out_no_people_and_nothing_unknown(browse, lan, kind):
    assert browse(lan).get(reverse("exchange:export_records", args=[kind])).status_code == 404


def test_who_only_looks_takes_nothing_out_and_sees_no_button(browse, trainer):
    client = browse(trainer)
    for name in ("customers:export_accounts", "exchange:export_opportunities"):
        assert client.get(reverse(name)).status_code == 403
    assert reverse("customers:export_accounts") not in client.get(reverse("customers:account_list")).content.decode()


def test_a_company_that_wants_it_marks_what_is_taken_out_and_the_file_still_loads(browse, admin, lan, tmp_path):
    client, address = browse(admin), reverse("exchange:edit_export_rules")
    customers.create_account(name="恒力", owner=lan, by=None)
    make_opportunity(method(), owner=lan)
    addresses = (reverse("exchange:export_records", args=["accounts"]), reverse("exchange:export_opportunities"))
    assert "admin" not in str(sheet_of(client.get(addresses[0])).cell(1, 1).value)
    assert browse(lan).post(address, {"watermark": "on"}).status_code == 403
    assert client.post(address, {"watermark": "on"}).status_code == 303
    assert AuditEntry.objects.filter(action="edit_export_rules").count() == 1
    for kind, one in zip(("accounts", "opportunities"), addresses, strict=True):
        answer = client.get(one)
        (tmp_path / "out.xlsx").write_bytes(b"".join(answer.streaming_content))
        assert "(admin)" in load_workbook(tmp_path / "out.xlsx").active.cell(1, 1).value
        assert load_file(tmp_path / "out.xlsx", kind=kind, create_missing=()).counts["unchanged"] == 1
    assert client.post(address, {}).status_code == 303
    assert "(admin)" not in str(sheet_of(client.get(addresses[0])).cell(1, 1).value)


def test_what_a_role_hides_is_in_no_list_that_is_taken_out(browse, lan):
    contact = customers.create_contact(
        customers.create_account(name="恒力", owner=lan, by=None), name="张三", phone="1380000", by=None
    )
    rights = {"see_account": "own", "edit_account": "own", "abilities": ["exports"], "hidden": ["phones"]}
    RoleRights.objects.create(code="seller", **rights)
    cells = [
        cell.value
        for row in sheet_of(browse(lan).get(reverse("exchange:export_records", args=["contacts"])))
        for cell in row
    ]
    assert contact.name in cells and contact.phone not in cells and "手机" not in cells


def test_a_customer_is_known_again_by_its_credit_code_and_a_wrong_one_is_refused(tmp_path):
    heads, code = ["客户名称", "统一社会信用代码", "地址"], "91320594MA1MKQ3T0X"
    code = code[:17] + check_sign(code[:17])
    load_rows(tmp_path, [heads, ["苏州恒力润滑有限公司", code, "东路1号"]], kind="accounts")
    again = load_rows(tmp_path, [heads, ["恒力润滑（苏州）", code, "西路2号"]], kind="accounts")
    assert (again.counts["created"], again.counts["updated"]) == (0, 1)
    assert Account.objects.get().address == "西路2号"
    wrong = load_rows(tmp_path, [heads, ["别家", code[:17] + "*", ""]], kind="accounts")
    assert [error["code"] for error in wrong.errors] == ["bad_credit_code"]
