"""Says which of many codes parse: python3 -I check.py REQUEST_FILE ANSWER_FILE

The request is a JSON list of codes; the answer a JSON list of exceptions as in exception.json, null for what parses.
"""

import json
import os
import sys
import warnings
from _frozen_importlib_external import SourceFileLoader

NAME = "code.py"


def check(code, report):
    try:
        compile(code.lstrip("\ufeff"), NAME, "exec", dont_inherit=True)
        return None
    except report["PARSE_ERRORS"] as error:
        error.__traceback__ = None
        return report["describe"](error, True, NAME, code)


def main(request_file, answer_file):
    path = os.path.dirname(__file__) + "/report.py"
    report = {"__name__": "report", "__file__": path}
    exec(SourceFileLoader("report", path).get_code("report"), report)
    warnings.simplefilter("ignore")
    with open(request_file, encoding="utf-8") as file:
        codes = json.load(file)
    with open(answer_file, "w", encoding="utf-8") as file:
        json.dump([check(code, report) for code in codes], file)


if __name__ == "__main__":
    main(*sys.argv[1:])
