"""The rules of imports, one by one: dates, keys, loading again, missing things."""

from datetime import date, timedelta

import pytest

from xiaolu.domain.workdays import is_working_day
from xiaolu.exchange.models import Import, StagedRow
from xiaolu.exchange.tests.make import HEADINGS, codes, csv_file, history, load_file, load_rows
from xiaolu.org.models import AuditEntry, Membership, Person
from xiaolu.org.queries import today
from xiaolu.pipeline import actions as pipeline
from xiaolu.pipeline import checks
from xiaolu.pipeline.models import ExternalKey, Opportunity
from xiaolu.search.queries import find

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def only() -> Opportunity:
    return Opportunity.objects.get()


def whole() -> bool:
    """Every invariant holds."""
    return not [problem for check in checks.CHECKS for problem in check()]


def test_stage_dates_become_dated_postings(tmp_path):
    row = ["E1", "恒力机械", "王芳", "A", "86万", "2026-01-05", "2026/2/1"]
    result = load_rows(tmp_path, [HEADINGS, row])
    assert result.as_json() | {"import": 0} == {
        "import": 0,
        "read": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "failed": 0,
        "skipped": 0,
        "warnings": 0,
        "errors": [],
    }
    assert history(only()) == [("2026-01-05", "P"), ("2026-02-01", "A")]
    assert (only().amount, only().created_on, only().stage_since) == (86_000_000, date(2026, 1, 5), date(2026, 2, 1))
    assert whole()


def test_a_row_without_dates_begins_on_created_on_then_on_the_default_then_today(tmp_path):
    rows = [["外部编号", "阶段", "创建日期"], ["1", "P", "2026-03-01"], ["2", "P", ""]]
    load_rows(tmp_path, rows, mapping="[defaults]\ncreated_on = 2026-01-01")
    load_rows(tmp_path, [["外部编号", "阶段"], ["3", "P"]])
    days = [one.created_on for one in Opportunity.objects.order_by("id")]
    assert days == [date(2026, 3, 1), date(2026, 1, 1), today()]


def test_entries_stand_in_the_order_of_date_then_of_stages(tmp_path):
    load_rows(
        tmp_path, [["外部编号", "阶段", "入A", "入P", "入N"], ["1", "N", "2026-01-05", "2026-01-05", "2026-01-05"]]
    )
    assert [stage for _, stage in history(only())] == ["P", "A", "N"]


def test_a_row_whose_stage_is_not_its_last_entry_fails(tmp_path):
    result = load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "", "2026-01-05", "2026-02-01"]])
    assert codes(result) == [(2, "阶段", "stage_not_last")]


def test_a_stage_without_date_of_its_own_is_entered_on_the_last_date_with_a_warning(tmp_path):
    result = load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "N", "", "2026-01-05", "2026-02-01"]])
    assert history(only())[-1] == ("2026-02-01", "N")
    assert result.counts["warnings"] == 1


@pytest.mark.parametrize(
    "day, code",
    [
        ("1969-12-31", "date_out_of_range"),
        ("1900-01-01", "date_out_of_range"),
        ("9999-12-31", "date_out_of_range"),
        ("2026-02-30", "not_a_date"),
        ((date.today() + timedelta(days=3)).isoformat(), "day_in_future"),
    ],
)
def test_a_date_that_cannot_be_fails_with_row_and_column(tmp_path, day, code):
    result = load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "", day, ""]])
    assert codes(result) == [(2, "入P", code)]
    assert not Opportunity.objects.exists()


def test_closed_dates_the_final_stage_only_when_it_is_closed(tmp_path):
    rows = [
        ["外部编号", "阶段", "engaged", "close_date"],
        ["1", "C", "2026-01-05", "2026-02-01"],
        ["2", "A", "2026-01-05", "2026-02-01"],
    ]
    result = load_rows(tmp_path, rows, mapping='[dates]\nengaged = "A"\nclose_date = "closed"')
    first, second = Opportunity.objects.order_by("id")
    assert history(first) == [("2026-01-05", "A"), ("2026-02-01", "C")]
    assert history(second) == [("2026-01-05", "A")]
    assert result.counts["warnings"] == 1


