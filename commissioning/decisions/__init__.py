"""What a decision on an agreement has to say, and when it is refused."""
