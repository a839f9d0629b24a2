"""The pages: what people see of the plans in a browser."""
