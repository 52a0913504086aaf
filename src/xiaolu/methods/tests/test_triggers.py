import pytest
from django.db import DatabaseError, connection, transaction

from xiaolu.methods import triggers
from xiaolu.methods.models import MethodVersion
from xiaolu.methods.tests.make import changed, make_draft, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CHANGES = [
    "UPDATE methods_methodversion SET document = '{}'",
    "UPDATE methods_methodversion SET state = 'draft'",
    "UPDATE methods_methodversion SET number = 7",
    "UPDATE methods_methodversion SET published_at = created_at",
    "DELETE FROM methods_methodversion",
]


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return triggers.REFUSAL in str(error)
    return False


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change_a_published_version(statement):
    version = make_published()
    before = MethodVersion.objects.values().get()
    assert refused(statement)
    assert MethodVersion.objects.values().get() == before
    assert version.document == before["document"]


@pytest.mark.parametrize("statement", CHANGES[:3] + CHANGES[4:])
def test_a_draft_may_be_changed_and_removed(statement):
    make_draft()
    assert not refused(statement)


def test_the_orm_is_refused_too():
    version = make_published()
    make_draft(changed())
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        MethodVersion.objects.all().delete()
    version.number = 9
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        version.save()


def test_replacing_a_row_is_refused():
    version = make_published()
    if connection.vendor == "sqlite":
        statement = f"REPLACE INTO methods_methodversion SELECT * FROM methods_methodversion WHERE id = {version.pk}"
    else:
        statement = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE methods_methodversion CASCADE"
    assert refused(statement)


def test_missing_triggers_are_named_and_made_again():
    assert triggers.missing() == []
    name = triggers.NAMES[connection.vendor][1]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else " ON methods_methodversion"))
    assert triggers.missing() == [name]
    triggers.guard()
    assert triggers.missing() == []
