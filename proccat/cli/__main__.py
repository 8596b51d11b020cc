"""``python -m proccat.cli``."""

from proccat.cli import main

main()
