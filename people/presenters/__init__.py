"""What the pages about records show."""
