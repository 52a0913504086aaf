import pytest
from django.urls import reverse

from xiaolu.customers.models import Industry
from xiaolu.insight.models import IncreaseTarget
from xiaolu.insight.tests.make import days_ago, entered, table
from xiaolu.methods.actions import install_builtin
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.operate.database import builtin_documents
from xiaolu.org import actions as org
from xiaolu.org.queries import today

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "insight:kpi_page"


def weak_link(method, person, reached=6, entered_a=40, **over):
    """A person of whose customers in A few reached N."""
    for number in range(entered_a):
        days = {"P": days_ago(200), "A": days_ago(180)} | ({"N": days_ago(150)} if number < reached else {})
        entered(method, days, owner=person, **over)


def text(answer) -> str:
    return answer.content.decode()


def test_the_page_shows_cards_chain_diagnosis_and_people(browse, method, min_, lan):
    weak_link(method, lan, industry=Industry.objects.create(code="food", name="食品机械"))
    table(method, {"O": 10}, owner=lan, amount=500_00)
    page = text(browse(min_).get(reverse(PAGE)))
    assert "A → N" in page
    assert "发掘客户需求" in page  # cause and skill card
    assert "16 / 50" in page  # the ten that ordered passed through A and N
    assert "林岚" in page
    assert "<svg" in page
    assert "style=" not in page


def test_a_whole_link_of_two_people_says_where_it_concentrates(browse, method, min_, lan, lei):
    weak_link(method, lan, reached=3, entered_a=30)
    weak_link(method, lei, reached=12, entered_a=30)
    places = browse(min_).get(reverse(PAGE)).context["overview"].places
    name, reading = places["person"]
    assert (name, reading.numerator, reading.denominator) == ("林岚", 3, 30)


def test_the_page_refuses_to_be_posted_to(browse, method, min_):
    assert browse(min_).post(reverse(PAGE)).status_code == 405


def test_without_signing_in_one_is_sent_to_sign_in(browse, method):
    assert browse(None).get(reverse(PAGE)).status_code == 302


def test_a_page_without_any_opportunity_teaches(browse, method, min_):
    answer = browse(min_).get(reverse(PAGE))
    assert answer.status_code == 200
    assert "empty-place" in text(answer)


def test_without_a_method_the_page_says_so(browse, admin):
    assert "empty-place" in text(browse(admin).get(reverse(PAGE)))


def test_a_seller_sees_own_figures_only(browse, method, lan, lei):
    table(method, {"P": 4}, owner=lan)
    table(method, {"P": 9}, owner=lei)
    page = text(browse(lan).get(reverse(PAGE)))
    assert "林岚" in page
    assert "赵磊" not in page


@pytest.mark.parametrize("scope", ["all", "team:east", "team:north", "team:nowhere", "person:{outsider}", "nonsense"])
def test_a_seller_asking_for_others_is_told_that_there_is_nothing(browse, method, lan, outsider, scope):
    asked = scope.format(outsider=outsider.pk)
    assert browse(lan).get(reverse(PAGE), {"scope": asked}).status_code == 404


def test_a_manager_chooses_own_teams_and_people_and_no_others(browse, method, min_, lan, outsider):
    client = browse(min_)
    for scope, status in (("team:east", 200), (f"person:{lan.pk}", 200), ("me", 200), ("team:north", 404),
                          (f"person:{outsider.pk}", 404), ("all", 404)):  # fmt: skip
        assert client.get(reverse(PAGE), {"scope": scope}).status_code == status, scope


def test_whoever_sees_all_starts_with_the_whole_company(browse, method, trainer, lan, outsider):
    table(method, {"P": 2}, owner=lan)
    table(method, {"P": 3}, owner=outsider)
    page = text(browse(trainer).get(reverse(PAGE)))
    assert "林岚" in page
    assert "钱进" in page


@pytest.mark.parametrize(
    "given",
    [{"at": "9999-12-31"}, {"at": "0001-01-01"}, {"at": "yesterday"}, {"start": "2026-05-05", "end": "2026-01-01"}],
)
def test_days_that_make_no_sense_are_said_and_change_nothing(browse, method, min_, lan, given):
    table(method, {"P": 2}, owner=lan)
    answer = browse(min_).get(reverse(PAGE), given)
    assert answer.status_code == 422
    assert "field-error" in text(answer)


def test_an_unknown_method_is_not_found(browse, method, min_):
    assert browse(min_).get(reverse(PAGE), {"method": "nothing"}).status_code == 404


@pytest.mark.parametrize("by", ["person", "team", "industry", "source", "growth"])
def test_every_split_has_its_rows(browse, method, min_, lan, by):
    table(method, {"P": 3, "O": 2}, owner=lan, growth="new", industry=Industry.objects.create(code="food", name="食品"))
    page = text(browse(min_).get(reverse(PAGE), {"by": by}))
    assert f"by={by}&amp;key=" in page


def test_as_it_was_turns_the_page_into_that_day(browse, method, min_, lan):
    entered(method, {"P": days_ago(60), "O": days_ago(10)}, owner=lan)
    page = text(browse(min_).get(reverse(PAGE), {"at": days_ago(30).isoformat()}))
    assert f"at={days_ago(30).isoformat()}" in page  # every figure carries the day along


@pytest.mark.parametrize("code", ["nine-step", "showroom", "sales-platform", "field-sales"])
def test_every_built_in_method_has_its_page(browse, min_, lan, code):
    install_builtin(builtin_documents())
    method = Method.objects.get(code=code)
    codes = [stage.code for stage in rules_of(method).stages]
    table(method, dict.fromkeys(codes, 1), owner=lan, amount=100_00)
    answer = browse(min_).get(reverse(PAGE), {"method": code})
    assert answer.status_code == 200
    assert "empty-place" not in text(answer)


def test_the_page_needs_as_many_queries_for_twenty_people_as_for_one(
    browse, method, min_, east, lan, django_assert_max_num_queries
):
    for number in range(20):
        person = org.create_person(login=f"p{number}", name=f"人{number}", team=east, since=days_ago(900), by=None)
        table(method, {"P": 2, "A": 1, "O": 1}, owner=person)
    IncreaseTarget.objects.create(team=east, year=today().year, volume=100_000)
    client = browse(min_)
    with django_assert_max_num_queries(95):
        assert client.get(reverse(PAGE)).status_code == 200
