"""The pages of insight."""

from .figures import export_why, kpi_trend, why
from .overview import export_kpis, kpi_page
from .targets import increase_targets

__all__ = ["export_kpis", "export_why", "increase_targets", "kpi_page", "kpi_trend", "why"]
