"""Lessons: files that teachers write, read with every fault at once."""
