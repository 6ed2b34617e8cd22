"""Whole paths through the services, as the people who walk them."""
