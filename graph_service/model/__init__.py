"""What the service speaks of: terms, findings, threads, questions. Typed, immutable, without input or output."""
