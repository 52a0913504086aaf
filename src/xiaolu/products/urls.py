from django.urls import path

from xiaolu.products import views

app_name = "products"
urlpatterns = [
    path("", views.product_list, name="product_list"),
    path("create/", views.create_product, name="create_product"),
    path("<int:product_id>/edit/", views.edit_product, name="edit_product"),
    path("<int:product_id>/archive/", views.archive_product, name="archive_product"),
    path("<int:product_id>/restore/", views.restore_product, name="restore_product"),
]
