"""Facts about the report itself: whose it is, for which year, when and under which number it was published."""

from .facts import metadata, reporting_year

__all__ = ["metadata", "reporting_year"]
