"""Invented plans, from national strategies down to what each municipality does in each year."""
