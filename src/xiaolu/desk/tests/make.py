"""A meeting with its pack, and the parts of its files."""

from datetime import date, timedelta
from io import BytesIO

from xiaolu.activities import actions
from xiaolu.activities.models import Meeting
from xiaolu.activities.tests.make import make_meeting
from xiaolu.desk.meeting_access import scope_of
from xiaolu.desk.pack.document import document, lens_of
from xiaolu.methods.models import Method
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today


def make_held(method: Method, by: Person, team: Team | None, *, at: date | None = None, **over) -> Meeting:
    """A meeting whose pack was made as of a day (yesterday), over the seven days before it."""
    made, at = make_meeting(method, by, team, **over), at or today() - timedelta(days=1)
    since = at - timedelta(days=6)
    pack = document(lens_of(method, scope_of(team), at), since, today())
    return actions.keep_pack(made, by=by, seen=made.version, pack=pack, since=since, at=at)


def charts_of(content: bytes) -> list[dict[str, list[float | None]]]:
    """The data of every chart of a presentation: series name → values."""
    from pptx import Presentation

    book = Presentation(BytesIO(content))
    charts = [shape.chart for slide in book.slides for shape in slide.shapes if shape.has_chart]
    return [{series.name: list(series.values) for series in chart.plots[0].series} for chart in charts]


def words_of(content: bytes) -> str:
    """Everything that stands on the slides of a presentation, the data of its charts included."""
    from pptx import Presentation

    found = []
    for slide in Presentation(BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                found += [f"{series.name} {list(series.values)}" for series in shape.chart.plots[0].series]
    return "\n".join(found)
