import re

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from xiaolu.org import actions

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
    "\t//evil.example",
]
PASSWORD = "苏州-heng-li-42"


def addresses(resolver: URLResolver, space: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += addresses(entry, entry.namespace or space)
        elif not entry.pattern.converters:
            found.append(f"{space}:{entry.name}")
    return sorted(found)


def directives(answer) -> dict[str, str]:
    lines = answer["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (line.strip().partition(" ") for line in lines)}


@pytest.mark.parametrize("who", ["anonymous", "admin"])
def test_every_page_carries_the_strict_policy(browse, admin, who):
    client = browse(admin if who == "admin" else None)
    for name in addresses(get_resolver()):
        answer = client.get(reverse(name))
        policy = directives(answer)
        assert policy["default-src"] == "'none'", name
        assert policy["style-src"] == "'self'", name
        assert policy["media-src"] == "'self' blob:", name
        assert policy["frame-ancestors"] == "'none'", name
        assert policy["base-uri"] == "'none'", name
        assert policy["form-action"] == "'self'", name
        assert not re.search("unsafe-|https?:|[*]", answer["Content-Security-Policy"]), name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name


def test_pages_of_refusal_carry_it_too(browse, lan):
    for answer in (browse(None).get("/nothing/"), browse(lan).get(reverse("org:settings"))):
        assert directives(answer)["default-src"] == "'none'"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_to_another_server_after_signing_in(client, lan, address):
    actions.set_password(lan, password=PASSWORD)
    sent = {"login": "linlan", "password": PASSWORD, "next": address}
    answer = client.post(reverse("org:sign_in"), sent)
    assert (answer.status_code, answer["Location"]) == (303, "/")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_to_another_server_by_changing_the_language(client, address):
    answer = client.post(reverse("org:switch_language"), {"language": "en", "next": address})
    assert answer["Location"] == "/"
    shown = client.get(reverse("org:sign_in"), {"next": address})
    assert address not in shown.content.decode()


def test_who_signs_in_comes_back_to_the_page_that_was_asked_for(client, lan):
    actions.set_password(lan, password=PASSWORD)
    wanted = reverse("org:profile")
    answer = client.get(wanted)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('org:sign_in')}?next={wanted}"
    sent = {"login": "linlan", "password": PASSWORD, "next": wanted}
    assert client.post(reverse("org:sign_in"), sent)["Location"] == wanted


@pytest.mark.parametrize("method", ["get", "post"])
def test_htmx_without_sign_in_loads_the_sign_in_page_as_a_page(client, method):
    answer = getattr(client, method)(reverse("desk:find"), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == reverse("org:sign_in")
    assert not answer.content


def test_a_post_without_the_token_is_refused_in_words(lan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lan)
    answer = client.post(reverse("org:profile"), {"name": "x"})
    assert answer.status_code == 403
    assert "<style" not in answer.content.decode()
    assert "Django" not in answer.content.decode()
