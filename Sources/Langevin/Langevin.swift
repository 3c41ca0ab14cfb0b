// The module Langevin.
