"""Every write of agreement and sharing: one function for a thing that a person does."""
