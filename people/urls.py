"""Addresses of people. Ids alone."""

from people import need_to_know_urls

app_name = "people"

urlpatterns = [*need_to_know_urls.urlpatterns]
