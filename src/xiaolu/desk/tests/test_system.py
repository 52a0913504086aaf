"""The page of the installation: room, worker, soft limits; and no file is taken when the disk is nearly full."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from xiaolu.customers.models import Note
from xiaolu.customers.tests.make import make_account
from xiaolu.desk import system
from xiaolu.exchange.models import Import
from xiaolu.files.models import StoredFile
from xiaolu.jobs.actions import beat
from xiaolu.jobs.models import Beat, Job
from xiaolu.org.actions import edit_person
from xiaolu.pipeline.tests.make import spancop

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:system_page")


@pytest.fixture
def english(admin):
    return edit_person(admin, by=None, language="en")


def test_a_silent_worker_is_said_and_a_living_one_is_not(browse, english):
    assert "No worker is running" in browse(english).get(PAGE).content.decode()
    beat()
    assert "No worker is running" not in browse(english).get(PAGE).content.decode()
    Beat.objects.update(at=timezone.now() - timedelta(minutes=3))
    assert "No worker is running" in browse(english).get(PAGE).content.decode()


def test_a_worker_has_one_row_and_old_ones_are_forgotten(db):
    Beat.objects.create(worker="gone", at=timezone.now() - timedelta(days=2))
    beat(), beat()
    assert Beat.objects.count() == 1


def test_a_soft_limit_warns_and_refuses_nothing(browse, english, monkeypatch):
    monkeypatch.setitem(system.EMBEDDED, "people", 1)
    monkeypatch.setattr(system.connection, "vendor", "sqlite")
    monkeypatch.setattr(system, "database_bytes", lambda: 0)
    assert "Move to PostgreSQL" in browse(english).get(PAGE).content.decode()


def test_what_failed_is_told(browse, english):
    Job.objects.create(kind="exchange.look", state="failed", error="ValueError: x", ended_at=timezone.now())
    assert "exchange.look" in browse(english).get(PAGE).content.decode()


def test_no_file_is_taken_when_the_disk_is_nearly_full(browse, lan, settings, tmp_path):
    settings.FILES_FOLDER, settings.LEAST_ROOM = tmp_path, 10**9
    account, table = make_account(lan), SimpleUploadedFile("t.csv", "客户,阶段\n甲,P".encode())
    spancop()
    note = {"text": "x", "day": "2026-01-01", "file": SimpleUploadedFile("a.txt", b"hello")}
    refused = browse(lan).post(reverse("customers:create_note", args=[account.pk]), note)
    assert refused.status_code == 422 and not StoredFile.objects.exists() and not Note.objects.exists()
    assert browse(lan).post(reverse("exchange:upload_import"), {"file": table}).status_code == 422
    assert not Import.objects.exists()
