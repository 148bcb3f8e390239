"""One file that holds a whole installation, whichever of the databases it comes from or goes to."""
