from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "clocks"

    def ready(self) -> None:
        from clocks import panels, permissions
        from clocks.frame import deadlines_link
        from clocks.policies import declare_policies
        from clocks.words import declare_notices
        from pages import chrome

        declare_policies()
        declare_notices()
        permissions.register()
        panels.register()
        chrome.register(deadlines_link)
