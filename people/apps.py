from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from partnerships import closed
        from people.need_to_know import frame as need_to_know_frame
        from people.need_to_know import permissions as need_to_know
        from people.policies import declare_policies
        from people.selectors.need_to_know import CLOSING

        declare_policies()
        need_to_know.register()
        need_to_know_frame.register()
        closed.register(CLOSING)
