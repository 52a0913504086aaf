"""Reading calendars and clocks. What a user may see is decided by access.py."""

from xiaolu.clocks.queries.calendars import calendar_of, company_calendar, leave_from, week, year_of, years_known
from xiaolu.clocks.queries.clocks import Filters, Record, at_risk, by_person, clocks, codes, of_record, open_on

__all__ = [
    "Filters",
    "Record",
    "at_risk",
    "by_person",
    "calendar_of",
    "clocks",
    "codes",
    "company_calendar",
    "leave_from",
    "of_record",
    "open_on",
    "week",
    "year_of",
    "years_known",
]