def test_a_lost_one_without_reason_gets_the_code_not_given(tmp_path):
    load_rows(tmp_path, [["外部编号", "阶段", "流失原因"], ["1", "X", ""], ["2", "X", "价格"]])
    assert [one.lost_reason for one in Opportunity.objects.order_by("id")] == ["not_given", "price"]


def test_the_same_key_twice_in_a_file_fails_the_second_time(tmp_path):
    result = load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "", "", ""], ["E1", "东方", "", "P", "", "", ""]])
    assert codes(result) == [(3, "外部编号", "key_twice")]
    assert not Opportunity.objects.exists()


def test_the_same_key_of_another_system_is_another_row(tmp_path):
    load_rows(tmp_path, [["外部编号", "阶段"], ["1", "P"]], mapping='[options]\nsystem = "old"')
    load_rows(tmp_path, [["外部编号", "阶段"], ["1", "P"]], mapping='[options]\nsystem = "new"')
    assert sorted(ExternalKey.objects.values_list("system", "key")) == [("new", "1"), ("old", "1")]


def test_without_key_a_row_means_the_one_open_opportunity_of_account_and_product(tmp_path):
    load_rows(tmp_path, [["客户名称", "产品", "阶段", "金额"], ["恒力机械有限公司", "切削液", "P", "100"]])
    result = load_rows(tmp_path, [["客户名称", "产品", "阶段", "金额"], ["恒力机械", "切削液", "P", "200"]])
    assert result.counts["updated"] == 1
    assert only().amount == 20_000


def test_a_row_that_several_open_ones_fit_fails_and_lists_them(tmp_path):
    load_rows(tmp_path, [["外部编号", "客户名称", "阶段"], ["1", "恒力", "P"], ["2", "恒力", "P"]])
    result = load_rows(tmp_path, [["客户名称", "阶段"], ["恒力", "P"]])
    numbers = ", ".join(one.number for one in Opportunity.objects.order_by("id"))
    assert codes(result) == [(2, "客户名称", "several_fit")]
    assert numbers in result.errors[0]["message"]


def test_a_number_that_xiaolu_never_gave_fails(tmp_path):
    result = load_rows(tmp_path, [["编号", "阶段"], ["OP99999", "P"]])
    assert codes(result) == [(2, "编号", "number_unknown")]


def test_an_unchanged_row_changes_nothing_whatever_happened_since(tmp_path):
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒力", "王芳", "A", "100", "2026-01-05", "2026-02-01"]])
    load_file(path)
    pipeline.edit_opportunity(only(), by=None, amount=77)
    pipeline.move_opportunity(only(), to="N", by=None)
    result = load_file(path)
    assert (result.counts["unchanged"], result.counts["updated"]) == (1, 0)
    assert (only().amount, only().stage) == (77, "N")


def test_of_a_changed_row_only_the_changed_cells_are_applied(tmp_path):
    row = ["E1", "恒力", "王芳", "A", "100", "2026-01-05", "2026-02-01"]
    load_rows(tmp_path, [HEADINGS, row])
    pipeline.edit_opportunity(only(), by=None, amount=77)
    result = load_rows(tmp_path, [HEADINGS, [*row[:2], "李强", *row[3:]]])
    assert result.counts["updated"] == 1
    assert (only().amount, only().owner.name) == (77, "李强")
    assert whole()


def test_a_new_stage_date_is_posted_on_its_day(tmp_path):
    load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "100", "2026-01-05", ""]])
    load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "A", "100", "2026-01-05", "2026-02-01"]])
    assert history(only()) == [("2026-01-05", "P"), ("2026-02-01", "A")]
    assert (only().stage, only().stage_since) == ("A", date(2026, 2, 1))
    assert whole()


