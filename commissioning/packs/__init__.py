"""The packs people read. Their sections are listed in sections.py, apart from the tables that others use too."""
