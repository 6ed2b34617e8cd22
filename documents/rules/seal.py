"""What makes a document's content and code verifiable (product decision; issue 9, "Trustworthy")."""

import hashlib
import json
from collections.abc import Callable

# Crockford's base 32: no I, L, O or U, so that a printed code can be read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def canonical(content: object) -> str:
    """Return the one JSON text of this content: keys sorted, no spacing, no escapes that JSON does not need."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_hash(content: object) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def code_made(choose: Callable[[str], str]) -> str:
    """Return a verification code of 80 bits; `choose` picks one character unguessably (secrets.choice)."""
    return "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))


def code_read(written: str) -> str:
    """Return a code as stored from one as typed: any case, spaces and hyphens dropped, O as 0, I and L as 1."""
    return "".join(written.upper().translate(_READ_AS).replace("-", " ").split())


def code_printed(code: str) -> str:
    """Return the code in fours: 7Q2M-9XD4-…"""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
