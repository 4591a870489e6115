"""Small counts of people: hidden, rounded, and kept from being worked out of what is shown."""
