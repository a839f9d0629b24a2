"""The commands, one module for each that is of some size. What a command says of itself stands in the messages."""
