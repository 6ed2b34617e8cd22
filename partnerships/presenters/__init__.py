"""What people did, in words."""
