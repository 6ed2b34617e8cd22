"""Forms of the guided check: they read what was typed; the services decide."""
