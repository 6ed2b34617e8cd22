from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from notices.frame import bell
        from notices.policies import declare_policies
        from pages import chrome

        declare_policies()
        chrome.register(bell)
