"""The packs people read. Their sections are listed in build.py, apart from the tables that others use too."""
