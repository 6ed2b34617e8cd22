"""`docs/permissions.md`, written from the declaration: what each role may do at all."""

from partnerships.models import Role
from partnerships.permissions import GRANTS, Action

_HEAD = """# Who may do what

Written by `manage.py permissions_page` from `partnerships/permissions.py`; a test holds the two together. Do not edit it here.

"yes" is what the role may do at all. Whether it may do it to *this* check, contact or document is asked
of the thing: a check is its author's and read by their agency's safeguarding leads; a proposal is its author's and the
reviewing leads'; a contact is its sender's and the front door's that received it. Nobody reviews what they wrote or asked for,
a lead whom a worry is about sees nothing of it, and a partnership admin reads no record of a child. The database holds the
same by row-level security (ADR 1). Outside one's reach is the page of what does not exist.

Roles are held at a place (an agency, a front door, a partnership) from a day until a day, and are asked for afresh at each
request: a change takes effect with the next one.
"""


def permissions_page() -> str:
    """The page as Markdown: a row for each action, a column for each role."""
    roles = list(Role)
    head = f"| action | {' | '.join(role.label for role in roles)} |"
    rule = f"| --- |{' :---: |' * len(roles)}"
    rows = [f"| {action.value} | {' | '.join(_mark(action, role) for role in roles)} |" for action in Action]
    return "\n".join([_HEAD, head, rule, *rows]) + "\n"


def _mark(action: Action, role: Role) -> str:
    return "yes" if action in GRANTS[role] else ""