def test_a_corrected_first_date_moves_the_first_posting_with_all_its_facts(tmp_path):
    load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "王芳", "A", "100", "2026-01-05", "2026-02-01"]])
    load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "王芳", "A", "100", "2025-12-01", "2026-02-01"]])
    assert history(only()) == [("2025-12-01", "P"), ("2026-02-01", "A")]
    assert (only().created_on, only().amount, only().owner.name) == (date(2025, 12, 1), 10_000, "王芳")
    assert whole()


def test_what_people_recorded_stays_when_the_file_corrects_a_date(tmp_path):
    load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "A", "100", "2026-01-05", "2026-02-01"]])
    pipeline.move_opportunity(only(), to="N", by=None, on=date(2026, 3, 1))
    load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "A", "100", "2026-01-05", "2026-02-10"]])
    assert history(only()) == [("2026-01-05", "P"), ("2026-02-10", "A"), ("2026-03-01", "N")]
    assert only().stage == "N"
    assert whole()


def test_a_changed_row_of_a_withdrawn_one_fails(tmp_path):
    load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "100", "2026-01-05", ""]])
    pipeline.withdraw_opportunity(only(), by=None, reason="twice")
    result = load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "200", "2026-01-05", ""]])
    assert codes(result) == [(2, "", "withdrawn")]


def test_what_is_missing_is_listed_and_nothing_is_written(tmp_path):
    rows = [
        ["外部编号", "客户名称", "联系人", "负责人", "团队", "行业", "来源", "产品"],
        ["1", "恒力", "张三", "王芳", "华东", "机械", "展会", "切削液"],
    ]
    result = load_rows(tmp_path, rows, create_missing=())
    assert {one["code"] for one in result.errors} == {
        "unknown_account",
        "unknown_contact",
        "unknown_owner",
        "unknown_team",
        "unknown_industry",
        "unknown_source",
        "unknown_product",
    }
    assert (result.counts["failed"], Opportunity.objects.count(), Person.objects.count()) == (1, 0, 0)


def test_an_owner_made_by_an_import_cannot_sign_in_and_is_member_from_the_first_day_of_the_data(tmp_path):
    rows = [
        ["外部编号", "负责人", "团队", "入P"],
        ["1", "王芳", "华东", "2026-01-05"],
        ["2", "李强", "华东", "2025-06-01"],
    ]
    load_rows(tmp_path, rows)
    fang = Person.objects.get(name="王芳")
    membership = Membership.objects.get(person=fang)
    assert (fang.login, fang.password) == ("wangfang", "")
    assert (membership.team.name, membership.from_day) == ("华东", date(2025, 6, 1))


def test_owners_are_known_by_login_or_name_and_a_name_of_two_fails(tmp_path, lan, lei):
    load_rows(tmp_path, [["外部编号", "负责人"], ["1", "LinLan"], ["2", "赵磊"]], create_missing=())
    assert [one.owner.login for one in Opportunity.objects.order_by("id")] == ["linlan", "zhaolei"]
    Person.objects.create(login="lin2", name="林岚")
    result = load_rows(tmp_path, [["外部编号", "负责人"], ["3", "林岚"]], create_missing=())
    assert codes(result) == [(2, "负责人", "several_owners")]


def test_an_opportunity_may_have_no_account(tmp_path):
    load_rows(tmp_path, [["外部编号", "阶段"], ["1", "P"]])
    assert only().account is None


def test_with_skip_bad_the_good_rows_are_written(tmp_path):
    rows = [HEADINGS, ["E1", "恒力", "", "P", "100", "", ""], ["E2", "东方", "", "P", "-5", "", ""]]
    result = load_rows(tmp_path, rows, skip_bad=True)
    assert (result.counts["created"], result.counts["failed"], result.ok) == (1, 1, False)
    assert codes(result) == [(3, "金额", "negative")]
    assert ExternalKey.objects.get().key == "E1"


