"""The figures that README.md here states, each measured by one command."""
