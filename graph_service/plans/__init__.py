"""The life of a plan: its editions, what a change of it breaks, and who decided what."""
