"""Addresses of thresholds."""

from thresholds import framework_urls

app_name = "thresholds"
urlpatterns = [*framework_urls.urlpatterns]
