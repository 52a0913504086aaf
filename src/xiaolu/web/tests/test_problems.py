import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from xiaolu.desk import queries
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org import actions
from xiaolu.org import queries as house
from xiaolu.org.actions import edit_person
from xiaolu.web.middleware import RulesAsPages, forbidden, not_found
from xiaolu.web.rules import SENTENCES, sentence

pytestmark = pytest.mark.django_db
FIND = reverse("desk:find")


def raising(error: Exception):
    def found(*args, **kwargs):
        raise error

    return found


@pytest.fixture
def english(lan):
    return edit_person(lan, by=None, language="en")


def test_a_broken_rule_is_a_page_that_says_nothing_was_changed(browse, english, monkeypatch):
    monkeypatch.setattr(queries, "found", raising(RuleBroken("reason_needed")))
    answer = browse(english).get(FIND)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Say why: this move needs a reason." in shown
    assert "Nothing was changed." in shown
    assert "tabbar" in shown


def test_a_broken_rule_is_a_toast_for_htmx(browse, english, monkeypatch):
    monkeypatch.setattr(queries, "found", raising(RuleBroken("unknown_stage", stage="<b>")))
    answer = browse(english).get(FIND, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#toasts", "beforeend")
    assert "&lt;b&gt;" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_somebody_was_faster_is_a_conflict(browse, english, monkeypatch):
    monkeypatch.setattr(queries, "found", raising(Stale("上海恒力", 1, 2)))
    answer = browse(english).get(FIND)
    assert answer.status_code == 409
    assert "上海恒力" in answer.content.decode()


def test_a_rule_is_told_to_somebody_who_has_not_signed_in(client):
    answer = client.get(reverse("org:join", args=["none"]))
    assert answer.status_code == 422
    assert "tabbar" not in answer.content.decode()


def test_every_rule_has_a_sentence_and_an_unknown_one_shows_its_code():
    given = {name: "1" for text in SENTENCES.values() for name in re.findall(r"%\((\w+)\)s", text)}
    assert all(sentence(RuleBroken(code, **given)) for code in SENTENCES)
    assert sentence(RuleBroken("never_heard_of")) == "never_heard_of"


def test_any_other_error_is_left_to_django():
    assert RulesAsPages(None).process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.parametrize("who", ["anonymous", "lan"])
@pytest.mark.parametrize(("page", "status"), [(not_found, 404), (forbidden, 403)])
def test_the_pages_of_refusal_show_with_and_without_sign_in(lan, page, status, who):
    request = RequestFactory().get("/")
    request.user = lan if who == "lan" else AnonymousUser()
    answer = page(request, Exception())
    assert answer.status_code == status
    assert ("tabbar" in answer.content.decode()) is (who == "lan")


def test_an_address_that_does_not_exist_is_404_for_everybody(browse, lan):
    assert browse(None).get("/nothing/").status_code == 404
    assert browse(lan).get("/nothing/").status_code == 404


def test_what_breaks_names_a_number_and_no_secret(browse, english, monkeypatch, caplog):
    monkeypatch.setattr(queries, "found", raising(RuntimeError("password 123")))
    client = browse(english)
    client.raise_request_exception = False
    answer = client.get(FIND)
    assert answer.status_code == 500
    shown = answer.content.decode()
    number = next(record.args[0] for record in caplog.records if record.name == "xiaolu.web")
    assert len(number) == 12
    assert number in shown
    assert "password 123" not in shown
    assert "Traceback" not in shown


def test_what_breaks_before_sign_in_is_a_page_too(client, monkeypatch):
    monkeypatch.setattr(actions, "link_for", raising(RuntimeError("x")))
    client.raise_request_exception = False
    answer = client.get(reverse("org:join", args=["x"]))
    assert answer.status_code == 500
    assert "<h1" in answer.content.decode() or "lead" in answer.content.decode()


def test_without_its_database_xiaolu_still_says_so_in_a_page(monkeypatch):
    monkeypatch.setattr(house, "company", raising(OperationalError("gone")))
    answer = Client(raise_request_exception=False).get(FIND)
    assert answer.status_code in (500, 503)
    assert "<main" in answer.content.decode()
