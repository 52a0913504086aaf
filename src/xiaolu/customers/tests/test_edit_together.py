"""Many customers changed at once: preview, apply, who may, and who was faster."""

import pytest
from django.urls import reverse

from xiaolu.customers import actions
from xiaolu.customers.models import Account, Handover
from xiaolu.customers.tests.make import entries, make_account, make_contact, make_industry
from xiaolu.domain.custom_fields import Option
from xiaolu.org.models import AuditEntry
from xiaolu.org.tests.make import make_custom_field
from xiaolu.pipeline.tests.make import make_opportunity, spancop
from xiaolu.search.models import SearchEntry

pytestmark = pytest.mark.django_db
ASK, PREVIEW, APPLY = (
    reverse(f"customers:{name}") for name in ("edit_accounts", "preview_accounts_edit", "apply_accounts_edit")
)


@pytest.fixture
def three(lan, lei):
    """Two of hers, one archived; and one of her colleague's, whom only the manager may change."""
    first, second = make_account(lan, name="甲厂"), make_account(lan, name="乙厂", region="华东")
    gone = actions.archive_account(make_account(lan, name="丙厂"), by=None, seen=1)
    return first, second, gone, make_account(lei, name="丁厂")


def chosen(*accounts: Account) -> dict[str, list[int]]:
    return {"account": [account.pk for account in accounts]}


def previewed(client, accounts, **said):
    return client.post(PREVIEW, {**chosen(*accounts), **said})


def applied(client, accounts, **said):
    versions = previewed(client, accounts, **said).context["versions"]
    return client.post(APPLY, {**said, "versions": versions})


def test_the_preview_says_which_change_which_not_and_why_and_writes_nothing(browse, lan, three):
    page = previewed(browse(lan), three, change_region="on", region="华东")
    assert page.status_code == 200
    plan = page.context["plan"]
    assert [account.name for account in plan.changing] == ["甲厂"]
    assert plan.counts == {"already_so": 1, "archived": 1}  # her colleague's is not hers to see
    assert not Account.objects.filter(name="甲厂", region="华东").exists()


def test_a_manager_sees_and_changes_the_teams(browse, min_, three):
    assert previewed(browse(min_), three, change_region="on", region="华北").context["plan"].counts == {"archived": 1}


def test_applied_with_one_audit_entry_history_of_owners_search_and_duplicates(browse, min_, lei, three):
    industry, contact = make_industry(), make_contact(three[0])
    Account.objects.update(unchecked=False)
    said = {"change_owner": "on", "owner": lei.pk, "change_industry": "on", "industry": industry.pk,
            "change_high_potential": "on", "high_potential": "True"}  # fmt: skip
    assert applied(browse(min_), three, **said).status_code == 303
    changed = Account.objects.filter(industry=industry, owner=lei, high_potential=True)
    assert sorted(changed.values_list("name", "version", "unchecked")) == [
        ("丁厂", 2, True), ("乙厂", 2, True), ("甲厂", 2, True),
    ]  # fmt: skip
    assert sorted(Handover.objects.values_list("account__name", flat=True)) == ["乙厂", "甲厂"]
    assert set(
        SearchEntry.objects.filter(object_id=three[0].pk, kind="account").values_list("owner_id", flat=True)
    ) == {lei.pk}
    assert SearchEntry.objects.get(kind="contact", object_id=contact.pk).owner_id == lei.pk
    assert entries("edit_accounts_together", min_) == 1
    entry = AuditEntry.objects.get(action="edit_accounts_together")
    assert entry.changes["accounts"] == [None, 3] and entry.changes["owner"] == [None, "赵磊"]


def test_what_somebody_changed_meanwhile_is_left_and_said(browse, lan, three):
    client = browse(lan)
    said = {"change_region": "on", "region": "华北"}
    versions = previewed(client, three, **said).context["versions"]
    actions.edit_account(three[0], by=None, seen=1, region="华南")
    answer = client.post(APPLY, {**said, "versions": versions}, follow=True)
    assert dict(Account.objects.values_list("name", "region"))["甲厂"] == "华南"
    assert dict(Account.objects.values_list("name", "region"))["乙厂"] == "华北"
    assert "1 期间被他人更改" in answer.content.decode()


