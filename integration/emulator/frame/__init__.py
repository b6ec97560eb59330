"""The machinery every service shares: state, clock, ids, accounts, faults, log, wire."""
