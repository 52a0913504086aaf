"""What kinds, signals, times and filters are called; which icon stands for a kind."""

from django.utils.translation import gettext_lazy as _

ICONS = {
    "call": "phone", "visit": "map-pin", "message": "message", "meeting": "users", "demonstration": "presentation",
    "delivery": "package", "task": "checkbox", "other": "dots",
}  # fmt: skip
SIGNALS = {
    "asks_price": _("asks for the price"),
    "asks_delivery": _("asks when it can be delivered"),
    "asks_terms": _("asks for terms or discount"),
    "asks_service": _("asks about service afterwards"),
    "asks_others": _("asks who else uses it"),
    "calculates": _("calculates"),
    "tries_it": _("takes it into the hand, tries it"),
    "brings_others": _("fetches colleagues"),
    "leans_forward": _("leans forward"),
    "nods": _("nods"),
    "brightens": _("the face brightens"),
}


ACTION_NAMES = {
    "plan_activity": _("Planned"),
    "record_activity": _("Recorded"),
    "finish_activity": _("Done as planned"),
    "edit_activity": _("Edited"),
    "reschedule_activity": _("Moved"),
    "cancel_activity": _("Called off"),
    "withdraw_activity": _("Withdrawn"),
}
STATE_TONES = {"open": "", "kept": "tag-good", "missed": "tag-bad", "dropped": ""}
VISIT_REASONS = {
    "overdue": _("The card is %(number)s days overdue"),
    "due": _("The card is due this week"),
    "stage_old": _("In its stage for %(number)s days, longer than the limit"),
    "frequency": _("Grade %(text)s: a visit every %(number)s days is not kept"),
    "promised": _("Promised: %(text)s"),
    "not_met": _("Whoever decides was never met"),
    "volume": _("Among the largest fifth"),
}
OUTCOME_NAMES = {
    "done": _("done as planned"),
    "moved": _("moved"),
    "missed": _("left undone"),
    "open": _("still to do"),
    "unplanned": _("not planned"),
}
