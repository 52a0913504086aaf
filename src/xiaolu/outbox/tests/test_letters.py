"""The outbox page: who reads what, sending again, taking back."""

import pytest
from django.test import override_settings
from django.urls import reverse

from xiaolu.domain.people import Role
from xiaolu.org.actions import create_person, create_role
from xiaolu.org.models import AuditEntry
from xiaolu.outbox.models import Letter
from xiaolu.outbox.tests.make import make_letter

pytestmark = pytest.mark.django_db
LIST = reverse("outbox:letter_list")


def page(client, address, **query) -> str:
    return client.get(address, query).content.decode()


def test_one_reads_what_one_was_told_and_sent_and_nothing_else(browse, lan, lei, min_, admin):
    told = make_letter("told", about="notice", person=lan, subject="给林岚的")
    sent = make_letter("sent", address="zhang@example.com", by=lan, subject="林岚写的")
    for who, seen in ((lan, True), (lei, False), (min_, False), (admin, True)):
        text = page(browse(who), LIST)
        assert ("给林岚的" in text, "林岚写的" in text) == (seen, seen)
        codes = {browse(who).get(reverse("outbox:letter_detail", args=[one.pk])).status_code for one in (told, sent)}
        assert codes == {200 if seen else 404}


def test_who_keeps_the_house_without_seeing_deals_sees_that_there_are_letters(browse, lan, admin):
    letter = make_letter(address="zhang@example.com", by=lan, subject="林岚写的")
    keeper = create_role(name="看房子的", rights=Role({}, frozenset({"keeps_house"})), by=None)
    clerk = create_person(login="clerk", name="文员", roles=[keeper.code], by=None)
    text = page(browse(clerk), LIST)
    assert "林岚写的" not in text and "zhang@example.com" not in text and "不给您看" in text
    assert browse(clerk).get(reverse("outbox:letter_detail", args=[letter.pk])).status_code == 404


def test_what_failed_is_sent_again_by_its_sender_or_the_house_keeper(browse, lan, lei, admin):
    letter = make_letter(address="zhang@example.com", by=lan)
    again = reverse("outbox:send_letter_again", args=[letter.pk])
    assert browse(lan).post(again).status_code == 422  # it waits already
    Letter.objects.update(state="failed", problem="too late")
    assert browse(lan).get(again).status_code == 405 and browse(lei).post(again).status_code == 404
    assert browse(lan).post(again).status_code == 303 and Letter.objects.get().state == "waiting"
    assert browse(admin).post(reverse("outbox:drop_letter", args=[letter.pk])).status_code == 303
    assert Letter.objects.get().state == "dropped" and AuditEntry.objects.filter(kind="letter").count() == 2
    assert browse(lan).post(reverse("outbox:drop_letter", args=[letter.pk])).status_code == 422


def test_who_was_told_may_read_a_letter_but_not_change_it(browse, lan):
    letter = make_letter(about="notice", person=lan)
    assert browse(lan).post(reverse("outbox:drop_letter", args=[letter.pk])).status_code == 403


def test_the_list_says_when_there_is_no_mail_server(browse, admin):
    make_letter(address="zhang@example.com", by=admin)
    with override_settings(EMAIL_HOST=""):
        text = page(browse(admin), LIST, state="waiting")
    assert "XIAOLU_EMAIL_URL" in text and "还没有设置邮件服务器" in text
    assert "这里还什么都没有" in page(browse(admin), LIST, state="sent")
    assert "要点" in page(browse(admin), LIST, state="nonsense")


def test_a_mail_to_try_needs_an_address(browse, lan):
    client, address = browse(lan), reverse("outbox:try_mail")
    assert client.post(address).status_code == 422 and not Letter.objects.exists()
    lan.email = "lan@example.com"
    lan.save()
    assert client.post(address).status_code == 303 and Letter.objects.get().person == lan


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_for_one_and_twenty(browse, admin, rows, django_assert_num_queries):
    for number in range(rows):
        make_letter(f"k{number}", address="zhang@example.com", by=admin)
    client = browse(admin)
    client.get(LIST)
    with django_assert_num_queries(12):
        client.get(LIST)
