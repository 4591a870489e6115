"""Areas: what kind of area a code names, when the code was in use, and which replaced which."""
