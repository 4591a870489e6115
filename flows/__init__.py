"""The cycle: one file a stage, each reads as a table of contents."""
