"""`python -m extractor` is the command."""

from .cli import main

main()
