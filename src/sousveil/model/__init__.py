"""The typed words that stages meet in. Nothing here reads a sample or decides anything."""
