from django.urls import path

from xiaolu.methods import views

app_name = "methods"
urlpatterns = [
    path("", views.method_list, name="method_list"),
    path("import/", views.import_method, name="import_method"),
    path("<int:method_id>/archive/", views.archive_method, name="archive_method"),
    path("<int:method_id>/restore/", views.restore_method, name="restore_method"),
    path("versions/<int:version_id>/", views.version_detail, name="version_detail"),
    path("versions/<int:version_id>/export/", views.export_version, name="export_version"),
    path("versions/<int:version_id>/publish/", views.publish_version, name="publish_version"),
    path("versions/<int:version_id>/discard/", views.discard_draft, name="discard_draft"),
    path("versions/<int:version_id>/compare/<int:other_id>/", views.compare_versions, name="compare_versions"),
]
