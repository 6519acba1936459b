"""`python -m corpora.synthetic`."""

from .cli import main

if __name__ == "__main__":
    main()
