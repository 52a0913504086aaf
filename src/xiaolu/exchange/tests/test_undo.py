"""Taking an import back: everything is as before, what others did since refuses it, and it may be loaded again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from xiaolu.customers import actions as customers
from xiaolu.customers.models import Account, Contact, Handover, Industry
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange import actions
from xiaolu.exchange.models import Import, StagedRow, Trace
from xiaolu.exchange.obstacles import obstacles
from xiaolu.exchange.tests.make import EVERYTHING, HEADINGS, history, load_rows, method
from xiaolu.jobs.actions import work_once
from xiaolu.org import actions as org
from xiaolu.org.models import AuditEntry, Membership, Person, Team
from xiaolu.pipeline import actions as pipeline
from xiaolu.pipeline import checks
from xiaolu.pipeline.models import Change, ExternalKey, Opportunity, Passage
from xiaolu.pipeline.tests.make import make_opportunity
from xiaolu.search.models import SearchEntry

pytestmark = [pytest.mark.django_db, pytest.mark.database]
RICH = [
    "外部编号",
    "客户名称",
    "联系人",
    "手机",
    "负责人",
    "团队",
    "行业",
    "来源",
    "产品",
    "阶段",
    "金额",
    "入P",
    "入A",
]
ROW = [
    "E1",
    "恒力",
    "张三",
    "13800001234",
    "王芳",
    "华东",
    "机械",
    "展会",
    "切削液",
    "A",
    "100",
    "2026-01-05",
    "2026-02-01",
]


def undo(result, by=None) -> Import:
    return actions.undo_import(Import.objects.get(pk=result.import_id), by=by)


def reasons(result) -> list[str]:
    return [note["code"] for note in obstacles(Import.objects.get(pk=result.import_id))]


def only() -> Opportunity:
    return Opportunity.objects.get()


def whole() -> bool:
    return not [problem for check in checks.CHECKS for problem in check()]


def test_what_an_import_made_is_gone_and_the_ledger_keeps_both(tmp_path):
    result = load_rows(tmp_path, [RICH, ROW])
    load = undo(result)
    for model in (Opportunity, Account, Contact, Industry, Person, Team, Membership, ExternalKey, Passage, SearchEntry):
        assert not model._default_manager.exists(), model
    assert load.state == "undone"
    assert Change.objects.filter(import_id=load.pk).count() == 4  # two said, two taken back
    assert AuditEntry.objects.filter(action="undo_import").count() == 1
    assert whole()


def test_what_an_import_changed_gets_its_former_values(tmp_path):
    load_rows(tmp_path, [RICH, ROW])
    pipeline.edit_opportunity(only(), by=None, note="mine", next_action="call")
    before, said = Opportunity.objects.values().get(), history(only())
    again = [*ROW[:1], "东方", "李四", "139", "李强", "", "化工", "电话", "", "N", "999", "2026-01-01", "2026-02-03"]
    result = load_rows(tmp_path, [RICH, again])
    assert only().stage == "N"
    undo(result)
    after = Opportunity.objects.values().get()
    assert {**after, "version": 0} == {**before, "version": 0}
    assert after["version"] > before["version"]
    assert history(only()) == said
    assert list(Account.objects.values_list("name", flat=True)) == ["恒力"]
    assert whole()


def test_a_phone_that_an_import_corrected_is_the_old_one_again_and_found(tmp_path):
    load_rows(tmp_path, [RICH, ROW])
    result = load_rows(tmp_path, [RICH, [*ROW[:3], "13900005678", *ROW[4:]]])
    assert Contact.objects.get().phone == "13900005678"
    undo(result)
    assert Contact.objects.get().phone == "13800001234"
    assert "13800001234" in SearchEntry.objects.get(kind="contact").text


def test_an_undone_import_can_be_loaded_again(tmp_path):
    undo(load_rows(tmp_path, [RICH, ROW]))
    result = load_rows(tmp_path, [RICH, ROW])
    assert (result.ok, result.counts["created"], only().owner.login) == (True, 1, "wangfang")


def test_undoing_the_later_one_opens_the_earlier_one_again(tmp_path):
    first = load_rows(tmp_path, [RICH, ROW])
    second = load_rows(tmp_path, [RICH, [*ROW[:3], "13900005678", *ROW[4:10], "200", *ROW[11:]]])
    assert set(reasons(first)) == {"undo_later_import"}
    undo(second)
    assert reasons(first) == []
    undo(first)
    assert not Opportunity.objects.exists()
    assert whole()


def test_a_later_import_that_found_nothing_new_does_not_hold_it_up(tmp_path):
    first = load_rows(tmp_path, [RICH, ROW])
    load_rows(tmp_path, [RICH, ROW])
    undo(first)
    assert load_rows(tmp_path, [RICH, ROW]).counts["created"] == 1


def edited(load) -> None:
    pipeline.edit_opportunity(only(), by=None, note="mine")


def moved(load) -> None:
    pipeline.move_opportunity(only(), to="N", by=None)


def withdrawn(load) -> None:
    pipeline.withdraw_opportunity(only(), by=None, reason="twice")


def new_deal(load) -> None:
    make_opportunity(method(), account=Account.objects.get())


def new_contact(load) -> None:
    customers.create_contact(Account.objects.get(), name="李四", by=None)


def edited_account(load) -> None:
    customers.edit_account(Account.objects.get(), by=None, seen=1, region="华东")


def invited(load) -> None:
    org.make_link(Person.objects.get(), by=None)


def owns_another(load) -> None:
    make_opportunity(method(), owner=Person.objects.get())


def joined_team(load) -> None:
    org.create_person(login="new", name="新人", team=Team.objects.get(), by=None)


def renamed_industry(load) -> None:
    customers.edit_industry(Industry.objects.get(), by=None, seen=1, name="机械制造")


@pytest.mark.parametrize(
    ("act", "code"),
    [(edited, "undo_changed"), (moved, "undo_changed"), (withdrawn, "undo_changed"), (new_deal, "undo_in_use"),
     (new_contact, "undo_in_use"), (edited_account, "undo_changed"), (invited, "undo_changed"), (owns_another, "undo_in_use"),
     (joined_team, "undo_in_use"), (renamed_industry, "undo_changed")],
)  # fmt: skip
def test_what_others_did_since_refuses_it_and_nothing_changes(tmp_path, act, code):
    result = load_rows(tmp_path, [RICH, ROW])
    act(result)
    assert code in reasons(result)
    with pytest.raises(RuleBroken) as refused:
        undo(result)
    assert refused.value.code == "undo_refused"
    assert Opportunity.objects.exists()
    assert Import.objects.get().state == "done"
    assert whole()


def test_after_ninety_days_it_is_too_late_and_the_copies_are_erased(tmp_path):
    result = load_rows(tmp_path, [RICH, ROW])
    actions.erase_old_copies()
    assert StagedRow.objects.exists()
    Import.objects.update(done_at=timezone.now() - timedelta(days=91))
    assert reasons(result) == ["undo_too_late"]
    actions.erase_old_copies()
    assert not StagedRow.objects.exists() and not Trace.objects.exists()
    assert Opportunity.objects.exists()


def test_what_was_not_written_cannot_be_undone(tmp_path):
    result = load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "-1", "", ""]])
    with pytest.raises(RuleBroken, match="undo_not_done"):
        undo(result)


def test_in_the_browser_it_asks_with_the_counts_and_the_worker_does_it(browse, admin, tmp_path):
    result = load_rows(tmp_path, [RICH, ROW])
    address, client = reverse("exchange:undo_import", args=[result.import_id]), browse(admin)
    page = client.get(address)
    assert (page.status_code, page.context["rows"][0][1], page.context["found"]) == (200, {"made": 1, "changed": 0}, [])
    assert Opportunity.objects.exists()
    assert client.post(address).status_code == 303
    assert client.get(reverse("exchange:import_progress", args=[result.import_id])).status_code == 200
    assert work_once()
    assert Import.objects.get().state == "undone"
    assert not Opportunity.objects.exists()
    assert list(AuditEntry.objects.filter(action__contains="undo").values_list("person", flat=True)) == [admin.pk] * 2
    assert client.post(address).status_code == 422


def test_the_page_names_what_stands_against_it(browse, admin, tmp_path):
    result = load_rows(tmp_path, [RICH, ROW])
    pipeline.edit_opportunity(only(), by=admin, note="mine")
    address, client = reverse("exchange:undo_import", args=[result.import_id]), browse(admin)
    page = client.get(address).content.decode()
    assert only().number in page and "管理员" in page and '<button class="button button-danger' not in page
    assert client.post(address).status_code == 422
    assert Import.objects.get().state == "done"


def test_what_changes_before_the_worker_comes_is_said_on_the_page(browse, admin, tmp_path):
    result = load_rows(tmp_path, [RICH, ROW])
    actions.start_undo(Import.objects.get(), by=admin)
    pipeline.edit_opportunity(only(), by=admin, note="mine")
    work_once()
    load = Import.objects.get()
    assert (load.state, load.error["code"]) == ("done", "undo_refused")
    assert (
        only().number in browse(admin).get(reverse("exchange:import_detail", args=[result.import_id])).content.decode()
    )


def test_only_who_may_see_an_import_undoes_it(browse, lan, outsider, trainer, tmp_path):
    result = load_rows(
        tmp_path, [HEADINGS, ["E1", "恒力", "林岚", "P", "1", "", ""]], by=lan, create_missing=("accounts",)
    )
    address = reverse("exchange:undo_import", args=[result.import_id])
    assert browse(outsider).post(address).status_code == 404
    assert browse(trainer).post(address).status_code == 403
    assert browse(lan).post(address).status_code == 303


def test_a_large_list_of_rows_is_undone_with_few_queries(tmp_path, django_assert_max_num_queries):
    rows = [[f"E{n}", f"客户{n}", "王芳", "A", "100", "2026-01-05", "2026-02-01"] for n in range(300)]
    result = load_rows(tmp_path, [HEADINGS, *rows], create_missing=EVERYTHING)
    with django_assert_max_num_queries(218):
        undo(result)
    assert not Opportunity.objects.exists()


PEOPLE = ["登录名", "姓名", "手机", "团队", "角色"]
TEAMS = ["团队编码", "团队名称", "上级团队"]


@pytest.mark.parametrize(
    ("kind", "heads", "first", "second", "model"),
    [("people", PEOPLE, ["wang", "王芳", "138", "", "销售"], ["wang", "王芳", "139", "", "经理"], Person),
     ("teams", TEAMS, ["hd", "华东", ""], ["hd", "华东区", ""], Team)],
)  # fmt: skip
def test_undoing_a_later__or_teams_opens_the_earlier_one_again(tmp_path, admin, kind, heads, first, second, model):
    one = load_rows(tmp_path, [heads, first], kind=kind)
    two = load_rows(tmp_path, [heads, second], kind=kind)
    assert set(reasons(one)) == {"undo_later_import"}
    undo(two)
    assert reasons(one) == []
    undo(one)
    assert not model._default_manager.filter(name=first[1]).exists()


def test_what_was_done_to_a_person_between_two_imports_still_stands_against_the_earlier_one(tmp_path):
    first = load_rows(tmp_path, [PEOPLE, ["wang", "王芳", "138", "", "销售"]], kind="people")
    org.edit_person(Person.objects.get(), by=None, name="王小芳")
    second = load_rows(tmp_path, [PEOPLE, ["wang", "王芳", "139", "", "销售"]], kind="people")
    undo(second)
    assert reasons(first) == ["undo_changed"]


def test_changes_of_owner_that_an_import_made_go_with_it_and_others_stay(tmp_path, lan, lei):
    account = customers.create_account(name="恒力", owner=lan, by=None)
    customers.hand_over_account(account, to=lei, by=None, seen=1)
    result = load_rows(tmp_path, [["客户名称", "负责人"], ["恒力", "林岚"]], kind="accounts")
    assert list(Handover.objects.order_by("pk").values_list("after", flat=True)) == [lei.pk, lan.pk]
    undo(result)
    assert list(Handover.objects.values_list("after", flat=True)) == [lei.pk]
    assert Account.objects.get().owner == lei
