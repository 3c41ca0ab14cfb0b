// The module DriftDiffusion.
