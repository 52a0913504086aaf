"""Reading calendars and clocks. What a user may see is decided by access.py."""

from xiaolu.clocks.queries.calendars import (
    calendar_of,
    calendars_of,
    company_calendar,
    leave_from,
    week,
    year_of,
    years_known,
)
from xiaolu.clocks.queries.clocks import Filters, Record, at_risk, by_person, clocks, codes, of_record, open_on
from xiaolu.clocks.queries.notices import Ways, choices_of, hours_of, ways_of

__all__ = [
    "Filters",
    "Record",
    "Ways",
    "at_risk",
    "by_person",
    "calendar_of",
    "calendars_of",
    "choices_of",
    "clocks",
    "codes",
    "company_calendar",
    "hours_of",
    "leave_from",
    "of_record",
    "open_on",
    "ways_of",
    "week",
    "year_of",
    "years_known",
]
