"""The database roles. `config/embedded` and `docs/running.md` create them; nothing else names them."""

OWNER = "righthelp_owner"
"""Owns the schema and runs migrations. Forced row-level security holds for it too."""

WEB = "righthelp_web"
"""What requests and named actors' tasks run as: owns nothing, bypasses nothing."""

SYSTEM = "righthelp_system"
"""The sweep's login: clocks, notices and the people they tell. A member of WEB, so that a task can act as a person."""

DEFINER = "righthelp_definer"
"""Owns the helper functions of the policies; cannot sign in."""

FACTORY = "righthelp_factory"
"""Only in test clusters: writes test rows past the policies."""
