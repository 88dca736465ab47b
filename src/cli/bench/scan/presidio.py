"""Presidio on JSON lines: blank spaCy pipeline, default recognisers. Says on standard error how many
comments it read and the processor seconds they took; loading is not counted."""
import json
import sys
import time

import spacy
import tldextract

# The shipped list of domain endings: it would be asked for on the net for every e-mail address.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())

from presidio_analyzer import AnalyzerEngine  # noqa: E402
from presidio_analyzer.nlp_engine import SpacyNlpEngine  # noqa: E402


class Blank(SpacyNlpEngine):
    def __init__(self):
        super().__init__()
        self.nlp = {"en": spacy.blank("en")}

    def load(self):
        pass

    def is_loaded(self):
        return True


analyzer = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])
most = int(sys.argv[2])
began, read = time.process_time(), 0
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        if read == most:
            break
        row = json.loads(line)
        found = analyzer.analyze(text=row["text"], language="en")
        findings = [{"kind": f.entity_type, "start": f.start, "end": f.end, "score": f.score} for f in found]
        print(json.dumps({"id": row["id"], "findings": findings}))
        read += 1
print(json.dumps({"read": read, "seconds": time.process_time() - began}), file=sys.stderr)
