"""Commands that stand inside a group and have a file of their own."""
