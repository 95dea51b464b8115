"""From parts to facts: one reader a format."""
