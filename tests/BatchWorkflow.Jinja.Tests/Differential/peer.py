"""Renders programs with Python's Jinja2: one JSON line in, one JSON line out. The first line is the version, the first input the context."""
import json
import resource
import signal
import sys

import jinja2

print(jinja2.__version__, flush=True)
setup = json.loads(sys.stdin.readline())


# A program may ask for more than a machine has: then it says nothing of the language, and the error is passed over.
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


class TooLong(Exception):
    """The program took longer than a second."""


def stop(*_):
    raise TooLong()


signal.signal(signal.SIGALRM, stop)


def render(program):
    signal.alarm(1)
    environment = jinja2.Environment(
        trim_blocks=program["trim_blocks"],
        lstrip_blocks=program["lstrip_blocks"],
        keep_trailing_newline=program["keep_trailing_newline"],
        autoescape=program["autoescape"],
        undefined=getattr(jinja2, program["undefined"]),
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        loader=jinja2.DictLoader(setup["loader"]),
    )
    try:
        return {"output": environment.from_string(program["source"]).render(json.loads(json.dumps(setup["context"])))}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)[:500]}
    finally:
        signal.alarm(0)


for line in sys.stdin:
    print(json.dumps(render(json.loads(line))), flush=True)
