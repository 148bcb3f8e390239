"""Measuring the product beside the same work written by hand, in the same run."""
