"""What harness.py needs only when something failed, or when a result is more than plain JSON."""

import json
import linecache
import os
import re
import sys
import traceback

MESSAGE_LIMIT = 16 * 1024
CAUSE_LIMIT = 4
FIRST_FRAMES, LAST_FRAMES = 10, 30
PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


class ResultError(Exception):
    """The code ended well, but its result cannot be kept."""


def report(error, folder, shown_file, source):
    """Writes exception.json, then prints the traceback as Python would."""
    entries = list(walk(error.__traceback__))
    while entries and os.path.dirname(entries[0].tb_frame.f_code.co_filename) == os.path.dirname(__file__):
        entries.pop(0)
    error.__traceback__ = entries[0] if entries else None
    # Nothing of the user's ran, and it is not about the result: the code did not even parse.
    while_parsing = not entries and isinstance(error, PARSE_ERRORS)
    # The code may be a repaired revision: its lines are shown, not those of the plan's file.
    linecache.cache[shown_file] = (len(source), None, source.splitlines(True), shown_file)
    try:
        with open(folder + "/exception.json.part", "w", encoding="utf-8") as file:
            json.dump(describe(error, while_parsing, shown_file, source), file)
        os.replace(folder + "/exception.json.part", folder + "/exception.json")
    except OSError as unwritten:
        print(f"holdfast: the exception below could not be recorded: {unwritten}", file=sys.stderr)

    if isinstance(error, ResultError):
        print(f"ResultError: {error}", file=sys.stderr)
    elif sys.excepthook is not sys.__excepthook__:
        sys.excepthook(type(error), error, error.__traceback__)
    else:
        traceback.print_exception(type(error), error, error.__traceback__)


def describe(error, while_parsing, shown_file, source):
    """The exception as docs/reference/runtimes.md describes exception.json, without what is not known."""
    members = {
        "type": type(error).__name__,
        "message": message_of(error),
        "while_parsing": while_parsing,
        **position(error, while_parsing, shown_file, source),
        "module": clean(error.name) if isinstance(error, ImportError) and error.name else None,
        "name": name_of(error),
        "code": code_of(error),
        "system_call": system_call(error),
        "causes": [{"type": type(cause).__name__, "message": message_of(cause), "code": code_of(cause)} for cause in causes_of(error)],
        "bases": [base.__name__ for base in type(error).__mro__[1:-1]],
        "frames": frames_of(error, shown_file),
        **http_of(error),
    }
    return {name: value for name, value in members.items() if value is not None}


def message_of(error):
    if isinstance(error, SyntaxError):
        return clean(error.msg)
    try:
        return clean(str(error))
    except Exception as unprintable:
        return f"(its message cannot be shown: {type(unprintable).__name__})"


def clean(value):
    """Text that any JSON reader takes: without lone surrogates, and of bounded length."""
    return str(value).encode("utf-8", "replace").decode("utf-8")[:MESSAGE_LIMIT]


def position(error, while_parsing, shown_file, source):
    if while_parsing:
        if not isinstance(error, SyntaxError) or not error.lineno:
            return {}
        same_line = getattr(error, "end_lineno", None) == error.lineno
        column = error.offset if error.offset and error.offset > 0 else None
        end = error.end_offset if same_line else None
        return {"line": error.lineno, "column": column, "end_column": end if column and end and end > column else None}

    entries = [entry for entry in walk(error.__traceback__) if entry.tb_frame.f_code.co_filename == shown_file]
    if not entries:
        return {}
    entry = entries[-1]
    return {"line": entry.tb_lineno, **columns(entry, source)}


def walk(entry):
    while entry is not None:
        yield entry
        entry = entry.tb_next


