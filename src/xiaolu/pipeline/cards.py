"""When an opportunity comes to hand again: the day of its card in the tickler box."""

from datetime import date, timedelta

from xiaolu.domain.method import Stage
from xiaolu.domain.workdays import is_working_day

CADENCE_DAYS = 7  # where a stage names none


def default_next_date(stage: Stage, today: date) -> date:
    """Today plus the stage's cadence, moved to the next working day."""
    day = today + timedelta(days=stage.cadence_days or CADENCE_DAYS)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
