"""The rule language: JSON-Logic conditions with a Python and an SQL meaning."""
