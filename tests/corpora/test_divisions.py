"""The tables of divisions are the ones that their card names."""

from hashlib import sha256
from pathlib import Path

import yaml

from corpora.divisions.build import lasting, stretches, years

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("year", "province_name", "province_adcode", "province_id", "city_name", "city_adcode", "city_id")
COUNTY = ("county_name", "county_adcode", "county_id")


def row(year: int, name: str, code: str, lasting_code: str) -> dict[str, str]:
    """A line of the source: a county of 上海市, whose prefecture is a heading of the list."""
    upper = dict(zip(COLUMNS, (str(year), "上海市", "310000", "310000", "县", "310200", "310200"), strict=True))
    return upper | dict(zip(COUNTY, (name, code, lasting_code), strict=True))


ROWS = [row(y, "崇明县", "310230", "310151") for y in (2014, 2015)] + [row(2016, "崇明区", "310151", "310151")]


def test_the_card_names_the_files_digests() -> None:
    card = yaml.safe_load((ROOT / "corpora/divisions/corpus.yml").read_text("utf-8"))
    for output in card["output"]:
        assert sha256((ROOT / output["file"]).read_bytes()).hexdigest() == output["sha256"], output["file"]


def test_a_code_and_a_name_are_a_stretch_of_years() -> None:
    found = stretches(years(ROWS))
    assert ("310230", "崇明县", 2014, 2015) in found
    assert ("310151", "崇明区", 2016, 2016) in found
    assert all(name != "县" for _, name, _, _ in found)


def test_a_division_under_another_code_goes_on() -> None:
    assert lasting(ROWS) == [("310230", "崇明县", "310151")]


def test_a_division_that_begins_again_under_its_name_goes_on() -> None:
    again = [row(y, "甲县", "310231", "310231") for y in (2014, 2015)] + [row(2016, "甲区", "310161", "310161")]
    assert lasting(again) == [("310231", "甲县", "310161")]
    later = [*again[:2], row(2016, "丙区", "310162", "310162"), row(2017, "甲区", "310161", "310161")]
    assert lasting(later) == []
