from django.urls import path

from xiaolu.clocks import views

app_name = "clocks"
urlpatterns = [
    path("", views.clock_list, name="clock_list"),
    path("export/", views.export_clocks, name="export_clocks"),
    path("at-risk/", views.clocks_at_risk, name="clocks_at_risk"),
    path("of/<slug:record_kind>/<int:object_id>/", views.record_clocks, name="record_clocks"),
    path("notices/", views.notice_list, name="notice_list"),
    path("notices/count/", views.notice_count, name="notice_count"),
    path("notices/read/", views.read_all_notices, name="read_all_notices"),
    path("notices/<int:notice_id>/read/", views.read_notice, name="read_notice"),
    path("notices/choices/", views.notice_choices, name="notice_choices"),
    path("calendar/", views.calendar_page, name="calendar_page"),
    path("calendar/hours/", views.set_working_hours, name="set_working_hours"),
    path("calendar/day/", views.set_own_day, name="set_own_day"),
    path("calendar/day/<int:day_id>/remove/", views.remove_own_day, name="remove_own_day"),
    path("leave/", views.leave_list, name="leave_list"),
    path("leave/create/", views.create_leave, name="create_leave"),
    path("leave/<int:leave_id>/end/", views.end_leave, name="end_leave"),
]
