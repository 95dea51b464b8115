"""`python -m sousveil.cli` is the command `sousveil`."""

from sousveil.cli import main

main()
