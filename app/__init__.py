"""Rungs: a low-code platform for membership programmes."""
