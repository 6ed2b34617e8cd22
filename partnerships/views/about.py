"""What everybody may read about the service, signed in or not."""

from pages.views import PUBLIC, PageView


class AccessibilityView(PageView):
    """How accessible this is, and what to do where it is not."""

    action = PUBLIC
    template_name = "partnerships/accessibility.html"


class PrivacyView(PageView):
    """Who can see a record, in plain words."""

    action = PUBLIC
    template_name = "partnerships/privacy.html"
