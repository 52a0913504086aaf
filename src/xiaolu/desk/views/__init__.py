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
from xiaolu.desk.views.offline import fresh_token, manifest, service_worker, waiting_list
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
    "fresh_token",
    "healthz",
    "home",
    "make_demo",
    "make_pack",
    "manifest",
    "meeting_pack",
    "pack_restated",
    "service_worker",
    "system_page",
    "team_day",
    "waiting_list",
    "weekly_pack",
    "welcome_company",
    "welcome_data",
    "welcome_method",
]
