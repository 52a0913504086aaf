import pytest
from django.urls import reverse

from xiaolu.jobs.actions import work_once
from xiaolu.methods.actions import install_builtin
from xiaolu.methods.models import Method
from xiaolu.operate.database import builtin_documents
from xiaolu.org.models import Person
from xiaolu.org.queries import company
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
SAID = {"name": "苏州恒力", "language": "zh-hans", "zone": "Asia/Shanghai", "currency": "CNY", "week_start": "1"}


@pytest.fixture
def methods(db):
    return [version.method for version in install_builtin(builtin_documents())]


def test_who_sets_xiaolu_up_is_led_from_company_to_method_to_data(browse, admin, methods):
    client = browse(admin)
    assert client.get("/")["Location"] == reverse("desk:welcome_company")
    assert client.post(reverse("desk:welcome_company"), SAID)["Location"] == reverse("desk:welcome_method")
    assert company().name == "苏州恒力"
    chosen = client.post(reverse("desk:welcome_method"), {"methods": [methods[1].pk]})
    assert chosen["Location"] == reverse("desk:welcome_data")
    assert list(Method.objects.filter(archived=False)) == [methods[1]]
    assert client.get("/")["Location"] == reverse("desk:welcome_data")


def test_no_method_chosen_is_said_and_nothing_changes(browse, admin, methods):
    answer = browse(admin).post(reverse("desk:welcome_method"), {})
    assert answer.status_code == 422
    assert not Method.objects.filter(archived=True).exists()


def test_the_fictitious_company_is_made_by_the_worker_and_nobody_of_it_can_sign_in(browse, admin, methods):
    client = browse(admin)
    assert client.post(reverse("desk:make_demo")).status_code == 303
    assert client.get(reverse("desk:demo_progress")).status_code == 200
    while work_once():
        pass
    assert Opportunity.objects.count() == 2_000
    assert not Person.objects.exclude(pk=admin.pk).exclude(password="").exists()
    assert company().name != "恒力润滑", "the company keeps the name that it was given"
    assert client.get(reverse("desk:demo_progress"))["Location"] == reverse("insight:kpi_page")
    assert client.get("/").status_code == 200


def test_the_fictitious_company_is_not_made_where_people_work(browse, admin, lan, methods):
    answer = browse(admin).post(reverse("desk:make_demo"))
    assert answer.status_code == 422
    assert not Opportunity.objects.exists()


def test_once_there_is_an_opportunity_the_first_run_is_over(browse, admin, lan):
    make_opportunity(spancop(), owner=lan, stage="P")
    for name in ("welcome_company", "welcome_method", "welcome_data"):
        assert browse(admin).get(reverse(f"desk:{name}")).status_code == 404


def test_a_seller_is_not_asked_to_set_anything_up(browse, lan):
    assert browse(lan).get(reverse("desk:welcome_company")).status_code == 403
    assert browse(lan).get("/").status_code == 200
