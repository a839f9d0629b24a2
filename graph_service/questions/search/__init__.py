"""Search: an index of everything that a user may look for, and finding in it what was meant."""
