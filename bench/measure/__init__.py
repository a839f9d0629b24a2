"""Measuring the service and its peers on the same plans: starting them, loading them, writing down what came of it."""
