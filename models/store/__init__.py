"""The SQL: publish a load, read as known at. Plain functions over one engine."""
