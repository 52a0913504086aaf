from django.urls import path

from xiaolu.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.find, name="find"),
    path("healthz", views.healthz, name="healthz"),
]