def columns(entry, source):
    """Python counts columns in bytes of UTF-8 and from 0; people count characters from 1. Known from Python 3.11 on."""
    code = entry.tb_frame.f_code
    if not hasattr(code, "co_positions"):
        return {}
    from itertools import islice

    line, end_line, start, end = next(islice(code.co_positions(), entry.tb_lasti // 2, None), (None,) * 4)
    if line is None or start is None or line != entry.tb_lineno:
        return {}
    lines = re.split("\r\n|\r|\n", source)
    if line > len(lines):
        return {}
    text = lines[line - 1].encode("utf-8")
    end = end if end_line == line else None
    start, end = (None if count is None else len(text[:count].decode("utf-8", "replace")) + 1 for count in (start, end))
    return {"column": start, "end_column": end}


def name_of(error):
    """The name that was not there: of a variable, an attribute, or something to import (Python 3.12 and later say that one)."""
    if isinstance(error, (NameError, AttributeError)):
        name = getattr(error, "name", None)
    elif isinstance(error, ImportError):
        name = getattr(error, "name_from", None)
    else:
        name = None
    return name if isinstance(name, str) else None


def code_of(error):
    """The errno's name; for look-ups of host names EAI_…; for TLS what OpenSSL calls it."""
    if not isinstance(error, OSError):
        return None
    kinds = {base.__name__ for base in type(error).__mro__}
    if "SSLError" in kinds and isinstance(getattr(error, "reason", None), str):
        return error.reason
    if not isinstance(error.errno, int):
        return None
    if "gaierror" in kinds:
        import socket
        return next((name for name in dir(socket) if name.startswith("EAI_") and getattr(socket, name) == error.errno), None)
    import errno
    return errno.errorcode.get(error.errno)


def system_call(error):
    """A program that subprocess did not find looks like any missing file; where it was raised tells them apart."""
    entries = list(walk(error.__traceback__))
    if isinstance(error, OSError) and error.filename is not None and entries and entries[-1].tb_frame.f_code.co_name == "_execute_child":
        return f"spawn {clean(os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else error.filename)}"
    return None


def causes_of(error):
    causes = []
    while len(causes) < CAUSE_LIMIT:
        error = cause_of(error)
        if error is None or error in causes:
            return causes
        causes.append(error)
    return causes


def cause_of(error):
    if error.__cause__ is not None:
        return error.__cause__
    within = [getattr(error, "reason", None), *(getattr(error, "exceptions", None) or [])[:1], *error.args[:1]]
    for candidate in within:
        if isinstance(candidate, BaseException) and candidate is not error:
            return candidate
    return None if error.__suppress_context__ else error.__context__


def frames_of(error, shown_file):
    frames = [
        {
            "file": clean(entry.tb_frame.f_code.co_filename),
            "line": entry.tb_lineno or 0,
            "function": getattr(entry.tb_frame.f_code, "co_qualname", entry.tb_frame.f_code.co_name),
            "in_user_code": entry.tb_frame.f_code.co_filename == shown_file,
        }
        for entry in walk(error.__traceback__)
    ]
    return frames if len(frames) <= FIRST_FRAMES + LAST_FRAMES else frames[:FIRST_FRAMES] + frames[-LAST_FRAMES:]


def http_of(error):
    """urllib's HTTPError carries status and headers itself, aiohttp's too; those of requests and httpx carry a response."""
    carrier = getattr(error, "response", None)
    if carrier is None:
        carrier = error
    headers = getattr(carrier, "headers", None)
    status = next((value for value in (getattr(carrier, name, None) for name in ("status_code", "status", "code")) if is_status(value)), None)
    if status is None or (carrier is error and headers is None):
        return {}
    return {"http_status": status, "retry_after_seconds": retry_after(headers)}


def is_status(value):
    return isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 599


def retry_after(headers):
    """Seconds, or a date (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After") if hasattr(headers, "get") else None
    if not isinstance(value, str):
        return None
    if value.strip().isdigit():
        return float(value)
    from email.utils import parsedate_to_datetime
    import time
    try:
        return max(0.0, round(parsedate_to_datetime(value).timestamp() - time.time(), 3))
    except (TypeError, ValueError):
        return None


def encode_result(value, limit):
    try:
        content = json.dumps(value, default=convert, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except Exception as error:
        fault = find_fault(value, "result", [])
        raise ResultError(fault or f"result cannot be written as JSON: {clean(error)}") from None
    if len(content) > limit:
        raise ResultError(
            f"The result is {len(content) / (1 << 20):.1f} MiB of JSON; at most {limit >> 20} MiB is kept. Write it to a file and name that file in outputs.")
    return content


def convert(value):
    """What JSON has no word for, but has a natural form in it. docs/reference/runtimes.md lists these."""
    import collections
    import dataclasses
    import datetime
    import decimal
    import enum
    import types
    import uuid

    if isinstance(value, (set, frozenset)):
        try:
            return sorted(value)
        except TypeError:
            return list(value)
    if isinstance(value, (collections.deque, range, type({}.keys()), type({}.values()), type({}.items()))):
        return list(value)
    if isinstance(value, types.MappingProxyType):
        return dict(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, enum.Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if type(value).__module__.partition(".")[0] == "numpy" and hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError


def find_fault(value, path, around):
    """The first thing in a value that JSON cannot hold, with the way to it."""
    if value is None or isinstance(value, (bool, int)):
        return None
    if isinstance(value, str):
        try:
            value.encode("utf-8")
            return None
        except UnicodeEncodeError:
            return f"{path} is text with a lone surrogate, which is not Unicode: encode it before, or use errors='replace'."
    if isinstance(value, float):
        return None if value - value == 0 else f"{path} is {value}, which JSON cannot hold: use None or a number."
    if any(value is one for one in around):
        return f"{path} contains itself."
    if len(around) > 200:
        return f"{path} is nested too deep."
    if isinstance(value, dict):
        for key, item in value.items():
            if not (key is None or isinstance(key, (str, int, float, bool))):
                return f"{path} has a key of type {type(key).__name__}: JSON keys are text, so write str(key)."
            fault = (find_fault(key, f"a key of {path}", []) if isinstance(key, (str, float)) else None) or find_fault(
                item, f"{path}[{short(key)}]", around + [value])
            if fault:
                return fault
        return None
    if isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            fault = find_fault(item, f"{path}[{index}]", around + [value])
            if fault:
                return fault
        return None
    try:
        return find_fault(convert(value), path, around + [value])
    except TypeError:
        return f"{path} is of type {type(value).__name__}, which JSON cannot hold{hint(value)}."


def short(key):
    shown = repr(key)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def hint(value):
    if isinstance(value, (bytes, bytearray, memoryview)):
        return ": decode it, or encode it with base64"
    if hasattr(value, "cr_frame") or hasattr(value, "ag_frame"):
        return ": it was never awaited; use asyncio.run(...)"
    if hasattr(value, "__next__"):
        return ": write list(...) around it"
    if callable(value):
        return ": call it, or name the result otherwise"
    return ": make a dict, a list, text or a number of it"

