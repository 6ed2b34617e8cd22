"""Pages of the clocks: one's deadlines, whether all is running, and what an admin sets."""
