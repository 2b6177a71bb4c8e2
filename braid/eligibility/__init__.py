"""Which award may pay what: cells, entitlements, possible charges, and the refusals."""
