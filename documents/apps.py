from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from documents import permissions
        from documents.policies import declare_policies

        permissions.register()
        declare_policies()
