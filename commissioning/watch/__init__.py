"""What is late, missing, stuck or unwell: judged from what others have looked up, with the remedy."""
