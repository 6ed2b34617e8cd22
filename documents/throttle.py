"""How often one address may ask whether a document is genuine. The code has 80 bits: this keeps noise away, not guesses."""

import hashlib

from django.core.cache import cache

MOST = 20
SECONDS = 10 * 60


def is_asking_too_often(address: str) -> bool:
    """Count one question from this address; True once there were more than MOST in SECONDS (product decision)."""
    key = f"documents-verify-{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > MOST
    except ValueError:  # it expired in between
        return False
