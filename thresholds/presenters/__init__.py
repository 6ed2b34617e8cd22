"""What the pages of a check show, worked out as plain values: no request, no writes."""
