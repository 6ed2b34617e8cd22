"""Moves between states, as tables: what every workflow of the house is made of. Imports nothing of ours."""
