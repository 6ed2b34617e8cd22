"""The front door's decisions as pure functions on plain values."""
