"""``python -m graph_service`` is the same as ``redthread``."""

from graph_service.cli import main

if __name__ == "__main__":
    main()
