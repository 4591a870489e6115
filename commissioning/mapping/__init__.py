"""Column maps: how a file that no adapter knows becomes canonical rows, and what is proposed for one."""
