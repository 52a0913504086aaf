import pytest
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import RequestFactory

from xiaolu.web.answers import back_to, done, page_of, see


def request(address: str = "/", **headers: str):
    one = RequestFactory().get(address, headers=headers)
    for middleware in (SessionMiddleware, MessageMiddleware):
        middleware(lambda _: None).process_request(one)
    return one


def test_a_browser_is_sent_on_with_303_and_htmx_with_a_header():
    answer = see(request(), "/x/")
    assert (answer.status_code, answer["Location"]) == (303, "/x/")
    answer = see(request(**{"HX-Request": "true"}), "/x/")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/x/")


@pytest.mark.django_db
def test_htmx_gets_a_toast_and_an_event_when_something_is_done():
    answer = done(request(**{"HX-Request": "true"}), "/x/", "已保存", event="changed")
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "changed"
    assert "已保存" in answer.content.decode()
    assert done(request(), "/x/", "已保存", event="changed").status_code == 303


@pytest.mark.parametrize(
    "address", ["", "https://evil.example", "//evil.example", "/\\evil.example", "https:///evil.example"]
)
def test_an_address_that_leads_elsewhere_is_not_gone_back_to(address):
    assert back_to(RequestFactory().get("/", {"next": address}), "/home/") == "/home/"


def test_an_address_of_this_server_is_gone_back_to_with_its_query():
    assert back_to(RequestFactory().get("/", {"next": "/a/?b=1"}), "/home/") == "/a/?b=1"
    assert back_to(RequestFactory().post("/?next=/other/", {"next": "/a/"}), "/home/") == "/a/"


@pytest.mark.parametrize(
    ("asked", "number"), [("2", 2), ("0", 3), ("-1", 3), ("99", 3), ("x", 1), ("", 1), ("9" * 5000, 1)]
)
def test_a_page_number_that_makes_no_sense_shows_the_nearest_page(asked, number):
    assert page_of(RequestFactory().get("/", {"page": asked}), range(25), 10).number == number
