"""The thread: one plan in columns from nation to measure, and what is chosen in it."""
