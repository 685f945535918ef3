"""Runs the code of one atom as __main__ and keeps its result.

Every atom pays for what stands here, so nothing is imported which a bare interpreter has not loaded already.
What only failures and unusual results need is in report.py, which is loaded on demand.
"""

import os
import sys

RESULT_LIMIT = 1 << 20  # Bytes of JSON. Larger things are files, named in outputs.


def run(folder, code_file, shown_file):
    # Always UTF-8 here, whatever its first lines say of its encoding: it has been read once already.
    with open(code_file, encoding="utf-8-sig", newline="") as file:
        source = file.read()
    sys.argv[:] = [shown_file]
    if code_file != shown_file:
        # With -I nothing of the kind is there; modules beside the plan's own file are meant to be found.
        sys.path.insert(0, os.path.dirname(shown_file))
    # Lines are seen when they are printed, not when the process is over or was killed.
    sys.stdout.reconfigure(line_buffering=True)

    main = type(sys)("__main__")
    main.__file__ = shown_file
    main.__builtins__ = __builtins__
    main.input_data = read_input(folder)
    sys.modules["__main__"] = main
    process = os.getpid()
    leaving = None
    try:
        try:
            execute(source, shown_file, main.__dict__)
        except SystemExit as error:
            if error.code not in (None, 0):
                raise
            leaving = error
        # A child forked by the code comes by here too, but the result is its parent's to give.
        if os.getpid() == process:
            keep_result(main.__dict__, folder)
    except SystemExit:
        raise
    except BaseException as error:
        if os.getpid() != process:
            raise
        load("report")["report"](error, folder, shown_file, source)
        sys.exit(130 if isinstance(error, KeyboardInterrupt) else 1)
    finally:
        if os.getpid() == process:
            keep_peak_memory(folder)
    if leaving is not None:
        raise leaving


def keep_peak_memory(folder):
    """Writes it in KiB. Whoever waits for us is told by the kernel of ours and of our starter's, whichever was more."""
    try:
        with open("/proc/self/status", "rb") as file:
            status = file.read()
        _, _, peak = status.partition(b"VmHWM:")
        with open(folder + "/peak_memory", "wb") as file:
            file.write(peak[:peak.index(b"kB")].strip())
    except (OSError, ValueError):
        pass  # Then it was not measured.


def execute(source, name, names):
    """Does what exec(compile(source, name, "exec"), names) does, 2 ms sooner.

    compile() first sets up every class of the ast module. exec() of text does not, but names the code "<string>";
    that is mended in the moment it begins, so that nobody sees it.
    """
    try:
        from _imp import _fix_co_filename as rename
    except ImportError:
        exec(compile(source, name, "exec"), names)
        return

    def begin(frame, event, argument):
        if event == "call" and frame.f_code.co_filename == "<string>":
            sys.setprofile(None)
            rename(frame.f_code, name)

    sys.setprofile(begin)
    try:
        exec(source, names)
    except SyntaxError as error:
        if error.filename == "<string>" and sys.getprofile() is begin:
            error.filename = name
        raise
    finally:
        if sys.getprofile() is begin:
            sys.setprofile(None)


def read_input(folder):
    with open(folder + "/input.json", encoding="utf-8") as file:
        text = file.read()
    if text == "{}":
        return {}
    # json.loads comes down to this call, but importing json takes half as long as starting the interpreter.
    try:
        from _json import make_scanner
        return make_scanner(ScannerOptions)(text, 0)[0]
    except (ImportError, AttributeError, TypeError):
        import json
        return json.loads(text)


class ScannerOptions:
    strict = True
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float
    memo = {}


def keep_result(names, folder):
    threading = sys.modules.get("threading")
    if threading is not None:
        # One of them may be about to set the result. The interpreter would wait for them anyway, only later.
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join()
    if "result" not in names:
        return
    try:
        from _json import encode_basestring, make_encoder
        encode = make_encoder({}, None, encode_basestring, None, ":", ",", False, False, False)
        content = "".join(encode(names["result"], 0)).encode("utf-8")
    except Exception:
        # Not plain JSON, or another interpreter: the thorough way converts it or says what is wrong with it.
        content = None
    if content is None or len(content) > RESULT_LIMIT:
        content = load("report")["encode_result"](names["result"], RESULT_LIMIT)
    with open(folder + "/result.json.part", "wb") as file:
        file.write(content)
    os.replace(folder + "/result.json.part", folder + "/result.json")
