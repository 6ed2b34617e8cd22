"""Addresses of partnerships."""

from django.urls import path

from partnerships import views

app_name = "partnerships"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("sign-in/", views.SignInView.as_view(), name="sign_in"),
    path("sign-in/demo/", views.DemoSignInView.as_view(), name="demo_sign_in"),
    path("sign-out/", views.SignOutView.as_view(), name="sign_out"),
    path("accessibility/", views.AccessibilityView.as_view(), name="accessibility"),
    path("privacy/", views.PrivacyView.as_view(), name="privacy"),
]
