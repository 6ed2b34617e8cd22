from django.urls import path

from pages.style import StyleView

app_name = "pages"

urlpatterns = [
    path("style/", StyleView.as_view(), name="style"),
]