def test_a_sent_row_that_is_not_hers_is_not_changed(browse, lan, outsider, three):
    said = {"change_region": "on", "region": "华北"}
    row = f"{three[3].pk}:1"
    assert browse(lan).post(APPLY, {**said, "versions": row}).status_code == 422
    assert browse(outsider).post(APPLY, {**said, "versions": f"{row} {three[0].pk}:1 x:y 9"}).status_code == 422
    assert not Account.objects.filter(region="华北").exists()


def test_what_one_sees_and_may_not_change_is_said(browse, lan, outsider, three):
    make_opportunity(spancop(), owner=outsider, account=three[0])
    plan = previewed(browse(outsider), three[:1], change_region="on", region="华北").context["plan"]
    assert (plan.changing, plan.counts) == ([], {"not_yours": 1})


def test_archive_and_restore(browse, lan, three):
    client = browse(lan)
    assert applied(client, three[:3], change_archived="on", archived="True").status_code == 303
    assert Account.objects.filter(archived=True).count() == 3
    assert applied(client, three[:3], change_archived="on", archived="False").status_code == 303
    assert not Account.objects.filter(archived=True).exists()


def test_all_that_fit_the_filters(browse, lan, three):
    for number in range(60):
        make_account(lan, name=f"客户{number}", region="远")
    client = browse(lan)
    asked = {"all": "1", "asked": "q=客户&archived=1"}
    assert client.get(ASK, asked).context["count"] == 60
    page = client.post(PREVIEW, {**asked, "change_region": "on", "region": "近"})
    assert len(page.context["plan"].changing) == 60
    client.post(
        APPLY, {"asked": asked["asked"], "change_region": "on", "region": "近", "versions": page.context["versions"]}
    )
    assert Account.objects.filter(region="近").count() == 60


def test_own_fields_are_patched(browse, lan, three):
    make_custom_field(code="way", name="结算方式", type="choice", options=[Option("cash", "现结")], required=True)
    make_custom_field(code="machines", name="设备台数", type="whole")
    actions.edit_account(three[0], by=None, seen=1, custom={"machines": 7})
    client = browse(lan)
    assert applied(client, three[:2], change_custom_way="on", custom_way="cash").status_code == 303
    assert dict(Account.objects.filter(owner=lan, archived=False).values_list("name", "custom")) == {
        "甲厂": {"machines": 7, "way": "cash"}, "乙厂": {"way": "cash"},
    }  # fmt: skip
    assert previewed(client, three[:2], change_custom_way="on", custom_way="").status_code == 422
    assert applied(client, three[:1], change_custom_machines="on", custom_machines="").status_code == 303
    assert Account.objects.get(name="甲厂").custom == {"way": "cash"}


@pytest.mark.parametrize(
    "said",
    [{}, {"region": "华北"}, {"change_region": "on", "region": "x" * 81}, {"change_owner": "on", "owner": ""},
     {"change_owner": "on", "owner": "999999"}, {"change_archived": "on"}, {"change_high_potential": "on"}],
)  # fmt: skip
def test_bad_input_is_said_and_changes_nothing(browse, lan, three, said):
    assert previewed(browse(lan), three, **said).status_code == 422
    row = f"{three[0].pk}:1"
    assert browse(lan).post(APPLY, {**said, "versions": row}).status_code == 422
    assert Account.objects.get(pk=three[0].pk).version == 1


def test_nothing_chosen_and_too_many_are_said(browse, lan, trainer, three, monkeypatch):
    client = browse(lan)
    assert client.get(ASK).status_code == 422
    monkeypatch.setattr("xiaolu.customers.queries.MOST_TOGETHER", 1)
    assert client.get(ASK, chosen(*three)).status_code == 422
    assert previewed(client, three, change_region="on", region="华北").status_code == 422
    assert browse(trainer).get(ASK, chosen(*three)).status_code == 403


def test_it_takes_as_many_queries_for_twenty_as_for_two(browse, lan, lei, min_, django_assert_max_num_queries):
    rows = [make_account(lan, name=f"客户{number}") for number in range(22)]
    for some in (rows[:2], rows[2:]):
        with django_assert_max_num_queries(47):
            actions.edit_together({row.pk: 1 for row in some}, {"owner": lei}, by=min_)
