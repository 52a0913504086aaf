from django.urls import path

from xiaolu.exchange import views

app_name = "exchange"
urlpatterns = [
    path("imports/", views.import_list, name="import_list"),
    path("imports/upload/", views.upload_import, name="upload_import"),
    path("imports/<int:import_id>/", views.import_detail, name="import_detail"),
    path("imports/<int:import_id>/mapping/", views.import_mapping, name="import_mapping"),
    path("imports/<int:import_id>/mapping/<int:mapping_id>/use/", views.use_mapping, name="use_mapping"),
    path("imports/mappings/<int:mapping_id>/forget/", views.forget_mapping, name="forget_mapping"),
    path("imports/templates/<str:kind>/", views.export_template, name="export_template"),
    path("imports/<int:import_id>/preview/", views.import_preview, name="import_preview"),
    path("imports/<int:import_id>/likenesses/<int:number>/choose/", views.choose_likeness, name="choose_likeness"),
    path("imports/<int:import_id>/start/", views.start_import, name="start_import"),
    path("imports/<int:import_id>/progress/", views.import_progress, name="import_progress"),
    path("imports/<int:import_id>/cancel/", views.cancel_import, name="cancel_import"),
    path("imports/<int:import_id>/undo/", views.undo_import, name="undo_import"),
    path("imports/<int:import_id>/errors/", views.export_import_errors, name="export_import_errors"),
    path("opportunities/export/", views.export_opportunities, name="export_opportunities"),
    path("exports/rules/", views.edit_export_rules, name="edit_export_rules"),
    path("exports/<int:export_id>/", views.export_detail, name="export_detail"),
    path("exports/<int:export_id>/file/", views.export_file, name="export_file"),
    path("exports/<str:kind>/", views.export_records, name="export_records"),
]
