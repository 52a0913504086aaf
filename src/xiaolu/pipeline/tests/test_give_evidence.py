import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken
from xiaolu.files.models import StoredFile
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Evidence, Opportunity, Request
from xiaolu.pipeline.queries.gates import demand_for
from xiaolu.pipeline.tests.make import make_opportunity, pdf, spancop

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
DAY = {"on": "2026-01-05"}
QUESTIONS = ("question_new_business", "question_industry_fits")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def deal(lan):
    return make_opportunity(spancop(), owner=lan, stage="P", name="液压油")


def place(deal, code: str) -> str:
    return reverse("pipeline:give_evidence", args=[deal.pk, code])


def met(deal, code: str) -> bool:
    return demand_for(Opportunity.objects.get(pk=deal.pk), code).met


def actions_of(deal) -> list[str]:
    rows = AuditEntry.objects.filter(kind="opportunity", object_id=deal.pk).exclude(action="create_opportunity")
    return list(rows.values_list("action", flat=True))


def test_a_file_shows_a_milestone(browse, lan, deal):
    answer = browse(lan).post(place(deal, "offer_accepted"), {"file": pdf(), "note": "盖章", **DAY}, headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "pipeline-changed"
    evidence = Evidence.objects.get()
    stored = StoredFile.objects.get()
    assert (evidence.kind, evidence.subject, evidence.ref, evidence.given_by) == ("file", "stored_file", stored.pk, lan)
    assert (stored.kind, stored.object_id) == ("opportunity", deal.pk)
    assert met(deal, "offer_accepted")
    assert actions_of(deal) == ["give_evidence"]


@pytest.mark.parametrize(
    "file",
    [
        None,
        SimpleUploadedFile("a.exe", b"MZ"),
        SimpleUploadedFile("a.pdf", b"<html>"),
        SimpleUploadedFile("a.pdf", b""),
    ],
)
def test_a_bad_file_is_refused_on_the_form(browse, lan, deal, file):
    answer = browse(lan).post(place(deal, "offer_accepted"), {**DAY, **({"file": file} if file else {})})
    assert answer.status_code == 422
    assert not Evidence.objects.exists()
    assert actions_of(deal) == []


def test_an_activity_is_stated_by_hand(browse, lan, deal):
    given = {"whom": "张工", "note": "电话里约了周三", **DAY}
    assert browse(lan).post(place(deal, "contacted"), given).status_code == 303
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.by_hand, evidence.note) == ("activity", True, "张工 · 电话里约了周三")
    assert evidence.day.isoformat() == "2026-01-05"
    assert met(deal, "contacted")


def test_a_confirmation_holds_only_after_a_second_person_agreed(browse, lan, min_, deal):
    given = {"note": "第二次拜访", "words": "停一天损失两万", **DAY}
    assert browse(lan).post(place(deal, "needs_known"), {**given, "words": ""}).status_code == 422
    assert browse(lan).post(place(deal, "needs_known"), given).status_code == 303
    assert not met(deal, "needs_known")
    assert browse(min_).post(reverse("pipeline:accept_request", args=[Request.objects.get().pk])).status_code == 303
    assert met(deal, "needs_known")
    assert Evidence.objects.get().confirmed_by == min_


def test_a_field_of_the_record_is_filled_in_place(browse, lan, deal):
    assert browse(lan).post(place(deal, "field:expected_close"), {"expected_close": ""}).status_code == 422
    assert browse(lan).post(place(deal, "field:amount"), {"amount": "0"}).status_code == 422
    assert browse(lan).post(place(deal, "field:expected_close"), {"expected_close": "2027-01-31"}).status_code == 303
    assert Opportunity.objects.get(pk=deal.pk).expected_close.isoformat() == "2027-01-31"
    assert not Evidence.objects.exists()
    assert actions_of(deal) == ["edit_opportunity"]


