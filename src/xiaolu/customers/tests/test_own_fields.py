"""Fields of the company's own on customers and contacts: typed, shown, filtered, found, merged, kept from who may not see."""

import pytest
from django.urls import reverse

from xiaolu.customers import actions
from xiaolu.customers.models import Account, Contact
from xiaolu.customers.tests.make import make_account, make_contact
from xiaolu.domain.custom_fields import Option
from xiaolu.domain.people import ROLES, Role
from xiaolu.jobs.actions import work_once
from xiaolu.org import actions as house
from xiaolu.org.models import AuditEntry, CustomField
from xiaolu.org.tests.make import make_custom_field

pytestmark = pytest.mark.django_db
LIST = reverse("customers:account_list")
WAYS = [Option("cash", "现结"), Option("net30", "月结30天")]
GIVEN = {"name": "苏州恒立", "kind": "organisation", "version": 1}


@pytest.fixture
def fields(db):
    make_custom_field(code="machines", name="设备台数", type="whole")
    make_custom_field(code="way", name="结算方式", type="choice", options=WAYS)
    make_custom_field(code="needs", name="需求", type="choices", options=WAYS)
    make_custom_field(code="tender", name="招标日", type="day")
    make_custom_field(code="vip", name="重点", type="yes_no")
    make_custom_field(code="plant", name="厂区", type="text", searchable=True)


def page(name: str, account: Account) -> str:
    return reverse(f"customers:{name}", args=[account.pk])


def shown(client, **asked) -> list[str]:
    return sorted(account.name for account in client.get(LIST, asked).context["page"])


def test_a_form_takes_them_and_the_page_and_the_history_show_them(browse, lan, fields):
    client = browse(lan)
    given = {**GIVEN, "owner": lan.pk, "custom_machines": "1,200", "custom_way": "net30", "custom_needs": ["cash"],
             "custom_tender": "2026-03-01", "custom_vip": "True"}  # fmt: skip
    assert client.post(reverse("customers:create_account"), given).status_code == 303
    account = Account.objects.get()
    assert account.custom == {"machines": 1200, "way": "net30", "needs": ["cash"], "tender": "2026-03-01", "vip": True}
    detail = client.get(page("account_detail", account)).content.decode()
    assert "1,200" in detail and "月结30天" in detail and "2026-03-01" in detail
    assert "厂区" not in detail  # nothing stands there
    sent = {**GIVEN, "custom_machines": "5", "custom_way": "", "custom_needs": ["cash"], "custom_tender": "2026-03-01"}
    assert client.post(page("edit_account", account), sent).status_code == 303
    account.refresh_from_db()
    assert account.custom == {"machines": 5, "needs": ["cash"], "tender": "2026-03-01"}
    entry = AuditEntry.objects.get(action="edit_account")
    assert entry.changes == {"custom_machines": [1200, 5], "custom_way": ["net30", None], "custom_vip": [True, None]}
    detail = client.get(page("account_detail", account)).content.decode()
    assert "设备台数: 1,200 → 5" in detail and "结算方式: 月结30天 → —" in detail


@pytest.mark.parametrize(
    "wrong",
    [{"custom_machines": "1.5"}, {"custom_machines": "-1"}, {"custom_way": "card"}, {"custom_needs": ["card"]},
     {"custom_tender": "9999-12-31"}, {"custom_tender": "1900-01-01"}, {"custom_plant": "长" * 201},
     {"custom_plant": "a\0b"}, {"custom_vip": "maybe"}],
)  # fmt: skip
def test_bad_input_is_said_and_changes_nothing(browse, lan, fields, wrong):
    account = make_account(lan, custom={"machines": 3})
    assert browse(lan).post(page("edit_account", account), {**GIVEN, **wrong}).status_code == 422
    account.refresh_from_db()
    assert (account.custom, account.version) == ({"machines": 3}, 1)


def test_a_required_one_is_asked_for_and_an_archived_choice_stays_where_it_was_chosen(browse, lan):
    field = make_custom_field(code="way", name="结算方式", type="choice", options=WAYS, required=True)
    account = make_account(lan, custom={"way": "net30"})
    client = browse(lan)
    assert client.post(page("edit_account", account), GIVEN).status_code == 422
    house.edit_custom_field(field, by=None, seen=1, options=[WAYS[0], WAYS[1]._replace(archived=True)])
    assert client.post(page("edit_account", account), {**GIVEN, "custom_way": "net30"}).status_code == 303
    new = {**GIVEN, "owner": lan.pk, "name": "别家", "custom_way": "net30"}
    assert client.post(reverse("customers:create_account"), new).status_code == 422


def test_what_an_archived_field_holds_stays_through_an_edit(browse, lan, fields):
    account = make_account(lan, custom={"machines": 7, "plant": "北厂"})
    house.archive_custom_field(_field("machines"), by=None, seen=1)
    browse(lan).post(page("edit_account", account), {**GIVEN, "custom_plant": "南厂"})
    account.refresh_from_db()
    assert account.custom == {"machines": 7, "plant": "南厂"}


def _field(code: str) -> CustomField:
    return CustomField.objects.get(code=code)


