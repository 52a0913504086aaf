"""Who gets what at every address. A new address without a line in the table fails, so that nobody forgets to decide.

The record is always 林岚's: her deal, customer, contact, import, herself, her team, and a method that belongs to all.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from xiaolu.activities.actions import create_message_template, make_calendar_feed
from xiaolu.activities.stop_tokens import stop_token
from xiaolu.activities.tests.make import make_agreement, make_message, make_planned, make_week_plan
from xiaolu.clocks import actions as clocks
from xiaolu.clocks.models import Notice
from xiaolu.customers.actions import create_competitor, create_foothold, create_industry_foothold, create_note
from xiaolu.customers.models import Contact
from xiaolu.customers.tests.make import make_account, make_contact, make_industry, make_merge, make_pair
from xiaolu.desk.tests.make import make_held
from xiaolu.exchange.actions import keep_upload, queue_export, save_mapping
from xiaolu.insight.actions import Figure, create_item, create_three_w
from xiaolu.methods.queries import published_rules
from xiaolu.methods.tests.make import changed, make_draft, make_published
from xiaolu.org import actions as house
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.org.tests.make import make_custom_field
from xiaolu.outbox.tests.make import make_letter, make_robot
from xiaolu.pipeline import actions
from xiaolu.pipeline.tests.make import make_opportunity, pdf
from xiaolu.products.actions import create_product

pytestmark = pytest.mark.django_db

CAST = ("anonymous", "lan", "lei", "outsider", "min_", "trainer", "admin")
OPEN = "200 200 200 200 200 200 200"
SIGNED_IN = "302 200 200 200 200 200 200"
SEEN = "302 200 404 404 200 200 200"  # hers: herself, her manager, those who see all
EDITED = "302 200 404 404 200 403 200"  # hers, and the trainer only looks
EDITORS = "302 200 200 200 200 403 200"
LEADERS = "302 403 403 403 200 403 200"  # who changes the customers of others
KEEPER = "302 403 403 403 403 403 200"
RUN = "302 403 403 404 200 403 200"  # a meeting of her team: who leads it
POSTED = "302 405 405 405 405 405 405"

#   who asks                anonymous 林岚 赵磊 钱进 周敏 孙培 管理员
#                           (nobody) (owner) (same team) (other team) (manager) (trainer) (administrator)
TABLE = {
    "desk:find": SIGNED_IN,
    "desk:fresh_token": OPEN,
    "desk:healthz": OPEN,
    "desk:manifest": OPEN,
    "desk:service_worker": OPEN,
    "desk:waiting_list": SIGNED_IN,
    "desk:demo_progress": "302 403 403 403 403 403 303",
    "desk:account_summary": SEEN,
    "desk:day_figures": SIGNED_IN,
    "desk:home": SIGNED_IN,
    "desk:make_demo": POSTED,
    "desk:system_page": KEEPER,
    "desk:welcome_company": "302 403 403 403 403 403 404",
    "desk:welcome_data": "302 403 403 403 403 403 404",
    "desk:welcome_method": "302 403 403 403 403 403 404",
    "org:archive_team": POSTED,
    "org:audit_list": KEEPER,
    "org:change_password": SIGNED_IN,
    "org:archive_custom_field": POSTED,
    "org:create_custom_field": KEEPER,
    "org:create_person": KEEPER,
    "org:create_role": KEEPER,
    "org:create_team": KEEPER,
    "org:custom_field_list": KEEPER,
    "org:edit_company": KEEPER,
    "org:edit_custom_field": KEEPER,
    "org:edit_person": "302 403 404 404 403 403 200",
    "org:edit_role": KEEPER,
    "org:edit_team": "302 404 404 404 403 403 200",
    "org:end_stand_in": POSTED,
    "org:hand_over_person": "302 403 404 404 200 403 200",
    "org:invite_person": POSTED,
    "org:join": OPEN,
    "org:move_custom_field_down": POSTED,
    "org:move_custom_field_up": POSTED,
    "org:person_detail": SEEN,
    "org:person_list": SIGNED_IN,
    "org:profile": SIGNED_IN,
    "org:remove_role": POSTED,
    "org:reset_role": POSTED,
    "org:restore_custom_field": POSTED,
    "org:role_list": KEEPER,
    "org:remove_view": POSTED,
    "org:save_view": POSTED,
    "org:saved_views": SIGNED_IN,
    "org:set_up": OPEN,
    "org:settings": KEEPER,
    "org:sign_in": OPEN,
    "org:sign_out": POSTED,
    "org:stand_in": "302 200 404 404 200 403 200",
    "org:switch_language": "405 405 405 405 405 405 405",
    "org:switch_off_person": POSTED,
    "org:switch_on_person": POSTED,
    "org:team_detail": "302 404 404 404 200 200 200",
    "org:team_list": SIGNED_IN,
    "outbox:archive_robot": POSTED,
    "outbox:create_own_robot": SIGNED_IN,
    "outbox:create_robot": KEEPER,
    "outbox:drop_letter": POSTED,
    "outbox:edit_robot": "302 404 404 404 404 404 200",  # the company's
    "outbox:letter_detail": "302 200 404 404 404 404 200",  # to her
    "outbox:letter_list": SIGNED_IN,
    "outbox:restore_robot": POSTED,
    "outbox:robot_list": KEEPER,
    "outbox:send_letter_again": POSTED,
    "outbox:try_mail": POSTED,
    "outbox:try_robot": POSTED,
    "methods:archive_method": POSTED,
    "methods:compare_versions": SIGNED_IN,
    "methods:discard_draft": POSTED,
    "methods:export_version": SIGNED_IN,
    "methods:import_method": KEEPER,
    "methods:method_list": SIGNED_IN,
    "methods:publish_version": POSTED,
    "methods:restore_method": POSTED,
    "methods:version_detail": SIGNED_IN,
    "activities:agreement_list": SIGNED_IN,
    "activities:archive_message_template": POSTED,
    "activities:check_message": POSTED,
    "activities:create_message_template": EDITORS,
    "activities:drop_message": POSTED,
    "activities:edit_message_rule": "302 403 403 403 403 403 404",  # there is no message of this code
    "activities:edit_message_template": "302 200 404 404 404 404 404",  # her own
    "activities:message_list": SIGNED_IN,
    "activities:message_template_list": EDITORS,
    "activities:messages_due": SIGNED_IN,
    "activities:restore_message_template": POSTED,
    "activities:stop_messages": OPEN,
    "activities:write_message": EDITED,
    "activities:write_new_message": "302 303 303 303 303 403 303",  # leads to the customers without one
    "activities:answer_before_meeting": "302 200 422 404 200 422 422",  # who is needed is asked
    "activities:close_meeting": POSTED,
    "activities:create_agreement": EDITORS,
    "activities:create_meeting": "302 403 403 403 200 403 200",
    "activities:edit_agreement": "302 200 403 404 200 403 200",  # the owner, and who leads the team
    "activities:edit_meeting": RUN,
    "activities:export_agreements": EDITORS,
    "activities:meeting_list": SIGNED_IN,
    "activities:note_in_meeting": POSTED,
    "activities:person_agreements": SEEN,
    "activities:reopen_agreement": POSTED,
    "activities:reopen_meeting": POSTED,
    "activities:settle_agreement": "302 200 403 404 200 403 200",
    "activities:withdraw_meeting": POSTED,
    "desk:export_meeting": "302 404 404 404 200 403 200",  # the team's figures
    "desk:export_pack": EDITORS,
    "desk:make_pack": POSTED,
    "desk:meeting_pack": "302 200 200 404 200 200 200",  # also who belongs to the team
    "desk:pack_restated": "302 404 404 404 200 200 200",
    "desk:weekly_pack": SIGNED_IN,
    "desk:day_review": SIGNED_IN,
    "desk:team_day": SIGNED_IN,
    "insight:agenda_panel": SIGNED_IN,
    "clocks:calendar_page": SIGNED_IN,
    "clocks:clock_list": SIGNED_IN,
    "clocks:clocks_at_risk": SIGNED_IN,
    "clocks:create_leave": SIGNED_IN,
    "clocks:end_leave": POSTED,
    "clocks:export_clocks": EDITORS,
    "clocks:leave_list": SIGNED_IN,
    "clocks:notice_choices": SIGNED_IN,
    "clocks:notice_count": SIGNED_IN,
    "clocks:notice_list": SIGNED_IN,
    "clocks:read_all_notices": POSTED,
    "clocks:read_notice": POSTED,
    "clocks:record_clocks": SEEN,
    "clocks:remove_own_day": POSTED,
    "clocks:set_own_day": KEEPER,
    "clocks:set_working_hours": KEEPER,
    "activities:account_activities": SEEN,
    "activities:activity_about": EDITORS,
    "activities:activity_detail": SEEN,
    "activities:activity_list": SIGNED_IN,
    "activities:activity_report": SIGNED_IN,
    "activities:export_activity_report": EDITORS,
    "activities:calendar": SIGNED_IN,
    "activities:calendar_events": SIGNED_IN,
    "activities:calendar_feed": SIGNED_IN,
    "activities:cancel_activity": EDITED,
    "activities:week_plan": SIGNED_IN,
    "activities:week_plan_of": "302 303 404 404 303 303 303",
    "activities:take_out_visit": POSTED,
    "activities:take_back_week_plan": POSTED,
    "activities:submit_week_plan": POSTED,
    "activities:return_week_plan": POSTED,
    "activities:prepare_visit": EDITED,
    "activities:plan_visit": POSTED,
    "activities:move_visit": POSTED,
    "activities:export_week_plan": "302 200 404 404 200 403 200",
    "activities:comment_week_plan": POSTED,
    "activities:approve_week_plan": POSTED,
    "activities:end_calendar_feed": POSTED,
    "activities:feed": OPEN,  # whoever knows the secret address
    "activities:make_calendar_feed": POSTED,
    "activities:move_in_calendar": POSTED,
    "activities:edit_activity": EDITED,
    "activities:export_activities": EDITORS,
    "activities:edit_rhythm": KEEPER,
    "activities:finish_activity": EDITED,
    "activities:opportunity_activities": SEEN,
    "activities:not_reached": POSTED,
    "activities:plan_activity": EDITORS,
    "activities:put_card": EDITED,
    "activities:record_activity": EDITORS,
    "activities:reschedule_activity": EDITED,
    "activities:tickler_box": SIGNED_IN,
    "activities:withdraw_activity": EDITED,
    "activities:yellow_card": SEEN,
    "activities:yellow_cards": SIGNED_IN,
    "customers:account_detail": SEEN,
    "customers:who_sees_account": SEEN,
    "customers:account_list": SIGNED_IN,
    "customers:account_timeline": SEEN,
    "customers:apply_accounts_edit": POSTED,
    "customers:archive_account": POSTED,
    "customers:archive_competitor": POSTED,
    "customers:archive_contact": POSTED,
    "customers:archive_foothold": POSTED,
    "customers:archive_industry": POSTED,
    "customers:archive_industry_foothold": POSTED,
    "customers:archive_note": POSTED,
    "customers:archive_source": POSTED,
    "customers:ask_again": POSTED,
    "customers:compare_all_again": POSTED,
    "customers:competitor_detail": SIGNED_IN,
    "customers:competitor_list": SIGNED_IN,
    "customers:create_account": EDITORS,
    "customers:create_competitor": KEEPER,
    "customers:create_foothold": EDITED,
    "customers:create_contact": EDITED,
    "customers:create_industry": KEEPER,
    "customers:create_industry_foothold": LEADERS,
    "customers:create_note": EDITED,
    "customers:create_source": KEEPER,
    "customers:duplicate_list": EDITORS,
    "customers:edit_account": EDITED,
    "customers:edit_accounts": "302 200 404 404 200 403 200",  # of the rows chosen: those that one sees
    "customers:edit_competitor": KEEPER,
    "customers:edit_contact": EDITED,
    "customers:edit_foothold": EDITED,
    "customers:edit_industry": KEEPER,
    "customers:edit_industry_foothold": LEADERS,
    "customers:edit_note": "302 200 404 404 403 403 403",  # its author
    "customers:edit_source": KEEPER,
    "customers:export_accounts": EDITORS,
    "customers:find_duplicates": EDITORS,
    "customers:grade_accounts": POSTED,
    "customers:hand_over_account": EDITED,
    "customers:industry_detail": SIGNED_IN,
    "customers:industry_list": SIGNED_IN,
    "customers:merge_accounts": EDITED,
    "customers:preview_accounts_edit": POSTED,
    "customers:qualify_account": EDITED,
    "customers:rate_account": EDITED,
    "customers:rate_industry": LEADERS,
    "customers:restore_account": POSTED,
    "customers:restore_competitor": POSTED,
    "customers:restore_contact": POSTED,
    "customers:restore_industry": POSTED,
    "customers:restore_note": POSTED,
    "customers:restore_source": POSTED,
    "customers:set_apart": POSTED,
    "customers:set_grade": EDITED,
    "customers:silent_list": SIGNED_IN,
    "customers:export_silent": EDITORS,
    "customers:source_list": SIGNED_IN,
    "customers:unmerge_accounts": POSTED,
    "products:archive_product": POSTED,
    "products:create_product": KEEPER,
    "products:edit_product": KEEPER,
    "products:product_list": SIGNED_IN,
    "products:restore_product": POSTED,
    "pipeline:account_choices": SIGNED_IN,
    "pipeline:account_opportunities": SEEN,
    "pipeline:board_column": SIGNED_IN,
    "pipeline:create_opportunity": EDITORS,
    "pipeline:edit_opportunity": EDITED,
    "pipeline:move_opportunity": EDITED,
    "pipeline:opportunity_board": SIGNED_IN,
    "pipeline:opportunity_changes": SIGNED_IN,
    "pipeline:opportunity_detail": SEEN,
    "pipeline:opportunity_past": SIGNED_IN,
    "pipeline:opportunity_table": SIGNED_IN,
    "pipeline:reassign_opportunity": EDITED,
    "pipeline:set_next_step": POSTED,
    "pipeline:who_sees_opportunity": SEEN,
    "pipeline:withdraw_opportunity": EDITED,
    "pipeline:write_cells": POSTED,  # each row by itself: see test_write_cells
    "insight:agenda_list": SIGNED_IN,
    "insight:archive_three_w": POSTED,
    "insight:class_report": SIGNED_IN,
    "insight:close_three_w": POSTED,
    "insight:competitor_report": SIGNED_IN,
    "insight:create_item": POSTED,
    "insight:create_three_w": EDITORS,
    "insight:edit_three_w": EDITED,
    "insight:export_class_report": EDITORS,
    "insight:export_competitor_report": EDITORS,
    "insight:export_kpis": EDITORS,
    "insight:export_three_ws": EDITORS,
    "insight:measure_three_w": POSTED,
    "insight:remove_item": POSTED,
    "insight:reopen_item": POSTED,
    "insight:reopen_three_w": POSTED,
    "insight:restore_three_w": POSTED,
    "insight:take_item": POSTED,
    "insight:three_w_detail": SEEN,
    "insight:three_w_list": SIGNED_IN,
    "insight:export_why": EDITORS,
    "pipeline:accept_request": POSTED,
    "pipeline:export_ageing": EDITORS,
    "pipeline:opportunity_ageing": SIGNED_IN,
    "pipeline:revive_opportunity": EDITED,
    "pipeline:drop_request": POSTED,
    "pipeline:export_win_loss": EDITORS,
    "pipeline:give_evidence": EDITED,
    "pipeline:move_to_version": KEEPER,
    "pipeline:notice_answers": POSTED,
    "pipeline:refuse_request": "302 403 404 404 200 403 200",  # she asked, somebody else answers
    "pipeline:request_list": SIGNED_IN,
    "pipeline:win_loss": SIGNED_IN,
    "pipeline:withdraw_evidence": EDITED,
    "files:download_file": SEEN,
    "insight:increase_targets": "302 403 403 403 200 403 200",
    "insight:kpi_page": SIGNED_IN,
    "insight:kpi_trend": SIGNED_IN,
    "insight:why": SIGNED_IN,
    "exchange:cancel_import": POSTED,
    "exchange:choose_likeness": POSTED,
    "exchange:export_import_errors": "302 200 404 404 404 403 200",
    "exchange:export_opportunities": EDITORS,
    "exchange:edit_export_rules": KEEPER,
    "exchange:export_detail": "302 200 404 404 404 403 404",  # whoever asked for it
    "exchange:export_file": "302 404 404 404 404 403 404",  # not written yet
    "exchange:export_records": EDITORS,
    "exchange:export_template": EDITORS,
    "exchange:forget_mapping": POSTED,
    "exchange:import_detail": "302 303 404 404 404 403 303",  # on to the step at which it stands
    "exchange:import_list": EDITORS,
    "exchange:import_mapping": "302 200 404 404 404 403 200",
    "exchange:import_preview": "302 303 404 404 404 403 303",
    "exchange:import_progress": "302 303 404 404 404 403 303",
    "exchange:start_import": POSTED,
    "exchange:undo_import": "302 303 404 404 404 403 303",
    "exchange:upload_import": EDITORS,
    "exchange:use_mapping": POSTED,
}

# What an address may ask for: somebody else's figures are not found.
ASKED = {
    "?scope=me": SIGNED_IN,
    "?scope=team:east": "302 404 404 404 200 200 200",
    "?scope=person:{lan}": "302 200 404 404 200 200 200",
    "?scope=person:999999": "302 404 404 404 404 404 404",
    "?scope=team:none": "302 404 404 404 404 404 404",
    "?method=none": "302 404 404 404 404 404 404",
}
SCOPED = (
    "desk:weekly_pack",
    "desk:export_pack",
    "insight:class_report",
    "insight:competitor_report",
    "insight:export_class_report",
    "insight:export_competitor_report",
    "pipeline:export_ageing",
    "pipeline:opportunity_ageing",
    "insight:export_kpis",
    "insight:export_why",
    "insight:kpi_page",
    "insight:kpi_trend",
    "insight:why",
    "pipeline:board_column",
    "pipeline:opportunity_board",
    "pipeline:opportunity_changes",
    "pipeline:opportunity_past",
    "pipeline:opportunity_table",
    "pipeline:win_loss",
    "pipeline:export_win_loss",
    "exchange:export_opportunities",
)
FRAGMENTS = {"insight:kpi_trend"}  # loaded into a page; alone they lead to it
ONLY_READ = {
    "desk:system_page", "org:settings", "org:audit_list", "org:role_list", "org:custom_field_list", "customers:edit_accounts",
    "activities:export_week_plan", "outbox:robot_list",
}  # fmt: skip
IN_PATH = ("insight:why", "insight:kpi_trend", "insight:export_why")  # these name the method before the question mark
QUERIES = {
    "activities:calendar_events": "?first=2026-11-02&last=2026-11-08",
    "org:saved_views": "?of=customers:account_list",
}
ROWS = {"customers:edit_accounts": "?account={account_id}"}  # these name their rows after the question mark
OWN = {
    "org:sign_out",
    "org:switch_language",
    "org:profile",
    "org:change_password",
    "org:sign_in",
    "org:join",
    "org:set_up",
    "clocks:read_all_notices",
    "activities:plan_visit",  # names its rows in the body
    "activities:make_calendar_feed",
    "activities:end_calendar_feed",
    "outbox:try_mail",  # to oneself
    "activities:check_message",  # only looks at what was sent
    "insight:create_item",  # one's own; it names its team in the body
    "pipeline:notice_answers",
    "pipeline:write_cells",  # names its rows in the body
    "customers:preview_accounts_edit",  # these too: see test_edit_together
    "customers:apply_accounts_edit",
}


@dataclass
class House:
    """The company with the one record of each kind, and everybody who may knock."""

    people: dict[str, Person | None]
    ids: dict[str, object]
    tokens: dict[str, str]

    def address(self, name: str, pattern: URLPattern) -> str:
        wanted = pattern.pattern.converters
        address = reverse(name, kwargs={key: self.tokens[name] if key == "token" else self.ids[key] for key in wanted})
        return address + QUERIES.get(name, "") + ROWS.get(name, "").format(**self.ids)


@pytest.fixture
def company(lan, lei, outsider, min_, trainer, admin, east, settings, tmp_path) -> Iterator[House]:
    settings.FILES_FOLDER = tmp_path
    published_rules.cache_clear()
    house.set_password(admin, password="苏州-heng-li-42")
    version = make_published()
    account = make_account(lan)
    deal = make_opportunity(
        version.method, owner=lan, account=account, stage="P", amount=100, on=today() - timedelta(days=3)
    )
    industry = make_industry()
    load = keep_upload(table(), method=version.method, by=lan)
    later = today() + timedelta(days=30)
    asked = actions.ask_for_confirmation(deal, milestone="needs_known", by=lan, note="拜访", words="停机太多")
    kept = actions.give_file(deal, milestone="offer_accepted", file=pdf(), by=lan)
    ids = {
        "opportunity_id": deal.pk,
        "request_id": asked.pk,
        "evidence_id": kept.pk,
        "file_id": kept.ref,
        "code": "needs_known",
        "account_id": account.pk,
        "week_plan_id": (plan := make_week_plan(lan)).pk,
        "activity_id": make_planned(lan, account=account, opportunity=deal, week_plan=plan, plan_day=today()).pk,
        "contact_id": make_contact(account).pk,
        "competitor_id": (rival := create_competitor(code="rival", name="某国际品牌", by=None)).pk,
        "foothold_id": create_foothold(account, competitor=rival, by=None).pk,
        "meeting_id": (meeting := make_held(version.method, min_, east, needed=[lan, min_])).pk,
        "agreement_id": make_agreement(meeting, lan, by=min_).pk,
        "ending": "xlsx",
        "message_id": make_message(lan, account).pk,
        "template_id": create_message_template(name="问候", text_zh="您好", person=lan, by=lan).pk,
        "note_id": create_note(account, text="拜访", by=lan).pk,
        "loser_id": make_account(lan, name="苏州恒力").pk,
        "pair_id": make_pair(lan).pk,
        "merge_id": make_merge(lan).pk,
        "industry_id": industry.pk,
        "industry_foothold_id": create_industry_foothold(industry, competitor=rival, by=None).pk,
        "number": 1,
        "source_id": make_source().pk,
        "product_id": create_product(code="O2", name="液压油", by=None).pk,
        "person_id": lan.pk,
        "team_id": east.pk,
        "role": "seller",
        "field_id": make_custom_field().pk,
        "view_id": house.save_view(page="customers:account_list", name="常用", query="q=1", by=lan).pk,
        "stand_in_id": house.stand_in(lan, deputy=lei, first=later, last=later, by=None).pk,
        "method_id": version.method.pk,
        "version_id": version.pk,
        "other_id": version.pk,
        "import_id": load.pk,
        "mapping_id": save_mapping(load, "CRM", by=lan).pk,
        "kind": "accounts",
        "export_id": queue_export(version.method, "", by=lan).pk,
        "method": "spancop",
        "kpi": "hit_rate",
        "dimension": "industry",
        "three_w_id": make_three_w(version.method, lan).pk,
        "item_id": create_item(by=lan, team=east, line="客户要降价").pk,
        "stage": "P",
        "name": "new",
        "record_kind": "opportunity",
        "object_id": deal.pk,
        "notice_id": make_notice(lan, deal.pk).pk,
        "letter_id": make_letter(about="notice", person=lan).pk,
        "robot_id": make_robot(admin).pk,
        "day_id": clocks.set_own_day(later, works=False, name="司庆", by=None).pk,
        "leave_id": clocks.take_leave(lan, first=later, last=later, reason="年假", by=None).pk,
    }
    tokens = {"org:join": house.make_link(lei, by=None), "org:set_up": house.make_link(None, by=None),
              "activities:feed": make_calendar_feed(lan, by=lan),
              "activities:stop_messages": stop_token(Contact.objects.first())}  # fmt: skip
    people = dict(zip(CAST, (None, lan, lei, outsider, min_, trainer, admin), strict=True))
    yield House(people, ids, tokens)
    published_rules.cache_clear()


def make_three_w(method, person):
    figure = Figure(method, "hit_rate", f"scope=person:{person.pk}", "击中率", 0.1, person=person)
    return create_three_w(by=person, figure=figure, bottleneck="瓶颈", problem="问题", owner=person, due=today())


def make_notice(person, deal):
    values = {"title": "上海恒力", "days": 7}
    return Notice.objects.create(person=person, key="silence:1", code="silence_owner", values=values, kind="opportunity",
                                 object_id=deal)  # fmt: skip


def make_source():
    from xiaolu.customers.actions import create_source

    return create_source(code="web", name="网络", by=None)


def table() -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows([["客户", "阶段", "负责人"], ["上海恒力", "P", "林岚"]])
    return SimpleUploadedFile("table.csv", text.getvalue().encode())


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, entry.namespace or space)
        else:
            yield f"{space}:{entry.name}", entry


def look(client: Client, name: str, address: str, who: str):
    part = name in FRAGMENTS and who != "anonymous"
    return client.get(address, headers={"HX-Request": "true"} if part else {})


def expected(line: str, who: str) -> int:
    return int(line.split()[CAST.index(who)])


def same(differences: list[str]) -> None:
    assert not differences, f"{len(differences)}:\n" + "\n".join(differences)


def test_every_address_has_a_line_and_every_line_an_address():
    names = {name for name, _ in patterns(get_resolver())}
    assert names == set(TABLE), {"without a line": names - set(TABLE), "without an address": set(TABLE) - names}


@pytest.mark.parametrize("who", CAST)
def test_who_gets_which_page(company, browse, who):
    client, found = browse(company.people[who]), []
    for name, pattern in patterns(get_resolver()):
        address = company.address(name, pattern)
        answer = look(client, name, address, who)
        wanted = expected(TABLE[name], who)
        if answer.status_code != wanted:
            found.append(f"{name} {address}: {answer.status_code} instead of {wanted}")
        if (
            wanted == 302
            and who == "anonymous"
            and not answer.headers.get("Location", "").startswith(reverse("org:sign_in"))
        ):
            found.append(f"{name} {address}: not to the sign-in page")
    same(found)


@pytest.mark.parametrize("who", CAST)
def test_whose_figures_an_address_may_name(company, browse, who):
    client, found = browse(company.people[who]), []
    addresses = {name: company.address(name, pattern) for name, pattern in patterns(get_resolver()) if name in SCOPED}
    assert len(addresses) == len(SCOPED)
    for asked, line in ASKED.items():
        for name, address in addresses.items():
            if asked.startswith("?method=") and name in IN_PATH:
                continue
            answer = look(client, name, address + asked.format(lan=company.ids["person_id"]), who)
            wanted = 403 if who == "trainer" and TABLE[name] == EDITORS else expected(line, who)  # takes nothing out
            if answer.status_code != wanted:
                found.append(f"{name}{asked}: {answer.status_code} instead of {wanted}")
    same(found)


def refusals(client: Client, company: House, wanted: Callable[[str], bool], allowed: set[int]) -> list[str]:
    found = []
    for name, pattern in patterns(get_resolver()):
        if name in OWN | ONLY_READ or not wanted(name):
            continue
        address = company.address(name, pattern)
        status = client.post(address, {"version": 1, "seen": 1}).status_code
        if status not in allowed:
            found.append(f"POST {name} {address}: {status}")
    return found


def changes(name: str) -> bool:
    """Whether an address acts: it is posted to, or shows a form that somebody else may not open."""
    return TABLE[name] in (POSTED, EDITED, KEEPER, RUN) or TABLE[name] == TABLE["insight:increase_targets"]


@pytest.mark.parametrize("who", ["outsider", "lei", "trainer"])
def test_who_may_not_change_cannot_post(company, browse, who):
    """Another team, the same team, and one who only looks: nothing of hers is changed by an address alone."""
    same(refusals(browse(company.people[who]), company, changes, {403, 404}))


def test_nobody_posts_without_signing_in(company, browse):
    public = {name for name, line in TABLE.items() if expected(line, "anonymous") != 302}
    same(refusals(browse(None), company, lambda name: name not in public, {302}))


def test_a_draft_is_published_and_thrown_away_by_its_keepers_only(company, browse):
    draft = make_draft(changed())
    for who in ("lan", "min_", "trainer"):
        for name in ("publish_version", "discard_draft"):
            answer = browse(company.people[who]).post(reverse(f"methods:{name}", args=[draft.pk]))
            assert answer.status_code == 403
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_posts_without_the_token_are_refused(company):
    client = Client(enforce_csrf_checks=True)
    client.force_login(company.people["admin"])
    found = []
    for name, pattern in patterns(get_resolver()):
        if TABLE[name] == POSTED and client.post(company.address(name, pattern)).status_code != 403:
            found.append(name)
    same(found)
