// The module FokkerPlanck.
