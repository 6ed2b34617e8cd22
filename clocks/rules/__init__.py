"""The working calendar and the timescales as pure functions on plain values: no ORM, no clock, no request."""
