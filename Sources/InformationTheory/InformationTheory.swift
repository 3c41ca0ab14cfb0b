// The module InformationTheory.
