"""When work on replacing an agreement has to start, worked back from the day that it ends."""
