"""The domain's decisions about agreement and sharing: pure functions on plain values."""
