"""The routes of guarantees alone, where the project mounts them."""

from django.urls import include, path

urlpatterns = [path("api/v1/guarantees/", include("guarantees.api.urls"))]
