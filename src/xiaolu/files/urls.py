from django.urls import path

from xiaolu.files import views

app_name = "files"
urlpatterns = [path("<int:file_id>/", views.download_file, name="download_file")]
