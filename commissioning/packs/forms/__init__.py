"""The forms of a pack beside its page: a workbook, CSV and JSON of every table, PDF on request."""
