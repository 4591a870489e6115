"""What must go out to tender and when, who is paid in each market, and which notices are owed."""
