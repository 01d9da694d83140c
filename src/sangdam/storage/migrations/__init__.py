"""The schema's history. A change of tables.py is a new file in versions/, written by hand.

A test compares the migrated schema with tables.py and says what a new file must add.
"""
