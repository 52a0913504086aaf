"""Imports in the browser: upload, columns, preview, choices, progress, result; and who may see them."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from xiaolu.exchange import actions
from xiaolu.exchange.models import Export, Import, StagedRow
from xiaolu.exchange.tests.make import HEADINGS, csv_file, method, xlsx_file
from xiaolu.jobs.actions import work_once
from xiaolu.org.models import AuditEntry, Person
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import make_opportunity

pytestmark = pytest.mark.django_db
ROWS = [HEADINGS, ["E1", "恒力", "", "P", "100", "2026-01-05", ""], ["E2", "东方", "", "P", "200", "2026-01-05", ""]]
EVERY = ["import_mapping", "import_preview", "import_progress", "import_detail", "export_import_errors"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"


def upload(client, path: Path):
    data = {"file": SimpleUploadedFile(path.name, path.read_bytes()), "method": method().pk}
    return client.post(reverse("exchange:upload_import"), data)


def address(name: str, load: Import) -> str:
    return reverse(f"exchange:{name}", args=[load.pk])


def fields(client, load: Import) -> dict[str, object]:
    """What the page of columns would send if the person just went on."""
    form = client.get(address("import_mapping", load)).context["form"]
    sent = {name: form[name].initial for name in form.fields}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def checked(client, path: Path) -> Import:
    """An import that waits for its choices."""
    upload(client, path)
    load = Import.objects.get()
    client.post(address("import_mapping", load), fields(client, load))
    assert work_once()
    load.refresh_from_db()
    assert load.state == "checked"
    return load


def test_a_file_goes_from_upload_to_the_board(browse, lan, tmp_path):
    client = browse(lan)
    assert upload(client, xlsx_file(tmp_path, [["客户跟踪表"], *ROWS])).status_code == 303
    load = Import.objects.get()
    page = client.get(address("import_mapping", load))
    assert [row["field"].initial for row in page.context["form"].column_rows()] == [
        "external_id", "account", "owner", "stage", "amount", "entered_P", "entered_A",
    ]  # fmt: skip
    answer = client.post(address("import_mapping", load), fields(client, load))
    assert answer["Location"] == address("import_progress", load)
    assert client.get(answer["Location"]).status_code == 200
    assert work_once()
    preview = client.get(address("import_preview", load))
    assert preview.context["counts"] == {"create": 2, "update": 0, "unchanged": 0, "failed": 0, "skipped": 0}
    assert not Opportunity.objects.exists()
    assert client.post(address("start_import", load), {"create_missing": ["accounts"]}).status_code == 303
    assert client.get(address("import_progress", load)).status_code == 200
    assert work_once()
    assert client.get(address("import_progress", load), headers={"HX-Request": "true"})["HX-Redirect"] == address(
        "import_detail", load
    )
    assert "2" in client.get(address("import_detail", load)).content.decode()
    assert {one.owner for one in Opportunity.objects.all()} == {lan}
    said = AuditEntry.objects.filter(person=lan).exclude(action__startswith="create")
    assert list(said.values_list("action", flat=True)) == [
        "import", "start_import", "upload_import",
    ]  # fmt: skip


def test_problems_stand_beside_their_cells_and_good_rows_load_without_them(browse, admin, tmp_path):
    client = browse(admin)
    load = checked(client, csv_file(tmp_path, [*ROWS, ["E3", "西部", "", "P", "-1", "", ""]]))
    page = client.get(address("import_preview", load))
    first, amount = page.context["rows"][0], page.context["headings"].index("金额")
    assert (first.row, first.plan, first.cells[amount].said, first.cells[amount].tone) == (4, "bad", "-1", "bad")
    assert [row.row for row in page.context["rows"]] == [4, 2, 3]
    answer = client.post(address("start_import", load), {"create_missing": ["accounts"]})
    load.refresh_from_db()
    assert (answer.status_code, load.state, Opportunity.objects.count()) == (422, "checked", 0)
    client.post(address("start_import", load), {"create_missing": ["accounts"], "skip_bad": "on"})
    work_once()
    assert Opportunity.objects.count() == 2
    answer = client.get(address("export_import_errors", load))
    assert answer.status_code == 200 and b"".join(answer.streaming_content)[:2] == b"PK"


def test_existing_ones_can_be_left_alone(browse, admin, tmp_path):
    client = browse(admin)
    load = checked(client, csv_file(tmp_path, ROWS))
    client.post(address("start_import", load), {"create_missing": ["accounts"]})
    work_once()
    Import.objects.update(done_at="2026-01-01T00:00Z")
    upload(client, csv_file(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "999", "2026-01-05", ""]]))
    load = Import.objects.first()
    client.post(address("import_mapping", load), fields(client, load))
    work_once()
    client.post(address("start_import", load), {"existing": "skip"})
    work_once()
    load.refresh_from_db()
    assert (load.state, load.counts["skipped"]) == ("done", 1)
    assert Opportunity.objects.order_by("id")[0].amount == 10_000


def test_known_rows_that_differ_can_be_held_back_and_come_as_a_file(browse, admin, tmp_path):
    client = browse(admin)
    load = checked(client, csv_file(tmp_path, ROWS))
    client.post(address("start_import", load), {"create_missing": ["accounts"]})
    work_once()
    upload(
        client,
        csv_file(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", "999", "2026-01-05", ""], ["E9", "恒力", *[""] * 5]]),
    )
    load = Import.objects.first()
    client.post(address("import_mapping", load), fields(client, load))
    work_once()
    client.post(address("start_import", load), {"existing": "ask"})
    work_once()
    load.refresh_from_db()
    assert (load.counts["created"], load.counts["updated"], load.counts["skipped"]) == (1, 0, 1)
    held = load_workbook(BytesIO(b"".join(client.get(address("export_import_errors", load)).streaming_content))).active
    assert [cell.value for cell in held[2]][:1] == ["E1"] and held.max_row == 2
    assert "恒力" in held.cell(2, held.max_column).value


def test_rows_without_a_key_can_be_new_although_one_fits(browse, admin, tmp_path):
    heads, client = ["客户名称", "阶段", "金额"], browse(admin)
    for sent, wanted in (({}, 1), ({}, 1), ({"always_new": "on"}, 3)):
        upload(
            client, csv_file(tmp_path, [heads, ["恒力", "P", "100"], ["恒力", "P", "100"]][: 2 if wanted == 1 else 3])
        )
        load = Import.objects.first()
        client.post(address("import_mapping", load), {**fields(client, load), **sent})
        work_once()
        client.post(address("start_import", load), {"create_missing": ["accounts"]})
        work_once()
        assert Opportunity.objects.count() == wanted


@pytest.mark.parametrize(
    ("show", "rows"), [("", 3), ("bad", 1), ("create", 2), ("update", 0), ("warning", 0), ("x", 3)]
)
def test_the_preview_shows_one_sort_of_rows(browse, admin, tmp_path, show, rows):
    client = browse(admin)
    load = checked(client, csv_file(tmp_path, [*ROWS, ["E3", "西部", "", "P", "-1", "", ""]]))
    page = client.get(address("import_preview", load), {"show": show}, headers={"HX-Request": "true"})
    assert page.content.decode().count("<tr>") == (rows + 1 if rows else 0)
    assert "<html" not in page.content.decode()


def test_a_corrected_column_is_used(browse, admin, tmp_path):
    client = browse(admin)
    upload(client, csv_file(tmp_path, [["外部编号", "客户名称", "什么", "阶段"], ["1", "恒力", "500", "热"]]))
    load = Import.objects.get()
    sent = fields(client, load) | {"column_2": "amount", "stage_0": "N"}
    client.post(address("import_mapping", load), sent)
    work_once()
    client.post(address("start_import", load), {"create_missing": ["accounts"]})
    work_once()
    made = Opportunity.objects.get()
    assert (made.amount, made.stage) == (50_000, "N")


def test_a_bad_file_says_why_on_its_page(browse, lan, tmp_path):
    client = browse(lan)
    (tmp_path / "t.xlsx").write_bytes(b"PK nonsense")
    answer = upload(client, tmp_path / "t.xlsx")
    load = Import.objects.get()
    assert (load.state, answer["Location"]) == ("failed", address("import_detail", load))
    assert client.get(answer["Location"]).context["errors"][0]["code"] == "corrupt_file"


def test_another_kind_of_file_is_refused_at_once(browse, lan, tmp_path):
    (tmp_path / "t.pdf").write_bytes(b"%PDF")
    assert upload(browse(lan), tmp_path / "t.pdf").status_code == 422
    assert not Import.objects.exists()


def test_cancelling_leaves_nothing_staged(browse, lan, tmp_path):
    client = browse(lan)
    load = checked(client, csv_file(tmp_path, ROWS))
    assert client.post(address("cancel_import", load)).status_code == 303
    load.refresh_from_db()
    assert load.state == "cancelled"
    assert not StagedRow.objects.exists()
    assert client.post(address("cancel_import", load)).status_code == 422


def test_a_running_check_stops_when_asked(browse, lan, tmp_path):
    client = browse(lan)
    upload(client, csv_file(tmp_path, ROWS))
    load = Import.objects.get()
    client.post(address("import_mapping", load), fields(client, load))
    load.refresh_from_db()
    load.job.stop_asked = True
    load.job.save()
    work_once()
    load.refresh_from_db()
    load.job.refresh_from_db()
    assert (load.state, load.job.state) == ("cancelled", "cancelled")


def test_a_job_that_is_run_again_writes_once(browse, admin, tmp_path):
    load = checked(browse(admin), csv_file(tmp_path, ROWS))
    actions.start_import(load, by=admin, create_missing=["accounts"], skip_bad=False)
    job = Import.objects.get().job
    work_once()
    type(job).objects.filter(pk=job.pk).update(state="waiting")
    work_once()
    assert Opportunity.objects.count() == 2


def test_a_check_that_is_run_again_begins_anew(browse, admin, tmp_path):
    load = checked(browse(admin), csv_file(tmp_path, ROWS))
    actions.queue_check(load)
    work_once()
    load.refresh_from_db()
    assert (load.counts["read"], StagedRow.objects.count()) == (2, 2)


def test_a_row_that_another_import_loaded_meanwhile_is_not_made_twice(browse, admin, tmp_path):
    client = browse(admin)
    first = checked(client, csv_file(tmp_path, ROWS))
    upload(client, tmp_path / "table.csv")
    second = Import.objects.first()
    client.post(address("import_mapping", second), fields(client, second))
    work_once()
    for load in (first, second):
        actions.start_import(load, by=admin, create_missing=["accounts"], skip_bad=False)
        work_once()
    second.refresh_from_db()
    assert (Opportunity.objects.count(), second.state, second.counts["unchanged"]) == (2, "done", 2)


@pytest.mark.parametrize("name", EVERY)
def test_anothers_import_is_not_there(browse, lan, outsider, admin, tmp_path, name):
    load = checked(browse(lan), csv_file(tmp_path, ROWS))
    assert browse(outsider).get(address(name, load)).status_code == 404
    assert browse(admin).get(address(name, load)).status_code in (200, 303)


@pytest.mark.parametrize("name", ["start_import", "cancel_import"])
def test_anothers_import_cannot_be_touched(browse, lan, outsider, tmp_path, name):
    load = checked(browse(lan), csv_file(tmp_path, ROWS))
    assert browse(outsider).post(address(name, load)).status_code == 404
    assert browse(lan).get(address(name, load)).status_code == 405


@pytest.mark.parametrize("name", ["import_list", "upload_import"])
def test_who_changes_nothing_imports_nothing(browse, trainer, name):
    assert browse(trainer).get(reverse(f"exchange:{name}")).status_code == 403


def test_a_seller_cannot_create_people_by_choosing_so(browse, lan, tmp_path):
    client = browse(lan)
    load = checked(client, csv_file(tmp_path, [["外部编号", "负责人"], ["1", "新人"]]))
    people = Person.objects.count()
    assert client.post(address("start_import", load), {"create_missing": ["owners"]}).status_code in (303, 422)
    work_once()
    assert Person.objects.count() == people
    assert not Opportunity.objects.exists()


def test_the_list_of_imports_teaches_and_needs_few_queries(browse, lan, django_assert_max_num_queries):
    client = browse(lan)
    assert client.get(reverse("exchange:import_list")).status_code == 200
    for number in range(20):
        Import.objects.create(file_name=f"{number}.csv", method=method(), created_by=lan, state="done")
    with django_assert_max_num_queries(12):
        assert client.get(reverse("exchange:import_list")).status_code == 200


def test_the_table_is_taken_out_as_it_is_filtered_and_only_what_one_sees(browse, lan, outsider, tmp_path):
    mine = [
        make_opportunity(method(), owner=lan, amount=amount, stage=stage) for amount, stage in ((100, "P"), (200, "N"))
    ]
    make_opportunity(method(), owner=outsider)
    answer = browse(lan).get(reverse("exchange:export_opportunities"), {"method": "spancop"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [one.number for one in mine]
    entry = AuditEntry.objects.get(action="export_opportunities")
    assert (entry.person, entry.changes["rows"]) == (lan, [None, 2])


def test_a_long_list_is_written_by_the_worker_and_fetched_by_who_asked(browse, lan, lei, outsider, monkeypatch):
    monkeypatch.setattr("xiaolu.exchange.actions.exporting.LARGE", 1)
    mine = [make_opportunity(method(), owner=lan, amount=amount) for amount in (100, 200)]
    make_opportunity(method(), owner=outsider)
    client = browse(lan)
    page = client.get(reverse("exchange:export_opportunities"), {"method": "spancop"})
    assert page.status_code == 303 and client.get(page["Location"]).status_code == 200
    export = Export.objects.get()
    file = reverse("exchange:export_file", args=[export.pk])
    assert client.get(file).status_code == 404
    assert work_once()
    assert file in client.get(page["Location"], headers={"HX-Request": "true"}).content.decode()
    sheet = load_workbook(BytesIO(b"".join(client.get(file).streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [one.number for one in mine]
    assert browse(lei).get(file).status_code == 404
    assert AuditEntry.objects.filter(action="export_opportunities", person=lan).count() == 1
    Export.objects.update(created_at="2026-01-01T00:00Z")
    assert actions.drop_old_exports() == 1
    assert client.get(file).status_code == 404
