from django.urls import path

from xiaolu.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.kpi_page, name="kpi_page"),
    path("export/", views.export_kpis, name="export_kpis"),
    path("why/<slug:method>/<str:kpi>/", views.why, name="why"),
    path("why/<slug:method>/<str:kpi>/trend/", views.kpi_trend, name="kpi_trend"),
    path("why/<slug:method>/<str:kpi>/export/", views.export_why, name="export_why"),
    path("increase-targets/", views.increase_targets, name="increase_targets"),
]
