"""Pages that are made of several apps."""

from xiaolu.desk.views.pages import find, healthz, home
from xiaolu.desk.views.system import system_page
from xiaolu.desk.views.welcome import demo_progress, make_demo, welcome_company, welcome_data, welcome_method

__all__ = [
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
