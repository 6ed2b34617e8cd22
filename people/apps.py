from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from pages import gates
        from partnerships import closed
        from people import frame, permissions, records
        from people.gate import ask_why
        from people.models import EmergencyAccess
        from people.need_to_know import frame as need_to_know_frame
        from people.need_to_know import permissions as need_to_know
        from people.notices import declare_notices
        from people.policies import declare_policies
        from people.selectors.need_to_know import CLOSING

        declare_policies()
        permissions.register()
        need_to_know.register()
        need_to_know_frame.register()
        closed.register(CLOSING)
        declare_notices()
        frame.register()
        gates.register(ask_why)
        records.without_record(EmergencyAccess)
