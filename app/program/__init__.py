"""What an operator designs: immutable values, JSON in and out."""
