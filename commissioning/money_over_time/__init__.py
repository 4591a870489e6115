"""Money as a year and a term go by: how fast it goes, what it comes to, what changed it."""
