"""The pipeline's words on the screen, and the bars of its waterfall."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from xiaolu.pipeline.queries.sums import CHANGES, NOTHING, Flow

CHANGE_NAMES = {
    "opening": _("Opening"),
    "new": _("New"),
    "reopened": _("Reopened"),
    "pulled_in": _("Pulled in"),
    "pushed_out": _("Pushed out"),
    "bigger": _("Bigger"),
    "smaller": _("Smaller"),
    "won": _("Won"),
    "lost": _("Lost"),
    "reassigned_in": _("Taken over"),
    "reassigned_out": _("Handed over"),
    "reclassified_in": _("Reclassed in"),
    "reclassified_out": _("Reclassed out"),
    "advanced": _("Advanced"),
    "fell_back": _("Fell back"),
    "closing": _("Closing"),
}


def waterfall_bars(flow: Flow, measure: str, address: Callable[[str], str]) -> list[dict[str, object]]:
    """Bars for the waterfall chart: opening, every change that is not zero, closing."""
    bars: list[dict[str, object]] = [
        {"label": CHANGE_NAMES["opening"], "value": getattr(flow.opening, measure), "kind": "total", "href": ""}
    ]
    for name in CHANGES:
        value = getattr(flow.changes.get(name, NOTHING), measure)
        if value:
            kind = "blue" if name == "won" else "up" if value > 0 else "down"
            bars.append({"label": CHANGE_NAMES[name], "value": value, "kind": kind, "href": address(name)})
    bars.append(
        {"label": CHANGE_NAMES["closing"], "value": getattr(flow.closing, measure), "kind": "total", "href": ""}
    )
    return bars
