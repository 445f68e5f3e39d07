"""The project's routes with the admin among them."""

from django.contrib import admin
from django.urls import path

from acts import urls

urlpatterns = [path("admin/", admin.site.urls), *urls.urlpatterns]
