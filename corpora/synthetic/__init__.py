"""Synthetic annual reports of government disclosure whose truth is known."""
