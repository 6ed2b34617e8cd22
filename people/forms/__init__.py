"""Forms about who may open a record, and why."""
