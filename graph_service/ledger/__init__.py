"""What the plans have said, who changed it, when and why. Nothing in the ledger is ever changed or taken out."""
