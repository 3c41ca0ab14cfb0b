// The module Fourier.
