"""Return forms: what is asked, what comes back, and the receipt."""
