"""One module an output. Each is a pure function of the report: no clock, no locale, no environment."""
