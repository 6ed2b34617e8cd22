"""What can go wrong with the embedded services, said so that the reader knows what to do."""


class ServiceError(Exception):
    """An embedded service cannot be brought up; the message is for the person at the terminal."""
