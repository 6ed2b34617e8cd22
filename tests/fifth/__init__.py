"""A fifth, invented framework and its authority: what works for them works for any."""
