"""The HTTP door. Thin: it reads a request, has a worker answer it, and writes what comes back."""
