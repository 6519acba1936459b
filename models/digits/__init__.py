"""The network that reads numbers in cells of scans: its data, training, and the weighing of what it reads."""
