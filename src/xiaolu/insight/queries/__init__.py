"""Reading figures: every KPI of a method, what it rests on, its course by week, and what all of them mean."""

from .readings import Lens, as_json, lens, readings, report
from .scopes import Scope
from .targets import increases

__all__ = ["Lens", "Scope", "as_json", "increases", "lens", "readings", "report"]
