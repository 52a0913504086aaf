"""How attractive industries and customers are: answers, scores, history, and the lists in their order."""

from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from xiaolu.customers import actions, queries
from xiaolu.customers.models import Account, Industry, Rating
from xiaolu.customers.tests.make import entries, make_account, make_industry
from xiaolu.domain.method import document_of
from xiaolu.jobs.actions import work_once
from xiaolu.methods import actions as methods
from xiaolu.methods.queries import newest
from xiaolu.org.queries import today
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
ALL = {"purchase_volume": 5, "margin": 4, "kind_of_company": 3, "our_fit": 4, "competition": 2, "time_and_distance": 3}


@pytest.fixture(autouse=True)
def method():
    return spancop()


@pytest.fixture
def industry() -> Industry:
    return make_industry()


def address(name: str, subject=None) -> str:
    return reverse(f"customers:{name}", args=[subject.pk] if subject else [])


def said(answers: dict[str, int], **over) -> dict:
    return {**{f"question_{code}": score for code, score in answers.items()}, "version": 0, **over}


def test_a_manager_answers_and_the_score_follows_the_weights_of_the_method(browse, min_, industry):
    assert browse(min_).post(address("rate_industry", industry), said(ALL)).status_code == 303
    rating = Rating.objects.get(industry=industry)
    assert (rating.score, rating.reachable, rating.by, rating.answers) == (69, 69, min_, ALL)
    assert Industry.objects.get().attractiveness == 69
    assert entries("rate_industry", min_) == 1
    page = browse(min_).get(address("industry_detail", industry)).content.decode()
    assert ">69<" in page and "大" in page


def test_what_is_open_counts_nothing_is_named_and_the_highest_stands_beside(browse, min_, industry):
    browse(min_).post(address("rate_industry", industry), said({"purchase_volume": 5, "our_fit": 3, "margin": ""}))
    answer = browse(min_).get(address("industry_detail", industry))
    standing = answer.context["standing"]
    assert (standing.rating.score, standing.rating.reachable, len(standing.unanswered)) == (33, 92, 4)
    assert "92" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"margin": 6}, {"margin": 0}, {"margin": "\0"}, {"margin": "many"}, {}])
def test_a_wrong_score_or_none_at_all_is_refused_and_nothing_is_kept(browse, min_, industry, wrong):
    assert browse(min_).post(address("rate_industry", industry), said(wrong)).status_code == 422
    assert not Rating.objects.exists() and Industry.objects.get().attractiveness is None


def test_who_leads_nobody_looks_and_answers_not(browse, lan, trainer, industry):
    for who in (lan, trainer):
        assert browse(who).get(address("industry_detail", industry)).status_code == 200
        assert browse(who).post(address("rate_industry", industry), said(ALL)).status_code == 403
    assert not Rating.objects.exists()


def test_history_is_kept_and_a_stale_answer_is_refused(browse, min_, admin, industry):
    first = actions.rate_industry(industry, by=min_, seen=0, answers=ALL)
    assert browse(admin).post(address("rate_industry", industry), said(ALL)).status_code == 409
    answer = browse(admin).post(address("rate_industry", industry), said({**ALL, "margin": 1}, version=first.pk))
    assert answer.status_code == 303
    shown = browse(min_).get(address("industry_detail", industry)).context["standing"]
    assert [(rating.score, rating.by) for rating in shown.history] == [(50, admin), (69, min_)]


def test_an_account_is_rated_by_who_may_change_it_and_the_list_follows(browse, lan, outsider, trainer):
    account, other = make_account(lan), make_account(lan, name="无锡远洋")
    given = {"industry": 5, "capability": 5, "value_proposition": 4}
    assert browse(outsider).post(address("rate_account", account), said(given)).status_code == 404
    assert browse(trainer).post(address("rate_account", account), said(given)).status_code == 403
    assert browse(lan).post(address("rate_account", account), said(given)).status_code == 303
    assert Account.objects.get(pk=account.pk).rating == 54  # (3×4 + 2×4 + 2×3) ÷ (12 × 4) = 26 ÷ 48
    assert entries("rate_account", lan) == 1
    client, names = (
        browse(lan),
        lambda query: [one.name for one in client.get(address("account_list"), query).context["page"]],
    )
    assert names({"rating": "medium"}) == [account.name]
    assert names({"rating": "large"}) == []
    assert names({"sort": "-rating"}) == names({"sort": "rating"}) == [account.name, other.name]
    assert "54" in client.get(address("account_detail", account)).content.decode()
    assert client.get(address("account_list"), {"rating": "large"}).context["asked"].is_set
    sheet = load_workbook(
        BytesIO(b"".join(client.get(address("export_accounts"), {"rating": "medium"}).streaming_content))
    )
    heads, *rows = sheet.active.iter_rows(values_only=True)
    assert [row[heads.index("吸引力")] for row in rows] == ["54"]


