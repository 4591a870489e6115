"""What there is for those in need: who is reached, by whom, for how long, at what cost; one question a file."""
