"""How it is run: embedded in one command, as a server on one machine, or on many."""
