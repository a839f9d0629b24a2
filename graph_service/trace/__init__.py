"""Threads: from what a user writes to an element, and from an element to all it hangs together with."""
