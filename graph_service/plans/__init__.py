"""The life of a plan: its editions, what differs, what a change breaks, what is carried on, and who decided what."""
