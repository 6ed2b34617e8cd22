"""What people may do with records of people, and with what is closed or opened."""
