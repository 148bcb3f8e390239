"""Proofs about conditions: what an SMT solver says, where one is installed (`rungs[proofs]`)."""
