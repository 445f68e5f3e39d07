"""Routes of the project."""

urlpatterns: list[object] = []
