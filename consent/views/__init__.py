"""Pages about agreement, and the safeguarding lead's desk."""
