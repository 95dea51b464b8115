"""Parts of a sample become facts here. Nothing here decides what a fact means."""
