"""Many documents: converting them, keeping what was read, and making data of it."""
