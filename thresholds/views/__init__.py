"""Pages of thresholds."""
