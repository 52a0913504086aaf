"""Pages that are made of several apps."""

from xiaolu.desk.views.pages import find, healthz
from xiaolu.desk.views.system import system_page
from xiaolu.desk.views.today import account_summary, day_figures, home
from xiaolu.desk.views.welcome import demo_progress, make_demo, welcome_company, welcome_data, welcome_method

__all__ = [
    "account_summary",
    "day_figures",
    "demo_progress",
    "find",
    "healthz",
    "home",
    "make_demo",
    "system_page",
    "welcome_company",
    "welcome_data",
    "welcome_method",
]
