"""Tables of activities: history that is loaded, found unchanged, taken out in the same shape and undone; nobody is told of it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from xiaolu.activities import actions as activities
from xiaolu.activities.models import Activity, SilenceWatch
from xiaolu.activities.tests.make import make_done, make_planned
from xiaolu.clocks.models import Notice, RunningClock
from xiaolu.customers.models import Contact
from xiaolu.customers.queries.touches import last_days
from xiaolu.customers.tests.make import make_account, make_contact
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange import actions
from xiaolu.exchange.models import Import
from xiaolu.exchange.obstacles import obstacles
from xiaolu.exchange.tests.make import codes, csv_file, load_file, load_rows, method, xlsx_file
from xiaolu.exchange.unloading import unload_records
from xiaolu.org.models import AuditEntry, Person
from xiaolu.org.queries import today
from xiaolu.outbox.models import Letter
from xiaolu.pipeline.models import Evidence, ExternalKey
from xiaolu.pipeline.queries.cadence import due_of
from xiaolu.pipeline.queries.touches import last_touched
from xiaolu.pipeline.tests.make import make_opportunity
from xiaolu.search.models import SearchEntry
from xiaolu.search.queries import find

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEADS = ["编号", "日期", "类型", "客户", "商机", "负责人", "状态", "内容", "主题", "时间", "分钟", "联系人", "触达", "见到负责人",
         "购买信号", "时间类别", "客户原话", "关键活动"]  # fmt: skip
DAY = "2026-03-02"


def row(**over) -> list:
    """One row; every heading that is not named is empty."""
    given = {"日期": DAY, "类型": "拜访", "客户": "恒力", "负责人": "林岚", "内容": "看了车间", **over}
    return [given.get(name, "") for name in HEADS]


def load(folder, *rows: list, **over):
    return load_rows(folder, [HEADS, *rows], **{"kind": "activities", "create_missing": (), **over})


def undo(result) -> None:
    actions.undo_import(Import.objects.get(pk=result.import_id), by=None)


def picture() -> dict:
    """Everything of activities, without numbers that only count up."""
    found = {}
    for model in (
        Activity,
        Activity.contacts.through,
        Contact,
        ExternalKey,
        SearchEntry,
        Person,
        Notice,
        Letter,
        RunningClock,
    ):
        counted = {"version"} if model in (Activity, Contact, Person) else {"version", "id"}
        names = sorted({one.attname for one in model._meta.concrete_fields} - counted)
        found[model.__name__] = sorted(model._default_manager.values_list(*names), key=repr)
    return found


@pytest.fixture
def house(lan, min_):
    """A customer of 林岚 with a contact and an open opportunity."""
    account = make_account(lan, name="恒力", code="C1")
    make_contact(account, name="张三")
    return make_opportunity(method(), account=account, owner=lan, name="年度")


def test_a_row_brings_everything_it_says(tmp_path, house):
    said = row(编号="H1", 商机=house.number, 主题="年度协议", 时间="下午2点30分", 分钟="1.5小时", 联系人="张三", 触达="是", 见到负责人="否",
               购买信号="问价格、点头", 时间类别="T2 准备", 客户原话="比现在的便宜\n就换")  # fmt: skip
    result = load(tmp_path, said)
    one = Activity.objects.get()
    assert (result.errors, result.counts["created"]) == ([], 1)
    assert (one.day, one.kind, one.state, one.owner.name) == (date(2026, 3, 2), "visit", "done", "林岚")
    assert (one.account, one.opportunity, one.subject, one.result) == (house.account, house, "年度协议", "看了车间")
    assert (one.start, one.minutes, [who.name for who in one.contacts.all()]) == (time(14, 30), 90, ["张三"])
    assert (one.reached, one.in_charge_met, one.signals, one.time_kind) == (True, False, ["asks_price", "nods"], "t2")
    assert one.words == "比现在的便宜\n就换"
    assert [hit.object_id for hit in find("看了车间", ["activity"])["activity"]] == [one.pk]


def test_english_words_dates_and_times_of_a_workbook_are_read(tmp_path, house):
    table = [["Key", "Date", "Type", "Customer", "Who", "Status", "What happened", "Start time", "Duration", "Answered"],
             ["1", date(2026, 3, 2), "Phone call", "C1", "linlan", "Completed", "spoke", datetime(2026, 3, 2, 9, 5), 20, "no"]]  # fmt: skip
    result = load_file(xlsx_file(tmp_path, table), kind="activities", create_missing=())
    one = Activity.objects.get()
    assert (result.errors, one.kind, one.state, one.start, one.minutes) == ([], "call", "done", time(9, 5), 20)
    assert (one.account, one.reached) == (house.account, False)


def test_without_a_state_the_day_says_it_and_a_plan_has_its_day(tmp_path, house):
    ahead = (today() + timedelta(days=3)).isoformat()
    load(tmp_path, row(), row(日期=ahead), row(日期=DAY, 状态="取消", 内容="客户出差"))
    assert list(Activity.objects.order_by("pk").values_list("state", flat=True)) == ["done", "planned", "cancelled"]
    assert Activity.objects.get(state="planned").planned_for.isoformat() == ahead


@pytest.mark.parametrize(
    ("said", "start"),
    [("2026-03-02 14:30", time(14, 30)), ("2026-03-02T09:05:07.123+08:00", time(9, 5)), ("2026/3/2 下午2:30", time(14, 30)),
     ("2026-03-02 00:00:00", None), ("2026-03-02", None), ("2026年3月2日", None)],
)  # fmt: skip
def test_the_time_may_stand_beside_the_day(tmp_path, house, said, start):
    table = [["跟进时间", "跟进方式", "客户名称", "跟进内容"], [said, "电话", "恒力", "x"]]
    for counted in ("created", "unchanged"):
        result = load_rows(tmp_path, table, kind="activities", create_missing=())
        assert (result.errors, result.counts[counted], Activity.objects.get().start) == ([], 1, start)
    assert Activity.objects.get().day == date(2026, 3, 2)


def test_the_customer_of_an_opportunity_needs_no_name(tmp_path, house):
    load(tmp_path, row(客户="", 商机=house.number))
    assert Activity.objects.get().account == house.account


def test_an_opportunity_is_found_by_the_key_of_the_other_system(tmp_path, house):
    ExternalKey.objects.create(system="", kind="opportunity", key="D-7", object_id=house.pk)
    load(tmp_path, row(商机="D-7"))
    assert Activity.objects.get().opportunity == house


@pytest.mark.parametrize("key", ["H1", ""])
def test_loading_again_changes_nothing_and_only_changed_cells_are_applied(tmp_path, house, key):
    first = load(tmp_path, row(编号=key, 触达="否"))
    one = Activity.objects.get()
    activities.edit_activity(one, by=None, seen=one.version, minutes=45)
    again = load(tmp_path, row(编号=key, 触达="否"))
    assert (first.counts["created"], again.counts["unchanged"], again.counts["created"]) == (1, 1, 0)
    result = load(tmp_path, row(编号=key, 触达="是", 购买信号="点头"))
    one.refresh_from_db()
    assert (result.errors, result.counts["updated"], one.reached, one.minutes, one.signals) == (
        [],
        1,
        True,
        45,
        ["nods"],
    )


def test_a_row_with_a_key_may_say_another_day_text_and_person(tmp_path, house, lei):
    load(tmp_path, row(编号="H1", 联系人="张三"))
    other = make_account(lei, name="东方")
    result = load(tmp_path, row(编号="H1", 日期="2026-03-05", 客户="东方", 内容="改了", 负责人="赵磊"))
    one = Activity.objects.get()
    assert (result.errors, one.day, one.account, one.result) == ([], date(2026, 3, 5), other, "改了")
    assert (one.owner, list(one.contacts.all())) == (lei, [])


def test_without_a_key_what_was_recorded_by_hand_is_known_again(tmp_path, house, lan):
    make_done(lan, kind="visit", account=house.account, day=date(2026, 3, 2), result="看了车间")
    assert load(tmp_path, row()).counts["unchanged"] == 1
    assert load(tmp_path, row(时间="9:00")).counts["created"] == 1


def test_the_same_row_or_key_twice_fails_the_second(tmp_path, house):
    assert codes(load(tmp_path, row(), row(客户="C1"))) == [(3, "日期", "row_twice")]
    assert codes(load(tmp_path, row(编号="1"), row(编号="1", 日期="2026-03-03"))) == [(3, "编号", "key_twice")]
    assert not Activity.objects.exists()


def test_two_people_whom_nobody_knows_yet_are_two(tmp_path, house):
    rows = [row(负责人="新人"), row(负责人="另一个")]
    assert load(tmp_path, *rows, create_missing=("owners",)).counts["created"] == 2
    assert load(tmp_path, *rows).counts["unchanged"] == 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_taken_out_and_loaded_every_row_is_unchanged(tmp_path, house, lan, min_, language):
    other = make_account(min_, name="李,王合伙")
    make_contact(other, name="Smith, John")
    load(tmp_path, row(编号="H1", 商机=house.number, 时间="14:30", 分钟="60", 联系人="张三", 触达="是", 购买信号="拿起来试;点头",
                       客户原话="a\nb", 时间类别="T3"), row(日期="2026-03-04", 类型="电话", 状态="取消"))  # fmt: skip
    make_done(lan, account=house.account, result="=SUM(A1)\r\n第二行  ", words="'quoted'", signals=["tries_it"])
    make_done(min_, account=other, kind="other", contacts=list(other.contacts.all()), result="x" * 9_000)
    make_planned(lan, account=house.account, start=time(8, 0))
    before, path = picture(), tmp_path / "out.xlsx"
    with translation.override(language):
        assert unload_records(path, "activities") == 5
    again = load_file(path, kind="activities", create_missing=())
    assert (again.errors, again.counts["unchanged"], picture()) == ([], 5, before)
    assert [cell.value for cell in load_workbook(path).active["A"]][1].startswith("AC")


def test_an_undo_leaves_everything_as_before(tmp_path, house, lan):
    make_done(lan, account=house.account, day=date(2026, 3, 1), result="vorher")
    load(tmp_path, row(编号="H1", 触达="否", 时间="9:00", 联系人="张三"))
    before = picture()
    result = load(
        tmp_path, row(编号="H1", 触达="是", 日期="2026-03-09", 状态="计划", 时间="10:00", 联系人="李四", 商机=house.number),
        row(编号="H2", 联系人="王五、张三", 负责人="新人"), row(日期="2026-01-09"), create_missing=("contacts", "owners"),
    )  # fmt: skip
    assert (result.errors, result.counts["created"], result.counts["updated"]) == ([], 2, 1)
    assert {one.name for one in Contact.objects.all()} == {"张三", "李四", "王五"}
    undo(result)
    assert picture() == before
    assert load(tmp_path, row(编号="H2")).counts["created"] == 1


def withdrawn(one: Activity) -> None:
    activities.withdraw_activity(one, by=None, seen=one.version, reason="twice")


def edited(one: Activity) -> None:
    activities.edit_activity(one, by=None, seen=one.version, result="mine")


@pytest.mark.parametrize("act", [withdrawn, edited])
def test_an_activity_that_was_changed_since_holds_the_undo_up(tmp_path, house, act):
    result = load(tmp_path, row())
    act(Activity.objects.get())
    found = obstacles(Import.objects.get(pk=result.import_id))
    assert [(note["code"], "恒力" in note["what"]) for note in found] == [("undo_changed", True)]
    with pytest.raises(RuleBroken, match="undo_refused"):
        undo(result)
    assert Activity.objects.exists()


def test_what_was_withdrawn_since_is_not_changed_by_loading_again(tmp_path, house):
    load(tmp_path, row(编号="H1"))
    withdrawn(Activity.objects.get())
    assert load(tmp_path, row(编号="H1")).counts["unchanged"] == 1
    assert codes(load(tmp_path, row(编号="H1", 内容="neu"))) == [(2, "日期", "withdrawn")]


def test_a_customer_on_which_loaded_activities_stand_holds_its_own_undo_up(tmp_path, lan):
    first = load_rows(tmp_path, [["客户名称", "负责人"], ["恒力", "林岚"]], kind="accounts")
    load(tmp_path, row())
    found = obstacles(Import.objects.get(pk=first.import_id))
    assert [note["code"] for note in found] == ["undo_in_use"]


def test_nothing_is_told_no_clock_starts_nothing_is_proved_and_there_is_one_entry(tmp_path, house, admin):
    clocks, entries = RunningClock.objects.count(), AuditEntry.objects.count()
    load(
        tmp_path,
        *[row(编号=str(number), 日期=f"2026-03-{number + 1:02}", 商机=house.number) for number in range(9)],
        by=admin,
    )
    assert (Notice.objects.count(), Letter.objects.count(), RunningClock.objects.count()) == (0, 0, clocks)
    assert not Evidence.objects.exists()
    new = AuditEntry.objects.order_by("pk")[entries:]
    assert [(one.action, one.person) for one in new] == [("import", admin)]


def test_the_day_of_the_last_contact_counts_for_silence_and_cadence(tmp_path, house):
    activities.sound_alarms()
    load(tmp_path, row(日期=(today() - timedelta(days=1)).isoformat(), 商机=house.number))
    assert last_days(last_touched, [house.pk])[house.pk] >= today() - timedelta(days=1)
    assert due_of(house, today(), touched_now=False).day >= today()
    activities.sound_alarms(today())
    assert not Notice.objects.exists() and SilenceWatch.objects.count() == 1


def test_what_happened_long_ago_does_not_end_a_silence(tmp_path, house):
    long_ago = today() - timedelta(days=200)
    load(tmp_path, row(日期=long_ago.isoformat(), 商机=house.number))
    assert last_days(last_touched, [house.pk]).get(house.pk, today()) > long_ago


def test_a_person_loads_only_for_whom_and_on_what_that_person_may(tmp_path, lan, lei, outsider):
    mine, deal = (
        make_account(lan, name="恒力"),
        make_opportunity(method(), account=make_account(lei, name="别人的"), owner=lei),
    )
    make_account(outsider, name="远方")
    assert load(tmp_path, row(负责人=""), by=lan).ok
    assert (Activity.objects.get().owner, Activity.objects.get().account) == (lan, mine)
    hidden = load(tmp_path, row(客户="远方"), by=lan)
    absent = load(tmp_path, row(客户="没有的"), by=lan)
    assert codes(hidden) == codes(absent) == [(2, "客户", "customer_unseen")]
    assert hidden.errors[0]["message"].replace("远方", "") == absent.errors[0]["message"].replace("没有的", "")
    for number in (deal.number, "OP999999", "D-1"):
        assert codes(load(tmp_path, row(商机=number), by=lan)) == [(2, "商机", "deal_unseen")]
    assert codes(load(tmp_path, row(负责人="赵磊"), by=lan)) == [(2, "负责人", "not_yours")]
    others = make_done(lei, account=deal.account)
    heads = ["活动编号", "日期", "类型", "内容"]
    for number in (others.pk, 999_999):
        result = load_rows(
            tmp_path, [heads, [f"AC{number}", DAY, "电话", "x"]], kind="activities", create_missing=(), by=lan
        )
        assert codes(result) == [(2, "活动编号", "activity_unknown")]
    assert Activity.objects.count() == 2


def test_an_opportunity_of_another_customer_is_refused(tmp_path, house, lan):
    make_account(lan, name="东方")
    assert codes(load(tmp_path, row(客户="东方", 商机=house.number))) == [(2, "商机", "other_customers_deal")]


def test_unknown_contacts_are_made_only_when_that_is_said(tmp_path, house, lan, lei):
    assert codes(load(tmp_path, row(联系人="李四"))) == [(2, "联系人", "unknown_contact")]
    assert load(tmp_path, row(联系人="李四，张三"), create_missing=("contacts",), by=lan).ok
    assert [one.name for one in Activity.objects.get().contacts.order_by("pk")] == ["张三", "李四"]
    for _ in range(2):
        make_contact(house.account, name="王五")
    assert codes(load(tmp_path, row(联系人="王五"))) == [(2, "联系人", "several_contacts")]


BAD = [("日期", "", "required"), ("日期", "昨天", "not_a_date"), ("日期", "1969-12-31", "date_out_of_range"),
       ("类型", "", "required"), ("类型", "<script>", "unknown_kind"), ("状态", "也许", "unknown_state"), ("时间", "25:00", "not_a_time"),
       ("时间", "9:75", "not_a_time"), ("分钟", "-5", "negative"), ("分钟", "1441", "too_large"), ("分钟", "1e99", "too_large"), ("分钟", "ninety", "not_a_number"),
       ("触达", "可能", "not_yes_or_no"), ("购买信号", "点头；跳舞", "unknown_signal"), ("时间类别", "T9", "unknown_choice"),
       ("关键活动", "nothing", "unknown_key_activity"), ("内容", "x" * 10_001, "too_long"), ("主题", "x" * 201, "too_long"),
       ("编号", "x" * 121, "too_long"), ("联系人", "、".join(str(n) for n in range(60)), "too_long"), ("负责人", "", "required"),
       ("商机", "OP" + "9" * 15, "deal_unseen"), ("商机", "OP" + "9" * 40, "deal_unseen"), ("客户", "' OR 1=1 --", "customer_unseen")]  # fmt: skip


@pytest.mark.parametrize(("heading", "cell", "code"), BAD)
def test_a_bad_cell_is_named_and_nothing_is_written(tmp_path, house, heading, cell, code):
    over = {"客户": ""} if heading == "负责人" else {}
    result = load(tmp_path, row(**{heading: cell, **over}))
    assert codes(result) == [(2, heading, code)]
    assert result.errors[0]["message"] != code
    assert not Activity.objects.exists()


def test_done_in_the_future_and_planned_beyond_a_year_are_refused(tmp_path, house):
    ahead = today() + timedelta(days=2)
    assert codes(load(tmp_path, row(日期=ahead.isoformat(), 状态="完成"))) == [(2, "日期", "day_in_future")]
    far = today() + timedelta(days=400)
    assert codes(load(tmp_path, row(日期=far.isoformat()))) == [(2, "日期", "too_far_ahead")]


HOSTILE = ["=cmd|' /C calc'!A0", "+1", "@SUM(1)", "<img src=x onerror=alert(1)>", "\u202eabc", "a\u0000b".replace("\u0000", ""),
           "_x000D_", "'", "\u2028x", "é" * 100, "🙂" * 50, "%(value)s", "{{ 7*7 }}"]  # fmt: skip


def test_hostile_texts_come_back_as_they_were_said(tmp_path, house, browse, admin):
    load(tmp_path, *[row(编号=f"K{n}", 内容=text, 主题=text[:50]) for n, text in enumerate(HOSTILE)])
    path = tmp_path / "out.xlsx"
    unload_records(path, "activities")
    again = load_file(path, kind="activities", create_missing=())
    assert (again.errors, again.counts["unchanged"]) == ([], len(HOSTILE))
    shown = browse(admin).get(reverse("activities:activity_list")).content.decode()
    assert "<img src=x" not in shown


def test_the_kind_is_guessed_by_its_headings(browse, lan, tmp_path):
    for heads in (["日期", "类型", "客户", "内容"], ["跟进时间", "跟进内容", "客户名称", "跟进人", "下次跟进时间"]):
        path = csv_file(tmp_path, [heads, [DAY, "电话", "恒力", "x", ""]])
        upload = {"file": SimpleUploadedFile("a.csv", path.read_bytes()), "method": method().pk, "kind": ""}
        browse(lan).post(reverse("exchange:upload_import"), upload)
        assert Import.objects.first().kind == "activities"


def test_in_the_browser_the_preview_names_the_cell_and_the_list_is_taken_out(browse, lan, house, trainer, tmp_path):
    result = load(tmp_path, row(类型="吃饭"), by=lan)
    assert result.errors[0]["column"] == "类型"
    address = reverse("exchange:export_records", args=["activities"])
    load(tmp_path, row(), by=lan)
    answer = browse(lan).get(address)
    assert answer.status_code == 200 and answer["Content-Disposition"].endswith('"xiaolu-activities.xlsx"')
    assert AuditEntry.objects.filter(action="export_records").count() == 1
    assert browse(trainer).get(address).status_code == 403
    template = browse(lan).get(reverse("exchange:export_template", args=["activities"]))
    assert template.status_code == 200
    path = tmp_path / "template.xlsx"
    path.write_bytes(b"".join(template.streaming_content))
    heads = [cell.value for cell in load_workbook(path).active[1]]
    assert heads[:3] == ["外部编号", "日期(*)", "类型(*)"]
