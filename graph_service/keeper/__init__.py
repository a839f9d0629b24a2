"""The process that judges changes for a running service, and keeps what holds."""
