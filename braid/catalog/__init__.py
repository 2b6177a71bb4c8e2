"""The rule library: load it, pick what applies to a scenario's awards, ask its conditions."""
