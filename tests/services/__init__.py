"""The services over HTTP, against a server on this machine that imitates them and their faults."""
