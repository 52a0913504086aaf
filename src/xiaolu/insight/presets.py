"""Periods that are chosen with one click."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Preset:
    name: str | Promise
    start: date | None = None  # None: the twelve months that end at the report's date


def presets(at: date) -> list[Preset]:
    return [
        Preset(_("12 months")),
        Preset(_("This year"), date(at.year, 1, 1)),
        Preset(_("This quarter"), date(at.year, (at.month - 1) // 3 * 3 + 1, 1)),
        Preset(_("90 days"), at - timedelta(days=89)),
    ]
