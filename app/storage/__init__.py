"""Rows: tables of ours, and tables made when a programme is published."""
