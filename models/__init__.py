"""Models, each with the recipe that it is rebuilt by."""
