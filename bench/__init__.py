"""Benchmarks: invented plan graphs of any size, and a runner that measures the service and its peers on them."""
