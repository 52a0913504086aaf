"""The disk is full, the database is gone: a clear page, writes refused, nothing half-done."""

import errno

import pytest
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from xiaolu.customers.models import Account
from xiaolu.desk import queries
from xiaolu.org.models import AuditEntry
from xiaolu.web.failures import BUSY, FULL, GONE, READ_ONLY, SENTENCES, failure

pytestmark = pytest.mark.django_db


def raised_from(cause: Exception) -> Exception:
    try:
        try:
            raise cause
        except Exception as error:
            raise RuntimeError("wrapped") from error
    except RuntimeError as wrapped:
        return wrapped


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OperationalError("database or disk is full"), FULL),
        (DatabaseError("could not extend file: No space left on device"), FULL),
        (OperationalError("attempt to write a readonly database"), READ_ONLY),
        (DatabaseError("cannot execute INSERT in a read-only transaction"), READ_ONLY),
        (OperationalError("database is locked"), BUSY),
        (OperationalError("connection refused"), GONE),
        (OperationalError("anything else"), GONE),
        (InterfaceError("connection already closed"), GONE),
        (raised_from(OperationalError("unable to open database file")), GONE),
        (IntegrityError("UNIQUE constraint failed"), ""),
        (DataError("value out of range"), ""),
        (OSError(errno.ENOENT, "no such file"), ""),
        (ValueError("x"), ""),
        (None, ""),
    ],
)
def test_what_an_error_means(error, kind):
    assert failure(error) == kind


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_failure_of_the_machine_is_a_clear_page_and_a_toast(browse, lan, monkeypatch, kind):
    said = {
        FULL: "disk is full",
        READ_ONLY: "readonly database",
        BUSY: "database is locked",
        GONE: "connection refused",
    }

    def found(*args):
        raise OperationalError(said[kind])

    monkeypatch.setattr(queries, "found", found)
    client = browse(lan)
    client.raise_request_exception = False
    page = client.get(reverse("desk:find"))
    assert page.status_code == 503 and page["Retry-After"] == "60"
    assert 'role="alert"' in page.content.decode() and "Traceback" not in page.content.decode()
    toast = client.get(reverse("desk:find"), headers={"HX-Request": "true"})
    assert (toast.status_code, toast["HX-Retarget"]) == (503, "#toasts") and "<html" not in toast.content.decode()


def test_when_the_disk_fills_while_writing_nothing_is_half_done(browse, lan, monkeypatch):
    client = browse(lan)
    client.raise_request_exception = False

    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("xiaolu.org.audit.record", full)
    before = AuditEntry.objects.count()
    answer = client.post(
        reverse("customers:create_account"), {"name": "上海恒力", "kind": "organisation", "owner": lan.pk}
    )
    assert answer.status_code == 503
    assert not Account.objects.exists() and AuditEntry.objects.count() == before


def test_before_sign_in_too(monkeypatch):
    def gone():
        raise OperationalError("connection refused")

    monkeypatch.setattr("xiaolu.org.queries.company", gone)
    answer = Client(raise_request_exception=False).get(reverse("org:sign_in"))
    assert answer.status_code == 503 and "<main" in answer.content.decode()
