// The module KramersMoyal.
