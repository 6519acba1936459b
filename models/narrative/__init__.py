"""The recipe of the narrative model: data, training, measuring, export."""
