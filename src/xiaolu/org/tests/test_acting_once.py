"""The same request sent twice acts once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from xiaolu.activities.models import Activity
from xiaolu.activities.tests.make import sent
from xiaolu.files.models import StoredFile
from xiaolu.org.actions.kept_answers import drop_old_answers
from xiaolu.org.models import KeptAnswer

pytestmark = pytest.mark.django_db
RECORD = reverse("activities:record_activity")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


def test_the_same_request_gets_the_answer_that_was_kept(browse, lan):
    given = sent(owner=lan.pk, kind="task", idempotency_key="a1")
    first, second = browse(lan).post(RECORD, given), browse(lan).post(RECORD, given)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Activity.objects.count() == 1 and KeptAnswer.objects.count() == 1


def test_a_key_may_come_as_a_header_and_belongs_to_its_person(browse, lan, lei):
    for who in (lan, lan, lei):
        given = sent(owner=who.pk, kind="task")
        assert browse(who).post(RECORD, given, headers={"Idempotency-Key": "k"}).status_code == 303
    assert Activity.objects.count() == 2


def test_other_contents_under_a_key_are_refused(browse, lan):
    given = sent(owner=lan.pk, kind="task", idempotency_key="a1")
    browse(lan).post(RECORD, given)
    assert browse(lan).post(RECORD, given | {"result": "另一句"}).status_code == 422
    voice = SimpleUploadedFile("a.txt", b"hello")
    assert browse(lan).post(RECORD, given | {"attached": voice}).status_code == 422
    assert Activity.objects.count() == 1 and not StoredFile.objects.exists()


def test_what_was_refused_can_be_corrected_under_its_key(browse, lan):
    given = sent(owner=lan.pk, kind="task", idempotency_key="a1")
    assert browse(lan).post(RECORD, given | {"result": ""}).status_code == 422
    assert not KeptAnswer.objects.exists()
    assert browse(lan).post(RECORD, given).status_code == 303
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("key", ["x" * 65, "a\nb"])
def test_a_key_that_makes_no_sense_is_refused(browse, lan, key):
    assert browse(lan).post(RECORD, sent(owner=lan.pk, kind="task", idempotency_key=key)).status_code == 422
    assert not Activity.objects.exists()


def test_answers_are_forgotten_after_thirty_days(browse, lan):
    browse(lan).post(RECORD, sent(owner=lan.pk, kind="task", idempotency_key="a1"))
    assert drop_old_answers() == 0
    KeptAnswer.objects.update(at=timezone.now() - timedelta(days=31))
    assert drop_old_answers() == 1
