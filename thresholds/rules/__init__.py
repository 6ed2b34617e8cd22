"""What a threshold document says, decided on plain values: no ORM, no clock, no request."""
