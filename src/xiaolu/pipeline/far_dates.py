"""The next date in any form of an open opportunity: what the cadence proposes, and why a day lies so much further off."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.cadence import Due, is_changed
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.cadence import due_of
from xiaolu.pipeline.queries.gates import newest_rules
from xiaolu.pipeline.words import reason_of

WHY = "next_reason"


def propose_day(form: forms.Form, deal: Opportunity | None, *, of: str = "next_date") -> Due | None:
    """Say beside a form's next date what the cadence proposes and why; None where no cadence holds."""
    if deal is None or deal.stage_kind != "open" or of not in form.fields:
        return None
    due = due_of(deal, today())
    given = {"day": due.day.isoformat(), "why": reason_of(due, newest_rules(deal))}
    form.fields[of].help_text = gettext("Proposed: %(day)s. %(why)s") % given
    return due


def ask_why_late(
    form: forms.Form, deal: Opportunity | None, *, of: str = "next_date", but: date | None = None
) -> Due | None:
    """Propose a next date, and ask why when the day that was sent lies further off than the cadence allows.

    `but`: the day that stands there already; it may stay without a word.
    """
    due = propose_day(form, deal, of=of)
    sent = _sent(form, of) if due and form.is_bound else None
    if due and sent and sent != but and is_changed(sent, due):
        names = list(form.fields)
        form.fields[WHY] = forms.CharField(label=_("Why so late"), max_length=200)
        form.order_fields([*names[: names.index(of) + 1], WHY])
    return due


def why_late(form: forms.Form) -> str:
    """The reason that was given; '' where none was asked for."""
    return str(form.cleaned_data.get(WHY, ""))


def _sent(form: forms.Form, name: str) -> date | None:
    try:
        found = form.fields[name].clean(form.data.get(form.add_prefix(name)))
    except ValidationError:
        return None
    return found if isinstance(found, date) else None
