"""The fields that a company defines itself."""

import pytest
from django.urls import reverse

from xiaolu.domain.custom_fields import Option
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.jobs.models import Job
from xiaolu.org import actions
from xiaolu.org.custom_fields import custom_fields
from xiaolu.org.models import AuditEntry, CustomField
from xiaolu.org.tests.make import make_custom_field

pytestmark = pytest.mark.django_db
LIST, CREATE = reverse("org:custom_field_list"), reverse("org:create_custom_field")
SAID = {"kind": "account", "name": "设备台数", "type": "whole"}


def page(name: str, field: CustomField) -> str:
    return reverse(f"org:{name}_custom_field", args=[field.pk])


def test_who_keeps_the_house_makes_one_and_it_gets_a_code_from_its_name(browse, admin):
    assert browse(admin).post(CREATE, SAID).status_code == 303
    field = CustomField.objects.get()
    assert (field.code, field.kind, field.type, field.hidden) == ("shebeitaishu", "account", "whole", "")
    assert AuditEntry.objects.filter(action="create_custom_field").count() == 1
    assert "设备台数" in browse(admin).get(LIST).content.decode()


def test_a_second_of_that_sound_gets_another_code(admin):
    assert [make_custom_field(name="设备台数", kind=kind).code for kind in ("account", "contact")] == [
        "shebeitaishu", "shebeitaishu_2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"kind": "person"}, {"type": "picture"}, {"code": "Big"}, {"code": "a__b"}, {"name": "电话"},
     {"name": "x" * 61}, {"type": "choice", "options": ""}, {"type": "choice", "options": "a\na"}, {"name": "a\0b"},
     {"type": "amount", "searchable": "on"}, {"hidden": "everything"}],
)  # fmt: skip
def test_bad_input_is_said_and_makes_nothing(browse, admin, wrong):
    assert browse(admin).post(CREATE, {**SAID, **wrong}).status_code == 422
    assert not CustomField.objects.exists()


def test_a_name_and_a_code_are_given_once(browse, admin):
    make_custom_field(name="设备台数", code="machines")
    client = browse(admin)
    assert client.post(CREATE, SAID).status_code == 422
    assert client.post(CREATE, {**SAID, "name": "其他", "code": "machines"}).status_code == 422
    assert client.post(CREATE, {**SAID, "kind": "contact"}).status_code == 303


def test_kind_type_and_code_stay_and_an_amount_hides_with_the_amounts(browse, admin):
    field = make_custom_field(name="预算", code="budget", type="amount")
    sent = {"version": 1, "name": "年度预算", "type": "text", "kind": "contact", "code": "other", "hidden": ""}
    assert browse(admin).post(page("edit", field), sent).status_code == 303
    field.refresh_from_db()
    assert (field.name, field.type, field.kind, field.code, field.hidden) == (
        "年度预算", "amount", "account", "budget", "amounts",
    )  # fmt: skip


def test_a_choice_that_is_taken_away_is_archived_and_comes_back(browse, admin):
    field = make_custom_field(type="choice", options=[Option("cash", "现结"), Option("net", "月结")])
    client = browse(admin)
    client.post(page("edit", field), {"version": 1, "name": field.name, "options": "cash = 现款"})
    field.refresh_from_db()
    assert field.options == [["cash", "现款", False], ["net", "月结", True]]
    assert "月结" in client.get(page("edit", field)).content.decode()
    client.post(page("edit", field), {"version": 2, "name": field.name, "options": "cash = 现款\n月结"})
    field.refresh_from_db()
    assert field.options[1] == ["net", "月结", False]


def test_archived_it_leaves_forms_and_comes_back(browse, admin):
    field, client = make_custom_field(name="备件仓"), browse(admin)
    assert client.post(page("archive", field), {"version": 1}).status_code == 303
    assert custom_fields("account") == []
    assert field.name not in client.get(LIST).content.decode()
    assert field.name in client.get(LIST, {"archived": 1}).content.decode()
    assert client.post(page("restore", field), {"version": 2}).status_code == 303
    assert [one.code for one in custom_fields("account")] == [field.code]


def test_the_order_is_changed_step_by_step(browse, admin):
    names = [make_custom_field(name=name).code for name in ("一栏", "二栏", "三栏")]
    last = CustomField.objects.get(code=names[2])
    browse(admin).post(reverse("org:move_custom_field_up", args=[last.pk]))
    assert [one.code for one in custom_fields("account")] == [names[0], names[2], names[1]]
    browse(admin).post(reverse("org:move_custom_field_down", args=[last.pk]))
    browse(admin).post(reverse("org:move_custom_field_down", args=[last.pk]))
    assert [one.code for one in custom_fields("account")] == names


def test_somebody_was_faster(admin):
    field = make_custom_field()
    actions.edit_custom_field(field, by=admin, seen=1, name="新名")
    with pytest.raises(Stale):
        actions.edit_custom_field(field, by=admin, seen=1, name="别名")


def test_no_more_fields_than_a_form_can_hold(monkeypatch):
    monkeypatch.setattr("xiaolu.org.actions.custom_fields.MOST_FIELDS", 1)
    make_custom_field()
    with pytest.raises(RuleBroken, match="too_many_fields"):
        make_custom_field(name="第二")


def test_what_becomes_searchable_or_hidden_is_indexed_again(admin):
    field = make_custom_field(type="text")
    assert not Job.objects.exists()
    actions.edit_custom_field(field, by=admin, seen=1, searchable=True)
    actions.edit_custom_field(make_custom_field(kind="opportunity"), by=admin, seen=1, searchable=True)
    assert list(Job.objects.order_by("pk").values_list("kind", "arguments")) == [
        ("customers.index_again", {"of": "account"}),
        ("pipeline.index_again", {}),
    ]


def test_only_who_keeps_the_house(browse, lan, trainer):
    field = make_custom_field()
    for person in (lan, trainer):
        client = browse(person)
        assert client.get(LIST).status_code == client.post(CREATE, SAID).status_code == 403
        for name in ("edit", "archive", "restore", "move_custom_field_up"):
            address = page(name, field) if name != "move_custom_field_up" else reverse(f"org:{name}", args=[field.pk])
            assert client.post(address, {"version": 1}).status_code == 403
