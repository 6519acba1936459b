"""The organs that data/organs.yml declares: which words of a name are which organ."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ..schemas.file import fault, located, read_yaml

OrganKind = Literal["government", "office", "department", "vertical", "other"]
Change = Literal["", "renamed", "merged"]


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ as a name calls it. `change` says how the organ came from this name to its present one, `until` the
    last year that the name was usual in; empty and None for the present name."""

    id: str
    kind: OrganKind
    matter: str = ""
    signs_for: str = ""
    change: Change = ""
    until: int | None = None


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Earlier(_Part):
    matter: str = ""
    name: str = ""
    until: int
    change: Literal["renamed", "merged"]


class _Organ(_Part):
    id: str
    kind: OrganKind = "department"
    names: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    earlier: tuple[_Earlier, ...] = ()
    signs_for: str = ""


class _File(_Part):
    endings: tuple[str, ...]
    organs: tuple[_Organ, ...]


@cache
def shipped() -> dict[str, Organ]:
    """Name behind a division's → organ, from the file that ships with the program."""
    return read(Path(str(files("extractor.corpus").joinpath("data/organs.yml"))))


def read(path: Path) -> dict[str, Organ]:
    """Name → organ. Raises SchemaError naming file, line and reason, also where a name is given to two organs."""
    try:
        declared = _File.model_validate(read_yaml(path))
    except ValidationError as error:
        raise located(path, error) from None
    known = {organ.id for organ in declared.organs}
    found: dict[str, Organ] = {}
    for i, organ in enumerate(declared.organs):
        if organ.signs_for and organ.signs_for not in known:
            raise fault(path, ("organs", i, "signs_for"), f"no organ {organ.signs_for}")
        for name, one in _names(organ, declared.endings):
            if found.setdefault(name, one).id != organ.id:
                raise fault(path, ("organs", i), f"{name} is already {found[name].id}")
    return found


def _names(organ: _Organ, endings: tuple[str, ...]) -> list[tuple[str, Organ]]:
    matter = organ.matters[0] if organ.matters else ""
    present = Organ(organ.id, organ.kind, matter, organ.signs_for)
    found = [(name, present) for name in organ.names]
    found += [(name + ending, present) for name in organ.matters for ending in endings]
    for past in organ.earlier:
        one = Organ(organ.id, organ.kind, matter, organ.signs_for, past.change, past.until)
        found += [(past.matter + ending, one) for ending in endings] if past.matter else [(past.name, one)]
    return found
