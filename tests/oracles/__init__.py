"""Other tools as judges: what they say of ordinary apps is what we say. Each disagreement is explained where it is."""
