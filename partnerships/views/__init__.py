"""Pages of partnerships: signing in and out, the home page, and what everybody may read about the service."""

from partnerships.views.about import AccessibilityView, PrivacyView
from partnerships.views.home import HomeView
from partnerships.views.sign_in import DemoSignInView, SignInView, SignOutView

__all__ = ["AccessibilityView", "DemoSignInView", "HomeView", "PrivacyView", "SignInView", "SignOutView"]
