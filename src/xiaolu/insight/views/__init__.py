"""The pages of insight."""

from .agenda import agenda_list, agenda_panel, create_item, remove_item, reopen_item, take_item
from .figures import export_why, kpi_trend, why
from .overview import export_kpis, kpi_page
from .reports import class_report, competitor_report, export_class_report, export_competitor_report
from .targets import increase_targets
from .three_ws import (
    archive_three_w,
    close_three_w,
    create_three_w,
    edit_three_w,
    export_three_ws,
    measure_three_w,
    reopen_three_w,
    restore_three_w,
    three_w_detail,
    three_w_list,
)

__all__ = [
    "agenda_list",
    "agenda_panel",
    "archive_three_w",
    "class_report",
    "close_three_w",
    "competitor_report",
    "create_item",
    "create_three_w",
    "edit_three_w",
    "export_class_report",
    "export_competitor_report",
    "export_kpis",
    "export_three_ws",
    "export_why",
    "increase_targets",
    "kpi_page",
    "kpi_trend",
    "measure_three_w",
    "remove_item",
    "reopen_item",
    "reopen_three_w",
    "restore_three_w",
    "take_item",
    "three_w_detail",
    "three_w_list",
    "why",
]
