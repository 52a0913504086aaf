"""Manifest, service worker, token: what a phone needs without signal, and nothing that belongs to somebody."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from xiaolu.activities.models import Activity
from xiaolu.activities.tests.make import sent

pytestmark = pytest.mark.django_db
RECORD = reverse("activities:record_activity")


def test_the_app_can_be_installed(client):
    answer = client.get(reverse("desk:manifest"))
    assert answer["Content-Type"].startswith("application/manifest+json")
    told = json.loads(answer.content)
    assert (told["start_url"], told["display"]) == ("/", "standalone") and told["icons"]


def test_the_service_worker_is_the_same_for_everybody(client, browse, lan):
    mine, theirs = browse(lan).get(reverse("desk:service_worker")), client.get(reverse("desk:service_worker"))
    assert mine["Content-Type"].startswith("text/javascript") and mine.content == theirs.content
    assert "no-cache" in mine["Cache-Control"] and "林岚" not in mine.content.decode()


def test_only_who_is_signed_in_gets_a_token(client, browse, lan):
    assert client.get(reverse("desk:fresh_token")).json() == {"person": None, "token": ""}
    given = browse(lan).get(reverse("desk:fresh_token")).json()
    assert given["person"] == lan.pk and given["token"]


def test_what_waited_keeps_its_true_time_and_acts_once(browse, lan):
    at = timezone.now() - timedelta(hours=5)
    given = sent(owner=lan.pk, kind="task", recorded_at=at.isoformat())
    for again in (None, (at + timedelta(seconds=3)).isoformat()):
        headers = {"Idempotency-Key": "phone-1", "HX-Request": "true"}
        answer = browse(lan).post(RECORD, given | ({"recorded_at": again} if again else {}), headers=headers)
        assert answer.status_code == 204
    assert Activity.objects.get().done_at == at


@pytest.mark.parametrize("at", ["2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"])
def test_a_time_that_cannot_be_is_not_believed(browse, lan, at):
    assert browse(lan).post(RECORD, sent(owner=lan.pk, kind="task", recorded_at=at)).status_code == 303
    assert abs(Activity.objects.get().done_at - timezone.now()) < timedelta(minutes=1)
