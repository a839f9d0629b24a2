"""Validation as pages: what was found, checking and publishing a plan, reviewing links, and waivers."""
