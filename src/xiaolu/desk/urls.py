from django.urls import path

from xiaolu.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/", views.day_figures, name="day_figures"),
    path("summary/<int:account_id>/", views.account_summary, name="account_summary"),
    path("find/", views.find, name="find"),
    path("welcome/company/", views.welcome_company, name="welcome_company"),
    path("welcome/method/", views.welcome_method, name="welcome_method"),
    path("welcome/data/", views.welcome_data, name="welcome_data"),
    path("welcome/demo/", views.make_demo, name="make_demo"),
    path("welcome/demo/progress/", views.demo_progress, name="demo_progress"),
    path("system/", views.system_page, name="system_page"),
    path("healthz", views.healthz, name="healthz"),
]
