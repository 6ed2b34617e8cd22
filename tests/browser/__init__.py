"""Journeys in a real Chromium, as the people who make them."""
