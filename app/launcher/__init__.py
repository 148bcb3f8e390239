"""How a fresh clone comes to life, with nothing but Python's standard library."""
