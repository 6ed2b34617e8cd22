from django.apps import AppConfig


class ThresholdsConfig(AppConfig):
    name = "thresholds"

    def ready(self) -> None:
        from pages import chrome
        from thresholds import panels, permissions
        from thresholds.frame import links
        from thresholds.policies import declare_policies

        permissions.register()
        panels.register()
        declare_policies()
        chrome.register(links)
