"""MAN on the page of an account: nine answers, and who decides from the contacts."""

import pytest
from django.urls import reverse

from xiaolu.customers import actions
from xiaolu.customers.models import Qualification
from xiaolu.customers.tests.make import entries, make_account, make_contact
from xiaolu.domain.qualification import ABILITY, DESIRE, FIRST

pytestmark = pytest.mark.django_db
BEST = {**dict.fromkeys(FIRST, "True"), **dict.fromkeys((*DESIRE, *ABILITY), "2")}


def address(account) -> str:
    return reverse("customers:qualify_account", args=[account.pk])


def page(client, account) -> str:
    return client.get(reverse("customers:account_detail", args=[account.pk])).content.decode()


def test_answers_are_kept_with_score_letters_and_one_audit_entry(browse, lan):
    account = make_account(lan)
    make_contact(account, authority="decides")
    answer = browse(lan).post(address(account), {**BEST, "payment_plan": "", "version": ""})
    assert answer.status_code == 303
    man = Qualification.objects.get()
    assert (man.letters, man.score, man.highest, man.action, man.payment_plan) == ("mAN", 85, 100, "check_credit", None)
    assert entries("qualify_account", lan) == 1
    text = page(browse(lan), account)
    assert "付款计划" in text.split("还要问")[1]
    assert "他们用得上吗？: — → 是" in text
    assert "信用状况: — → 好" in text


def test_the_form_shows_what_was_answered(browse, lan):
    account = make_account(lan)
    actions.qualify_account(account, by=None, seen=0, could_use=False, credit=0)
    form = browse(lan).get(address(account)).context["form"]
    assert (form["could_use"].value(), form["credit"].value(), form["cares_product"].value()) == (False, 0, None)
    browse(lan).post(address(account), {"could_use": "False", "credit": "1", "version": 1})
    assert (Qualification.objects.get().credit, Qualification.objects.get().could_use) == (1, False)


def test_nothing_asked_teaches_what_man_is(browse, lan, trainer):
    account = make_account(lan)
    assert address(account) in page(browse(lan), account)
    assert address(account) not in page(browse(trainer), account)


def test_others_do_not_answer(browse, lan, outsider, trainer):
    account = make_account(lan)
    assert [browse(who).post(address(account), BEST).status_code for who in (outsider, trainer)] == [404, 403]
    assert not Qualification.objects.exists()


@pytest.mark.parametrize("wrong", [{"credit": "3"}, {"could_use": "perhaps"}, {"cares_product": "-1"}])
def test_an_answer_that_there_is_not_is_refused(browse, lan, wrong):
    account = make_account(lan)
    assert browse(lan).post(address(account), {**BEST, **wrong}).status_code == 422
    assert not Qualification.objects.exists()


def test_a_stale_page_overwrites_nothing(browse, lan):
    account = make_account(lan)
    actions.qualify_account(account, by=None, seen=0, credit=2)
    assert browse(lan).post(address(account), {**BEST, "credit": "0"}).status_code == 409
    assert Qualification.objects.get().credit == 2


def test_the_score_follows_the_contacts(lan):
    account, other = make_account(lan), make_account(lan, name="别家")
    actions.qualify_account(account, by=None, seen=0, credit=2, payment_plan=2)
    contact = make_contact(account, authority="advises")
    scores = [Qualification.objects.get().score]
    contact = actions.edit_contact(contact, by=None, seen=1, authority="decides")
    scores.append(Qualification.objects.get().score)
    contact = actions.archive_contact(contact, by=None, seen=2)
    scores.append(Qualification.objects.get().score)
    actions.restore_contact(contact, by=None, seen=3)
    merge = actions.merge_accounts(other, account, by=None, seen=(1, 1), chosen={})
    scores.append(Qualification.objects.get().score)
    actions.unmerge_accounts(merge, by=None)
    scores.append(Qualification.objects.get().score)
    assert scores == [50, 60, 30, 30, 60]


def test_the_list_shows_filters_and_sorts_by_it(browse, lan):
    good, poor = make_account(lan, name="甲公司"), make_account(lan, name="乙公司")
    make_account(lan, name="丙公司")
    actions.qualify_account(good, by=None, seen=0, **dict.fromkeys(DESIRE, 2))
    actions.qualify_account(poor, by=None, seen=0, could_use=False)
    listed = reverse("customers:account_list")

    def shown(**asked) -> list[str]:
        return [account.name for account in browse(lan).get(listed, asked).context["page"]]

    assert shown(man="stop") == ["乙公司"]
    assert shown(sort="-man")[:2] == ["甲公司", "乙公司"]
    assert len(shown(man="nonsense")) == 3
    assert "maN" in browse(lan).get(listed).content.decode()
