"""Tables that Django and its libraries bring: sessions, content types, sign-in attempts."""

from rowsecurity import roles
from rowsecurity.registry import ALL, declare_impersonal


def declare_framework_tables() -> None:
    """No row here is about a child. Sessions and sign-in attempts are about staff, and no page lists them."""
    declare_impersonal("django_session", grants={roles.WEB: ALL})
    declare_impersonal("django_content_type", grants={roles.WEB: ("SELECT",), roles.SYSTEM: ("SELECT",)})
    declare_impersonal("auth_permission", grants={})
    declare_impersonal("auth_group", grants={})
    declare_impersonal("auth_group_permissions", grants={})
    declare_impersonal("django_migrations", grants={roles.WEB: ("SELECT",), roles.SYSTEM: ("SELECT",)})
    declare_impersonal("pghistory_context", grants={})
    declare_impersonal("axes_accessattempt", grants={roles.WEB: ALL})
    declare_impersonal("axes_accesslog", grants={roles.WEB: ALL})
    declare_impersonal("axes_accessfailurelog", grants={roles.WEB: ALL})
    declare_impersonal("axes_accessattemptexpiration", grants={roles.WEB: ALL})
