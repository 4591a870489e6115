"""Worked cases from public documents, each answered by the ordinary commands."""
