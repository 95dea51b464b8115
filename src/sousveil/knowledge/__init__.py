"""What sousveil knows: data in YAML, each entry with its source. Only `load` and `lint` are code."""
