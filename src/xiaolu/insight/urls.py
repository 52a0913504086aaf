from django.urls import path

from xiaolu.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.kpi_page, name="kpi_page"),
    path("export/", views.export_kpis, name="export_kpis"),
    path("why/<slug:method>/<str:kpi>/", views.why, name="why"),
    path("why/<slug:method>/<str:kpi>/trend/", views.kpi_trend, name="kpi_trend"),
    path("why/<slug:method>/<str:kpi>/export/", views.export_why, name="export_why"),
    path("reports/competitors/", views.competitor_report, name="competitor_report"),
    path("reports/competitors/export/", views.export_competitor_report, name="export_competitor_report"),
    path("reports/<slug:dimension>/", views.class_report, name="class_report"),
    path("reports/<slug:dimension>/export/", views.export_class_report, name="export_class_report"),
    path("3w/", views.three_w_list, name="three_w_list"),
    path("3w/export/", views.export_three_ws, name="export_three_ws"),
    path("3w/create/", views.create_three_w, name="create_three_w"),
    path("3w/<int:three_w_id>/", views.three_w_detail, name="three_w_detail"),
    path("3w/<int:three_w_id>/edit/", views.edit_three_w, name="edit_three_w"),
    path("3w/<int:three_w_id>/measure/", views.measure_three_w, name="measure_three_w"),
    path("3w/<int:three_w_id>/close/", views.close_three_w, name="close_three_w"),
    path("3w/<int:three_w_id>/reopen/", views.reopen_three_w, name="reopen_three_w"),
    path("3w/<int:three_w_id>/archive/", views.archive_three_w, name="archive_three_w"),
    path("3w/<int:three_w_id>/restore/", views.restore_three_w, name="restore_three_w"),
    path("agenda/", views.agenda_list, name="agenda_list"),
    path("agenda/panel/", views.agenda_panel, name="agenda_panel"),
    path("agenda/create/", views.create_item, name="create_item"),
    path("agenda/<int:item_id>/take/", views.take_item, name="take_item"),
    path("agenda/<int:item_id>/reopen/", views.reopen_item, name="reopen_item"),
    path("agenda/<int:item_id>/remove/", views.remove_item, name="remove_item"),
    path("increase-targets/", views.increase_targets, name="increase_targets"),
]
