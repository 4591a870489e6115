"""The verbs: anything worth a retry or a row in the Prefect UI, each a thin skin over a plain function."""
