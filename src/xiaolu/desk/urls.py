from django.urls import path

from xiaolu.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/", views.day_figures, name="day_figures"),
    path("summary/<int:account_id>/", views.account_summary, name="account_summary"),
    path("meetings/<int:meeting_id>/", views.meeting_pack, name="meeting_pack"),
    path("meetings/<int:meeting_id>/make/", views.make_pack, name="make_pack"),
    path("meetings/<int:meeting_id>/restated/", views.pack_restated, name="pack_restated"),
    path("meetings/<int:meeting_id>/export/<slug:ending>/", views.export_meeting, name="export_meeting"),
    path("day/", views.day_review, name="day_review"),
    path("team-day/", views.team_day, name="team_day"),
    path("pack/", views.weekly_pack, name="weekly_pack"),
    path("pack/export/<slug:ending>/", views.export_pack, name="export_pack"),
    path("find/", views.find, name="find"),
    path("welcome/company/", views.welcome_company, name="welcome_company"),
    path("welcome/method/", views.welcome_method, name="welcome_method"),
    path("welcome/data/", views.welcome_data, name="welcome_data"),
    path("welcome/demo/", views.make_demo, name="make_demo"),
    path("welcome/demo/progress/", views.demo_progress, name="demo_progress"),
    path("system/", views.system_page, name="system_page"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("offline/", views.waiting_list, name="waiting_list"),
    path("offline/token/", views.fresh_token, name="fresh_token"),
    path("healthz", views.healthz, name="healthz"),
]
