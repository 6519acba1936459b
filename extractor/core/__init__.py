"""Types and pure rules that every stage shares; standard library and pydantic only."""
