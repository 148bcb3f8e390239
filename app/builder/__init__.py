"""A programme being designed."""
