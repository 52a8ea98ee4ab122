"""Times Python's Jinja2 on the cases of a file, on request: a line "compile N" or "render N" is answered with nanoseconds."""
import json
import sys
import time

import jinja2

with open(sys.argv[1], encoding="utf-8") as file:
    cases = [case for case in json.load(file) if "output" in case]


def environment(case):
    return jinja2.Environment(loader=jinja2.DictLoader(case["loader"] or {}), cache_size=0, **case["env"])


compilers = [(environment(case), case["source"]) for case in cases]
renderers = []
for case in cases:
    renderer = jinja2.Environment(loader=jinja2.DictLoader(case["loader"] or {}), **case["env"])
    renderers.append((renderer.from_string(case["source"]), case["context"]))

print("ready", jinja2.__version__, flush=True)
for line in sys.stdin:
    what, rounds = line.split()
    start = time.perf_counter_ns()
    if what == "compile":
        for _ in range(int(rounds)):
            for env, source in compilers:
                env.from_string(source)
    else:
        for _ in range(int(rounds)):
            for template, context in renderers:
                template.render(context)
    print(time.perf_counter_ns() - start, flush=True)
