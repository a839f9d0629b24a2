"""Shapes in, verdict out: the gate that every plan goes through."""
