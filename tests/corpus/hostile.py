"""A reader for tests of bulk conversion: quick with harmless documents, and at the mercy of the others."""

import hashlib
import os
import signal
import time
from pathlib import Path

from extractor.core.errors import LoadError
from extractor.core.record import DocumentInfo, Field, Record
from extractor.core.schema import Schema

NAME = "tests.corpus.hostile:read"


def read(data: bytes, *, schema: Schema | None, name: str) -> tuple[Record, str]:
    """A record of one field. A first word in capitals says what reading the document does besides, or instead."""
    word, _, rest = data.decode().partition(" ")
    match word:
        case "SEGFAULT":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "EXIT":
            os._exit(3)
        case "LOOP":  # makes the file that is named, and goes on for ever
            Path(rest).touch()
            while True:
                pass
        case "EXPLODE":
            kept = []
            while True:
                kept.append(b"x" * 2**25)
        case "RAISE":
            raise ValueError(f"cannot\nread {rest}")
        case "EMPTY":
            raise LoadError(f"{name}: there is no text in it")
        case "SLEEP":
            time.sleep(float(rest.split()[0]))
        case "COUNT":  # a line a reading, in the file that is named
            with Path(rest).open("a") as file:
                file.write(f"{os.getpid()}\n")
    told = DocumentInfo(name, hashlib.sha256(data).hexdigest(), "text/plain", "text", 0)
    field = Field(len(data), rest, "件", 0.5 if word == "DOUBTFUL" else 0.99, "stated")
    return Record(schema.id if schema else "gov-disclosure/2021", told, {}, {"requests.new.total": field}), rest