def test_a_field_without_a_column_is_kept_as_what_is_known(browse, lan, deal):
    """It fills the milestone that names the field."""
    assert browse(lan).post(place(deal, "decision_maker_known"), {"note": "李总", **DAY}).status_code == 303
    assert Evidence.objects.get().milestone == "field:decision_maker"
    assert met(deal, "decision_maker_known")


def test_a_questionnaire_is_answered_on_the_page(browse, lan, deal):
    page = browse(lan).get(place(deal, "prepared")).content.decode()
    names = {part.split('"')[0] for part in page.split('name="')[1:] if part.startswith("question_")}
    assert len(names) == 13
    answers = dict.fromkeys(names, "知道")
    assert browse(lan).post(place(deal, "prepared"), {**answers, next(iter(names)): ""}).status_code == 422
    assert browse(lan).post(place(deal, "prepared"), answers).status_code == 303
    evidence = Evidence.objects.get()
    assert evidence.kind == "questionnaire"
    assert evidence.note.count("知道") == 13
    assert met(deal, "prepared")
    assert actions_of(deal) == ["fill_questionnaire"]


def test_on_the_way_to_a_stage_one_comes_back_to_the_move(browse, lan, deal):
    given = {"whom": "张工", "note": "电话", "to": "A", **DAY}
    answer = browse(lan).post(place(deal, "contacted"), given, headers=HTMX)
    assert reverse("pipeline:move_opportunity", args=[deal.pk]) in answer.content.decode()
    assert answer["HX-Trigger"] == "kept-in-drawer"
    answer = browse(lan).post(place(deal, "contacted"), given)
    assert answer.status_code == 303
    assert answer["Location"].endswith("/move/?to=A")


def test_a_stage_that_is_none_leads_nowhere(browse, lan, deal):
    assert "evil" not in browse(lan).get(place(deal, "contacted") + "?to=evil").content.decode()


def test_what_no_gate_asks_for_is_not_found(browse, lan, deal):
    for code in ("nonsense", "field:nonsense", "field:contacted"):
        assert browse(lan).get(place(deal, code)).status_code == 404
    with pytest.raises(RuleBroken) as broken:
        actions.give_evidence(deal, milestone="nonsense", by=lan)
    assert broken.value.code == "unknown_milestone"


def test_a_day_to_come_shows_nothing(browse, lan, deal):
    given = {"whom": "张工", "note": "电话", "on": "2999-01-01"}
    assert browse(lan).post(place(deal, "contacted"), given).status_code == 422
    assert not Evidence.objects.exists()


def test_an_outsider_gets_404_and_a_reader_403(browse, outsider, trainer, lan, deal):
    evidence = actions.give_evidence(deal, milestone="contacted", by=lan, by_hand=True)
    for address in (place(deal, "contacted"), reverse("pipeline:withdraw_evidence", args=[evidence.pk])):
        assert browse(outsider).get(address).status_code == 404
        assert browse(trainer).get(address).status_code == 403
        assert browse(outsider).post(address, {"reason": "x"}).status_code == 404


def test_evidence_is_taken_back_with_a_reason_and_stays_to_be_read(browse, lan, deal):
    evidence = actions.give_evidence(deal, milestone="contacted", by=lan, by_hand=True, on=today())
    address = reverse("pipeline:withdraw_evidence", args=[evidence.pk])
    assert browse(lan).post(address, {"reason": ""}).status_code == 422
    assert browse(lan).post(address, {"reason": "打错了客户"}).status_code == 303
    evidence.refresh_from_db()
    assert (evidence.withdrawn_by, evidence.withdrawn_reason) == (lan, "打错了客户")
    assert not met(deal, "contacted")
    assert actions_of(deal) == ["withdraw_evidence", "give_evidence"]
    assert browse(lan).post(address, {"reason": "noch einmal"}).status_code == 422


def test_the_door_for_other_apps_names_what_gave_it(deal):
    evidence = actions.give_evidence(deal, milestone="contacted", by=None, subject="activity", ref=17)
    assert (evidence.subject, evidence.ref, evidence.by_hand, evidence.import_id) == ("activity", 17, False, 0)
    assert met(deal, "contacted")
