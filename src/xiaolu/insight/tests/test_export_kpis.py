import io

import openpyxl
import pytest
from django.urls import reverse

from xiaolu.insight.tests.make import table
from xiaolu.org.models import AuditEntry

pytestmark = pytest.mark.django_db


def sheets(answer) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_workbook_has_the_figures_and_says_what_each_means(browse, lan, method):
    table(method, {"P": 30, "A": 20, "N": 10, "C": 6, "O": 9}, owner=lan)
    answer = browse(lan).get(reverse("insight:export_kpis"))
    found = sheets(answer)
    hit = next(row for row in found["指标"] if row[0] == "林岚" and row[1] == "击中率")
    assert hit[2:5] == (0.2, 15, 75)
    meant = {row[0] for row in found["定义"]}
    assert "击中率" in meant and len(meant) > 5
    assert AuditEntry.objects.filter(action="export_why", person=lan).count() == 1


def test_a_seller_exports_nobody_elses_figures(browse, lan, outsider, method):
    table(method, {"P": 3}, owner=lan)
    rows = sheets(browse(outsider).get(reverse("insight:export_kpis")))["指标"]
    assert not [row for row in rows if row[0] == "林岚"]
