"""Pages that are made of several apps."""

from xiaolu.desk.views.days import day_review, team_day
from xiaolu.desk.views.meetings import (
    export_meeting,
    export_pack,
    make_pack,
    meeting_pack,
    pack_restated,
    weekly_pack,
)
from xiaolu.desk.views.pages import find, healthz
from xiaolu.desk.views.system import system_page
from xiaolu.desk.views.today import account_summary, day_figures, home
from xiaolu.desk.views.welcome import demo_progress, make_demo, welcome_company, welcome_data, welcome_method

__all__ = [
    "account_summary",
    "day_figures",
    "day_review",
    "demo_progress",
    "export_meeting",
    "export_pack",
    "find",
    "healthz",
    "home",
    "make_demo",
    "make_pack",
    "meeting_pack",
    "pack_restated",
    "system_page",
    "team_day",
    "weekly_pack",
    "welcome_company",
    "welcome_data",
    "welcome_method",
]
