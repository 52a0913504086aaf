"""The whole address space. Each app has its own names."""

from django.urls import include, path

urlpatterns = [
    path("", include("xiaolu.desk.urls")),
    path("house/", include("xiaolu.org.urls")),
    path("clocks/", include("xiaolu.clocks.urls")),
    path("outbox/", include("xiaolu.outbox.urls")),
    path("methods/", include("xiaolu.methods.urls")),
    path("customers/", include("xiaolu.customers.urls")),
    path("products/", include("xiaolu.products.urls")),
    path("pipeline/", include("xiaolu.pipeline.urls")),
    path("activities/", include("xiaolu.activities.urls")),
    path("insight/", include("xiaolu.insight.urls")),
    path("files/", include("xiaolu.files.urls")),
    path("exchange/", include("xiaolu.exchange.urls")),
]
handler404 = "xiaolu.web.middleware.not_found"
handler403 = "xiaolu.web.middleware.forbidden"
handler500 = "xiaolu.web.middleware.server_error"
