"""A real PostgreSQL and a real Valkey from wheels, for a machine that has neither."""

from config.embedded.ready import ensure_ready

__all__ = ["ensure_ready"]
