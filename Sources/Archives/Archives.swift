// The module Archives.
