"""Row-level security holds only for a login that it can hold: the web server and the worker refuse to start with another."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

QUESTION = """
select rolname, rolsuper, rolbypassrls,
       exists (select from pg_class where relowner = pg_roles.oid and relnamespace = 'public'::regnamespace),
       exists (select from pg_auth_members join pg_roles held on held.oid = roleid
                where member = pg_roles.oid and (held.rolsuper or held.rolbypassrls or held.rolname = 'righthelp_owner'))
  from pg_roles where rolname = current_user
"""


def refuse_powerful_login() -> None:
    """Raise `ImproperlyConfigured` if the database login is a superuser, bypasses row security, or owns the tables."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        name, *powers = cursor.fetchone()
    reasons = ("is a superuser", "bypasses row-level security", "owns tables", "may become a role that does")
    found = [reason for reason, has in zip(reasons, powers, strict=True) if has]
    if found:
        raise ImproperlyConfigured(f"the database login {name} {' and '.join(found)}: set RIGHTHELP_LOGIN to web or system")
