"""References that people read aloud and nobody can guess."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, 1, I and L, nor U: they are misheard or misread."""


def reference_new(prefix: str) -> str:
    """A random reference such as "BPL-7Q2M-9KXD": 30^8 to a prefix. Uniqueness is the table's to hold."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"
