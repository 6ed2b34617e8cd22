from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from pages import authorise, chrome
        from partnerships.frame import identity
        from partnerships.permissions import can
        from partnerships.policies import declare_policies

        declare_policies()
        authorise.register(can)
        chrome.register(identity)
