"""What people says in a notice: a reference and nothing about a child."""

from notices.catalogue import declare


def declare_notices() -> None:
    declare("emergency-opened", "{reference}: a manager opened this by emergency access. Somebody else reviews it by {due}.")
    declare("emergency-reviewed", "{reference}: what you opened by emergency access has been reviewed.")
