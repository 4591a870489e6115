"""Public-health methods against what the publisher's own package returns."""
