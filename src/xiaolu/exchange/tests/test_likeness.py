"""Rows whose new customer looks like one that is there: asked about, and done as said."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from xiaolu.customers import actions as customers
from xiaolu.customers.models import Account, Alias
from xiaolu.customers.tests.make import make_account
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange import actions
from xiaolu.exchange.models import Import, Likeness, StagedRow
from xiaolu.exchange.tests.make import HEADINGS, codes, csv_file, load_rows, method
from xiaolu.jobs.actions import work_once
from xiaolu.pipeline.models import Opportunity

pytestmark = [pytest.mark.django_db, pytest.mark.database]
THERE, LIKE, NEW = "苏州恒力机械制造有限公司", "苏州恒力机械有限公司", "宁波远洋船舶配件厂"
ACCOUNTS = [["客户名称", "客户编号", "电话", "区域"], [LIKE, "C7", "0512-66778899", "苏州"], [NEW, "C8", "", ""]]
DEALS = [
    HEADINGS,
    ["E1", LIKE, "", "P", "1", "", ""],
    ["E2", NEW, "", "P", "2", "", ""],
    ["E3", LIKE, "", "A", "3", "2026-01-05", "2026-02-01"],
]


@pytest.fixture
def there(lan) -> Account:
    return make_account(lan, name=THERE, phone="0512-66778899")


def names() -> list[str]:
    return sorted(Account.objects.values_list("name", flat=True))


def test_by_default_it_is_created_and_the_result_counts_a_note(tmp_path, there):
    result = load_rows(tmp_path, ACCOUNTS, kind="accounts")
    assert (result.ok, result.counts["created"], result.counts["warnings"]) == (True, 2, 1)
    assert names() == sorted([THERE, LIKE, NEW])
    one = Likeness.objects.get()
    assert (one.said, one.account_id, one.account_name) == (LIKE, there.pk, THERE)
    assert one.percent > 50 and one.reasons


def test_skipped_rows_are_left_out_counted_and_come_back_as_a_file(tmp_path, there):
    errors = tmp_path / "errors.xlsx"
    result = load_rows(tmp_path, ACCOUNTS, kind="accounts", likely="skip", errors_to=errors)
    assert (result.counts["created"], result.counts["skipped"], result.counts["failed"]) == (1, 1, 0)
    assert names() == sorted([THERE, NEW])
    left = list(load_workbook(errors).active.iter_rows(values_only=True))
    assert [row[0] for row in left[1:]] == [LIKE] and THERE in left[1][-1]
    again = load_rows(tmp_path, ACCOUNTS, kind="accounts", likely="create")
    assert (again.counts["created"], again.counts["unchanged"]) == (1, 1)


def test_used_it_gets_what_it_lacks_keeps_what_it_is_called_and_is_found_by_it_from_now_on(tmp_path, there):
    result = load_rows(tmp_path, ACCOUNTS, kind="accounts", likely="use")
    assert (result.counts["created"], result.counts["updated"]) == (1, 1)
    there.refresh_from_db()
    assert (there.name, there.code, there.region, there.phone) == (THERE, "C7", "苏州", "0512-66778899")
    again = load_rows(tmp_path, ACCOUNTS, kind="accounts")
    assert (again.counts["unchanged"], again.counts["warnings"]) == (2, 0)
    actions.undo_import(Import.objects.get(pk=again.import_id), by=None)
    actions.undo_import(Import.objects.get(pk=result.import_id), by=None)
    there.refresh_from_db()
    assert (there.code, there.region, names()) == ("", "", [THERE])
    assert not Alias.objects.exists()


def test_opportunities_of_one_name_go_to_the_customer_that_is_there(tmp_path, there):
    result = load_rows(tmp_path, DEALS, likely="use")
    assert result.ok and result.counts["warnings"] >= 2
    assert names() == sorted([THERE, NEW])
    assert Opportunity.objects.filter(account=there).count() == 2
    later = [DEALS[0], *DEALS[1:3], ["E3", LIKE, "", "A", "30", "2026-01-05", "2026-02-01"]]
    again = load_rows(tmp_path, later)
    assert (again.counts["updated"], again.counts["unchanged"], again.counts["created"]) == (1, 2, 0)
    assert Opportunity.objects.filter(account=there).count() == 2
    assert Likeness.objects.filter(load=again.import_id).count() == 0


def test_opportunities_without_a_key_are_found_again_by_the_other_name(tmp_path, there):
    rows = [["客户名称", "阶段", "金额"], [LIKE, "P", "1"]]
    load_rows(tmp_path, rows, likely="use")
    again = load_rows(tmp_path, [rows[0], [LIKE, "P", "5"]])
    assert (again.counts["updated"], again.counts["created"]) == (1, 0)
    assert Opportunity.objects.get().amount == 500


def test_to_use_it_nobody_needs_to_be_allowed_to_create_customers(tmp_path, there):
    refused = load_rows(tmp_path, [DEALS[0], DEALS[1]], create_missing=())
    assert codes(refused) == [(2, "客户名称", "unknown_account")]
    assert load_rows(tmp_path, [DEALS[0], DEALS[1]], create_missing=(), likely="use").ok


def test_a_contact_of_a_like_customer_goes_to_the_one_that_is_there(tmp_path, there):
    rows = [["客户", "联系人", "手机"], [LIKE, "李四", "13900005678"]]
    assert load_rows(tmp_path, rows, kind="contacts", likely="use").ok
    assert there.contacts.get().name == "李四" and names() == [THERE]


def test_of_a_customer_out_of_sight_only_the_team_is_said_and_it_is_not_used(tmp_path, outsider, lan):
    hidden = make_account(outsider, name=THERE, phone="0512-66778899")
    rows = [ACCOUNTS[0], [LIKE, "C7", "0512-66778899", ""], ["苏州恒利机械", "", "", ""]]
    result = load_rows(tmp_path, rows, kind="accounts", by=lan, create_missing=(), dry_run=False, likely="create")
    assert result.counts["created"] == 2
    assert [(one.account_id, one.account_name, one.percent, one.reasons) for one in Likeness.objects.all()] == [
        (0, "", 0, [])
    ]
    team = Likeness.objects.get().team
    assert team and team in str(StagedRow.objects.get(likeness__gt=0).problems)
    kept = str([*StagedRow.objects.values_list("problems", flat=True), *Likeness.objects.values_list("team", "said")])
    assert THERE not in kept and str(hidden.pk) not in str(Likeness.objects.values("account_id"))


def test_what_may_not_be_used_is_left_out_when_all_are_used(tmp_path, outsider, lan):
    make_account(outsider, name=THERE, phone="0512-66778899")
    rows = [ACCOUNTS[0], [LIKE, "C7", "0512-66778899", ""]]
    result = load_rows(tmp_path, rows, kind="accounts", by=lan, create_missing=(), likely="use")
    assert (result.counts["created"], result.counts["skipped"]) == (0, 1)


@pytest.fixture
def checked(browse, admin, there, tmp_path, settings):
    """An import of deals that waits for a choice."""
    settings.FILES_FOLDER = tmp_path / "files"
    with csv_file(tmp_path, DEALS).open("rb") as file:
        given = {"file": file, "method": method().pk, "kind": "opportunities"}
        browse(admin).post(reverse("exchange:upload_import"), given)
    load = Import.objects.get()
    actions.queue_check(load)
    assert work_once()
    load.refresh_from_db()
    assert load.state == "checked"
    return load


def page_of(name: str, load: Import, *more: int) -> str:
    return reverse(f"exchange:{name}", args=[load.pk, *more])


def test_the_preview_asks_about_each_and_about_all(browse, admin, checked):
    client = browse(admin)
    page = client.get(page_of("import_preview", checked), {"show": "likely"})
    assert len(page.context["rows"]) == 2 and "likely" in page.context["form"].fields
    text = page.content.decode()
    assert THERE in text and "%" in text
    number = Likeness.objects.get().number
    chosen = client.post(page_of("choose_likeness", checked, number), {"choice": "use"})
    assert chosen.status_code == 303
    part = client.post(page_of("choose_likeness", checked, number), {"choice": "use"}, headers={"HX-Request": "true"})
    assert part.status_code == 200 and "<html" not in part.content.decode()
    answer = client.post(page_of("start_import", checked), {"create_missing": ["accounts"], "likely": "create"})
    assert answer.status_code == 303
    assert work_once()
    assert names() == sorted([THERE, NEW])
    checked.refresh_from_db()
    assert (checked.state, checked.counts["created"]) == ("done", 3)


def test_a_choice_outlives_another_import_that_was_written_meanwhile(browse, admin, checked, tmp_path):
    actions.choose_likeness(Likeness.objects.get(), "skip")
    load_rows(tmp_path, [HEADINGS, ["Z9", "别的客户", "", "P", "1", "", ""]])
    actions.start_import(checked, by=admin, create_missing=["accounts"], skip_bad=False)
    assert work_once()
    checked.refresh_from_db()
    assert (checked.state, checked.counts["created"], checked.counts["skipped"]) == ("done", 1, 2)


@pytest.mark.parametrize(("choice", "status"), [("eat", 404), ("use\0", 404), ("skip", 303), ("", 303)])
def test_only_what_is_offered_can_be_chosen(browse, admin, checked, choice, status):
    answer = browse(admin).post(page_of("choose_likeness", checked, Likeness.objects.get().number), {"choice": choice})
    assert answer.status_code == status


def test_only_who_may_see_the_import_chooses(browse, outsider, trainer, checked):
    number = Likeness.objects.get().number
    for who, status in ((outsider, 404), (trainer, 403)):
        answer = browse(who).post(page_of("choose_likeness", checked, number), {"choice": "skip"})
        assert answer.status_code == status
    assert browse(outsider).get(page_of("choose_likeness", checked, number)).status_code == 405
    assert Likeness.objects.get().choice == ""


def test_a_customer_that_went_meanwhile_is_not_used(checked, admin, there):
    actions.start_import(checked, by=admin, create_missing=["accounts"], skip_bad=False, likely="use")
    winner = make_account(name="别家")
    customers.merge_accounts(winner, there, by=None, seen=(winner.version, there.version), chosen={})
    work_once()
    checked.refresh_from_db()
    assert (checked.state, checked.error["code"]) == ("failed", "likely_gone")
    assert not Opportunity.objects.exists()


def test_what_was_not_asked_cannot_be_used(checked):
    one = Likeness.objects.get()
    one.account_id = 0
    with pytest.raises(RuleBroken, match="may_not_use"):
        actions.choose_likeness(one, "use")


def test_the_number_of_statements_does_not_follow_the_number_of_names(tmp_path, there):
    def statements(count: int) -> int:
        rows = [ACCOUNTS[0], *([f"苏州恒力{number}机械", f"N{count}-{number}", "", ""] for number in range(count))]
        with CaptureQueriesContext(connection) as sent:
            load_rows(tmp_path, rows, kind="accounts", dry_run=True)
        return len(sent)

    statements(1)
    assert statements(200) <= statements(20) + 2