def test_within_an_industry_prospects_stand_by_their_score(browse, lan, outsider, industry):
    for owner, name, score in ((lan, "恒力", 1), (lan, "远洋", 5), (outsider, "别家", 5), (lan, "没答", 0)):
        account = make_account(owner, name=name, industry=industry)
        if score:
            actions.rate_account(account, by=None, seen=0, answers={"industry": score})
    page = browse(lan).get(address("industry_detail", industry)).context["page"]
    assert [one.name for one in page] == ["远洋", "恒力", "没答"]


def test_industries_stand_by_their_score_and_the_market_known_is_accounts_by_companies(browse, admin, lan):
    for code, score in (("a", 2), ("b", 5), ("c", 0)):
        one = actions.create_industry(code=code, name=code, by=None, estimated_companies=8 if score else None)
        if score:
            actions.rate_industry(one, by=None, seen=0, answers={"margin": score})
        make_account(name=f"客户{code}", industry=one)
    answer = browse(admin).get(address("industry_list"))
    assert [one.code for one in answer.context["page"]] == ["b", "a", "c"]
    assert "12.5%" in answer.content.decode().replace(" ", "")
    assert "12.5%" not in browse(lan).get(address("industry_list")).content.decode().replace(" ", "")


def test_new_weights_of_the_method_bring_every_score_along(industry, lan):
    actions.rate_industry(industry, by=lan, seen=0, answers={"margin": 5, "our_fit": 1})
    account = make_account(lan)
    actions.rate_account(account, by=lan, seen=0, answers={"industry": 5})
    document = document_of(newest(spancop()).rules)
    asked = next(one for one in document["questionnaire"] if one["code"] == "industry_attractiveness")
    next(one for one in asked["questions"] if one["code"] == "margin")["weight"] = 9
    methods.publish_version(methods.add_version(document, by=None), by=None)
    while work_once():
        pass
    assert list(Rating.objects.filter(industry=industry).order_by("pk").values_list("score", "by")) == [
        (25, lan.pk), (50, None),
    ]  # fmt: skip
    assert Industry.objects.get(pk=industry.pk).attractiveness == 50
    assert Rating.objects.filter(account=account).count() == 1


def test_a_rating_is_about_one_thing(industry):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(questionnaire="q", score=1, reachable=1, day=today())
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(industry=industry, questionnaire="q", score=9, reachable=1, day=today())


def test_deals_of_an_industry_count_as_far_as_one_sees_them(lan, outsider, industry, method):
    make_opportunity(method, owner=lan, stage="P", amount=100, industry=industry)
    won = make_opportunity(method, owner=lan, stage="C", amount=250, industry=industry)
    make_opportunity(method, owner=outsider, stage="P", amount=9, industry=industry)
    assert won.stage_kind == "won"
    assert queries.worth_in(lan, industry) == (1, 100, 1, 250)
    assert queries.worth_in(outsider, industry) == (1, 9, 0, 0)


@pytest.mark.parametrize("name", ["industry_list", "industry_detail"])
def test_the_pages_need_as_many_queries_for_twenty_as_for_one(browse, lan, industry, name, django_assert_num_queries):
    rival = actions.create_competitor(code="a", name="某品牌", by=None)

    def more(number: int) -> None:
        account = make_account(lan, name=f"客户{number}", industry=industry)
        actions.rate_account(account, by=lan, seen=0, answers={"industry": 3})
        actions.create_foothold(account, competitor=rival, by=None)
        actions.create_industry_foothold(industry, competitor=rival, by=None)
        actions.create_industry(code=f"i{number}", name=f"行业{number}", by=None)

    more(0)
    page, client = address(name, industry if name == "industry_detail" else None), browse(lan)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for number in range(1, 20):
        more(number)
    with django_assert_num_queries(len(few)):
        client.get(page)
