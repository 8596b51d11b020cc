"""``python -m proccat``."""

from proccat.cli import main

main()
