import pytest
from django.urls import reverse

from xiaolu.org import actions as house
from xiaolu.org.models import AuditEntry
from xiaolu.products import actions, queries
from xiaolu.products.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def oil(db) -> Product:
    return actions.create_product(code="O2-46", name="液压油", by=None)


@pytest.fixture
def keeper(db):
    return house.create_person(login="fang", name="方法", roles=["method_owner"], by=None)


def page(name: str, product: Product | None = None) -> str:
    return reverse(f"products:{name}", args=[product.pk] if product else [])


def entries(action: str, by) -> int:
    return AuditEntry.objects.filter(action=action, person=by).count()


def test_an_administrator_creates_a_product(browse, admin):
    answer = browse(admin).post(page("create_product"), {"code": "O1", "name": "齿轮油"})
    assert answer.status_code == 303
    assert Product.objects.get().name == "齿轮油"
    assert entries("create_product", admin) == 1


def test_a_method_owner_edits_a_product(browse, keeper, oil):
    given = {"code": "O2-68", "name": "抗磨液压油", "version": 1}
    assert browse(keeper).post(page("edit_product", oil), given).status_code == 303
    oil.refresh_from_db()
    assert (oil.code, oil.name, oil.version) == ("O2-68", "抗磨液压油", 2)
    assert entries("edit_product", keeper) == 1


@pytest.mark.parametrize("code", ["", "o2-46", "x" * 41, "a\0b"])
def test_a_product_whose_code_is_missing_taken_or_too_long_is_not_created(browse, admin, oil, code):
    answer = browse(admin).post(page("create_product"), {"code": code, "name": "油"})
    assert answer.status_code == 422
    assert Product.objects.count() == 1


@pytest.mark.parametrize("version", ["", "7", "-1"])
def test_somebody_was_faster_and_nothing_is_overwritten(browse, admin, oil, version):
    given = {"code": "O9", "name": "别的", "version": version}
    assert browse(admin).post(page("edit_product", oil), given).status_code == 409
    oil.refresh_from_db()
    assert oil.code == "O2-46"


def test_an_archived_product_leaves_the_list_and_can_come_back(browse, admin, oil):
    client = browse(admin)
    assert client.post(page("archive_product", oil), {"version": 1}).status_code == 303
    assert list(queries.products()) == []
    assert list(queries.products(archived=True)) == [oil]
    assert client.post(page("archive_product", oil), {"version": 1}).status_code == 409
    assert client.post(page("restore_product", oil), {"version": 2}).status_code == 303
    assert list(queries.products()) == [oil]
    assert entries("archive_product", admin) == entries("restore_product", admin) == 1


@pytest.mark.parametrize("name", ["archive_product", "restore_product"])
def test_changes_refuse_get(browse, admin, oil, name):
    assert browse(admin).get(page(name, oil)).status_code == 405


@pytest.mark.parametrize("name", ["edit_product", "archive_product", "restore_product"])
def test_a_seller_and_a_trainer_may_look_but_not_change(browse, lan, trainer, oil, name):
    for person in (lan, trainer):
        client = browse(person)
        assert client.post(page(name, oil), {"version": 1}).status_code == 403
        assert client.post(page("create_product"), {"code": "x", "name": "x"}).status_code == 403
        shown = client.get(page("product_list")).content.decode()
        assert "液压油" in shown
        assert page("edit_product", oil) not in shown


def test_a_product_that_does_not_exist_is_not_found(browse, admin):
    assert browse(admin).get(reverse("products:edit_product", args=[999])).status_code == 404


def test_a_product_is_found_by_code_or_by_a_name_that_only_one_has(oil):
    assert queries.product_by(" o2-46 ") == queries.product_by("液压油") == oil
    actions.create_product(code="O3", name="液压油", by=None)
    assert queries.product_by("液压油") is None


def test_the_list_needs_as_many_queries_for_twenty_as_for_one(browse, lan, oil, django_assert_num_queries):
    client = browse(lan)
    client.get(page("product_list"))
    with django_assert_num_queries(11):
        client.get(page("product_list"))
    for number in range(20):
        actions.create_product(code=f"p{number}", name=f"品{number}", by=None)
    with django_assert_num_queries(11):
        assert client.get(page("product_list"), {"q": "p"}).status_code == 200


def test_an_empty_list_teaches(browse, admin):
    assert page("create_product") in browse(admin).get(page("product_list")).content.decode()