def test_a_row_left_out_as_bad_is_loaded_when_it_is_corrected(tmp_path):
    bad = [HEADINGS, ["E1", "恒力", "", "P", "100", "", ""], ["E2", "东方", "", "P", "-5", "", ""]]
    load_rows(tmp_path, bad, skip_bad=True)
    result = load_rows(tmp_path, [*bad[:2], ["E2", "东方", "", "P", "5", "", ""]])
    assert (result.counts["created"], result.counts["unchanged"]) == (1, 1)


def test_a_dry_run_leaves_nothing_behind(tmp_path):
    result = load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "王芳", "P", "100", "", ""]], dry_run=True)
    assert (result.import_id, result.counts["created"], result.ok) == (None, 1, True)
    assert not Opportunity.objects.exists() and not Import.objects.exists() and not StagedRow.objects.exists()


def test_cards_without_a_date_are_spread_over_twenty_working_days_largest_first(tmp_path):
    rows = [["外部编号", "负责人", "金额"], *[[str(n), "王芳", str(n)] for n in range(1, 41)], ["own", "王芳", "1"]]
    rows[-1:] = []
    load_rows(tmp_path, rows)
    cards = list(Opportunity.objects.order_by("-amount").values_list("next_date", flat=True))
    assert cards == sorted(cards)
    assert len(set(cards)) == 20
    assert cards[0] > today() and all(is_working_day(day) for day in cards)


def test_a_next_date_beyond_twelve_months_is_moved_with_a_warning(tmp_path):
    result = load_rows(tmp_path, [["外部编号", "下次联系时间"], ["1", "2090-01-01"]])
    assert result.counts["warnings"] == 1
    assert only().next_date <= today() + timedelta(days=366)


def test_an_import_is_one_audit_entry_and_what_it_made_is_found(tmp_path):
    load_rows(tmp_path, [HEADINGS, ["E1", "上海恒力", "王芳", "P", "100", "", ""]])
    assert AuditEntry.objects.filter(action="import").count() == 1
    assert not AuditEntry.objects.filter(action="create_opportunity").exists()
    assert [one.object_id for one in find("shhl", ["opportunity"])["opportunity"]] == [only().pk]


def test_a_currency_needs_its_rate(tmp_path):
    rows = [["外部编号", "金额"], ["1", "100"]]
    assert codes(load_rows(tmp_path, rows, mapping='[options]\ncurrency = "USD"')) == [(0, "", "map_invalid")]
    load_rows(tmp_path, rows, mapping='[options]\ncurrency = "USD"\nrate = 7.1')
    assert only().amount == 71_000


def test_phone_and_mail_without_a_contact_make_one_at_a_new_customer(tmp_path):
    load_rows(tmp_path, [["客户姓名", "手机号", "邮箱"], ["张三", "13800001234", "z@example.com"]])
    assert (only().contact.name, only().contact.email, only().account.phone) == ("张三", "z@example.com", "13800001234")


def test_a_seller_loads_only_what_the_seller_may_edit(tmp_path, lan, outsider):
    rows = [["外部编号", "客户名称", "负责人"], ["1", "恒力", "林岚"], ["2", "东方", "钱进"], ["3", "西部", ""]]
    result = load_rows(tmp_path, rows, by=lan, create_missing=("accounts",), skip_bad=True)
    assert codes(result) == [(3, "负责人", "not_yours")]
    assert {one.owner for one in Opportunity.objects.all()} == {lan}


def test_a_seller_may_not_create_people(tmp_path, lan):
    result = load_rows(tmp_path, [["外部编号", "负责人"], ["1", "新人"]], by=lan, create_missing=("owners",))
    assert codes(result) == [(0, "", "not_allowed")]


def test_an_opportunity_of_another_method_fails(tmp_path):
    from xiaolu.methods.actions import install_builtin
    from xiaolu.operate.database import builtin_documents

    load_rows(tmp_path, [["外部编号", "阶段"], ["1", "P"]])
    other = install_builtin([builtin_documents()[1]])[0].method
    result = load_rows(tmp_path, [["外部编号", "阶段"], ["1", "2"]], method=other)
    assert codes(result) == [(2, "", "other_method")]
