import io

import openpyxl
import pytest
from django.urls import reverse

from xiaolu.customers.tests.make import make_account
from xiaolu.org.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.database]
EXPORT = reverse("customers:export_accounts")


def rows(answer) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.values)[1:]


def test_the_filtered_list_is_exported_and_that_is_recorded(browse, lan, outsider):
    make_account(lan, name="上海恒力", phone="021-58881234")
    make_account(lan, name="长沙远洋")
    make_account(outsider, name="上海恒天")
    exported = rows(browse(lan).get(EXPORT, {"q": "上海"}))
    assert [row[1] for row in exported] == ["上海恒力"]
    assert "021-58881234" in exported[0]
    entry = AuditEntry.objects.get(action="export_accounts", person=lan)
    assert entry.changes == {"rows": [None, 1]}


@pytest.mark.parametrize("name", ["=1+1", "+cmd|'/C calc'!A0", "@SUM(A1)", "https://evil.example/", "0012"])
def test_a_cell_is_never_a_formula_a_link_or_a_number(browse, lan, name):
    make_account(lan, name=name)
    answer = browse(lan).get(EXPORT)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cell = book.active["B2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", name, None)


def test_exporting_refuses_post(browse, lan):
    assert browse(lan).post(EXPORT).status_code == 405
