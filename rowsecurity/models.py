"""No tables: the module is here so that Django sends `post_migrate` for this app."""
