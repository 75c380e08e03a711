"""Hogerop."""
