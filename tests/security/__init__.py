"""Who may see and do what, held from outside: by raw SQL, by every address, by what leaves the service."""
