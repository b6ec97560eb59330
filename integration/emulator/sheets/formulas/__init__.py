"""Formulas: grammar, references, functions, evaluation."""
