"""`python -m config.start`: the whole service under one parent, which stops all of it together."""
