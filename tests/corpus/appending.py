"""A writer to be killed: appends batches for ever, and prints a digest of each once it is in the corpus.

python appending.py CORPUS PREFIX [BATCHES]
"""

import sys
from itertools import count

from extractor.corpus import Converted, open_corpus
from tests.corpus.made import report

corpus = open_corpus(sys.argv[1], create=True)
for number in range(int(sys.argv[3])) if len(sys.argv) > 3 else count():
    batch = [report(f"{sys.argv[2]}第{number}局", year) for year in range(2018, 2023)]
    corpus.append(map(Converted, batch))
    print(batch[-1].document.sha256, flush=True)
