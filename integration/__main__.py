"""`python -m integration` is the `tanggap` command."""

from integration.cli import main

main()
