"""The files of a pack: slides, workbook, PDF."""

from collections.abc import Iterable

from django.http import HttpRequest

from xiaolu.desk.pack.differences import Difference
from xiaolu.desk.pack.papers import Papers
from xiaolu.web.pdf import pdf_of
from xiaolu.web.workbooks import TYPE

KINDS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": TYPE,
    "pdf": "application/pdf",
}
STYLES = ["desk/pack-print.css"]


def made(request: HttpRequest, ending: str, papers: Papers, restated: Iterable[Difference] = ()) -> bytes:
    """One of KINDS. Raises RuleBroken (pdf_needs, pdf_failed)."""
    if ending == "pptx":
        from xiaolu.desk.pack.slides import as_pptx  # loads a library that only slides need

        return as_pptx(papers)
    if ending == "xlsx":
        from xiaolu.desk.pack.workbook import as_xlsx

        return as_xlsx(papers, restated)
    context: dict[str, object] = {"papers": papers, "pack": papers.pack, "rules": papers.pack.rules}
    return pdf_of(request, "desk/pack_print.html", context, styles=STYLES)
