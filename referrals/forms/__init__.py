"""Forms of the front door, and of the referrer."""
