"""Pages of the front door, and of the referrer after sending."""