def test_somebody_was_faster_and_both_values_are_shown_in_words(browse, lan, min_, fields):
    account = make_account(lan, custom={"way": "cash"})
    actions.edit_account(account, by=min_, seen=1, custom={"way": "net30"})
    answer = browse(lan).post(page("edit_account", account), {**GIVEN, "custom_way": "cash", "custom_machines": "8"})
    assert answer.status_code == 409
    rows = [tuple(map(str, row)) for row in answer.context["rows"]]
    assert ("结算方式", "月结30天", "现结") in rows and ("设备台数", "", "8") in rows


@pytest.mark.database
def test_the_list_is_filtered_by_each_type_of_field(browse, lan, fields):
    make_account(lan, name="甲", custom={"machines": 9, "way": "cash", "tender": "2026-03-01", "vip": True})
    make_account(lan, name="乙", custom={"machines": 100, "way": "net30", "needs": ["cash", "net30"], "vip": False})
    make_account(lan, name="丙", custom={"plant": "北厂 A_1"})
    client = browse(lan)
    assert shown(client, custom_way="cash") == ["甲"]
    assert shown(client, custom_needs="net30") == ["乙"]
    assert shown(client, custom_vip="no") == ["乙"]
    assert shown(client, **{"custom_machines-from": "10"}) == ["乙"]
    assert shown(client, **{"custom_machines-to": "10"}) == ["甲"]
    assert shown(client, **{"custom_tender-from": "2026-02-01", "custom_tender-to": "2026-03-01"}) == ["甲"]
    assert shown(client, custom_plant="a_1") == ["丙"]
    assert shown(client, custom_plant="%") == []
    assert shown(client, **{"custom_machines-from": "viel", "custom_vip": "x", "custom_plant": "\0"}) == [
        "丙",
        "乙",
        "甲",
    ]


@pytest.mark.database
def test_a_searchable_one_leads_to_customer_and_contact_once_the_index_followed(browse, lan, fields):
    make_custom_field(code="badge", name="工号", type="text", kind="contact", searchable=True)
    account = make_account(lan, custom={"plant": "崇川北厂"})
    make_contact(account, custom={"badge": "ZX8841"})
    client = browse(lan)
    assert shown(client, q="崇川北") == [account.name]
    assert "张卫国" in client.get(reverse("desk:find"), {"q": "zx8841"}).content.decode()
    house.edit_custom_field(_field("plant"), by=None, seen=1, searchable=False)
    while work_once():
        pass
    assert shown(client, q="崇川北") == []


def test_a_merge_asks_for_them_and_can_be_taken_back(browse, lan, fields):
    winner, loser = make_account(lan, custom={"way": "cash", "vip": True}), make_account(lan, name="别家", custom={
        "way": "net30", "machines": 4, "vip": True})  # fmt: skip
    address = reverse("customers:merge_accounts", args=[winner.pk, loser.pk])
    form = browse(lan).get(address).context["form"]
    assert [(row["name"], row["taken"]) for row in form.rows][1:] == [
        ("custom_machines", "loser"),
        ("custom_way", "winner"),
    ]
    sent = {
        "winner_version": 1,
        "loser_version": 1,
        "name": "winner",
        "custom_machines": "loser",
        "custom_way": "loser",
    }
    assert browse(lan).post(address, sent).status_code == 303
    winner.refresh_from_db()
    assert winner.custom == {"way": "net30", "vip": True, "machines": 4}
    entry = AuditEntry.objects.get(action="merge_accounts")
    assert entry.changes["custom_machines"] == [None, 4] and entry.changes["custom_way"] == ["cash", "net30"]
    actions.unmerge_accounts(winner.merges.get(), by=lan)
    winner.refresh_from_db()
    assert winner.custom == {"way": "cash", "vip": True}


def test_contacts_have_their_own(browse, lan):
    make_custom_field(code="wine", name="爱好", type="text", kind="contact")
    account = make_account(lan)
    create = reverse("customers:create_contact", args=[account.pk])
    assert browse(lan).post(create, {"name": "张三", "custom_wine": "钓鱼"}).status_code == 303
    assert Contact.objects.get().custom == {"wine": "钓鱼"}
    assert "钓鱼" in browse(lan).get(page("account_detail", account)).content.decode()


@pytest.mark.database
def test_a_hidden_one_comes_out_by_no_door(browse, lan, admin):
    make_custom_field(code="budget", name="预算", type="amount")
    make_custom_field(code="line", name="专线", type="text", hidden="phones", searchable=True)
    account = make_account(lan, custom={"budget": 7_654_321_00, "line": "400-8899"})
    actions.edit_account(account, by=lan, seen=1, custom={"budget": 7_654_322_00, "line": "400-8899"})
    seller = ROLES["seller"]
    house.edit_role("seller", rights=Role(seller.reach, seller.abilities, frozenset({"amounts", "phones"})), by=None)
    client = browse(lan)
    pages = [client.get(page(name, account)).content.decode() for name in ("account_detail", "edit_account")]
    pages += [client.get(LIST, {"q": "8899"}).content.decode(), client.get(LIST).content.decode()]
    assert not [text for text in ("7,654,32", "765432", "400-8899") if any(text in one for one in pages)]
    assert shown(client, q="8899") == []
    assert shown(client, custom_line="nothing") == [account.name]  # who may not see it does not ask for it
    assert shown(client, **{"custom_budget-from": "999999999"}) == [account.name]
    client.post(page("edit_account", account), {**GIVEN, "version": 2, "custom_budget": "1", "custom_line": "x"})
    account.refresh_from_db()
    assert account.custom == {"budget": 7_654_322_00, "line": "400-8899"}
