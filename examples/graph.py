#!/usr/bin/env python3
"""Draws a graph twice a second while somebody is watching it, and nothing otherwise.

    ./sightline --camera graphs=push:
    python3 examples/graph.py http://localhost:8080/graphs/frames    # then open /graphs/

Where the stream has a secret: TOKEN=secret python3 examples/graph.py ...
"""
import json, math, os, struct, sys, time, zlib
from urllib.request import Request, urlopen

URL = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080/graphs/frames"
TOKEN = {"Authorization": "Bearer " + os.environ.get("TOKEN", "")}


def watching(method, query="", picture=None):
    """Asks how many are watching, and hands over a picture with the question."""
    request = Request(URL + query, picture, TOKEN, method=method)
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)["watching"]


def graph(now, width=640, height=240):
    """A PNG as matplotlib's savefig would make it, without needing matplotlib."""
    wave = [height / 2 * (1 + 0.8 * math.sin(x / 50 + now)) for x in range(width)]
    rows = b"".join(b"\0" + bytes(255 * (abs(y - h) > 2) for h in wave) for y in range(height))
    chunks = [(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)),
              (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks)


while True:
    try:
        print("waiting for somebody to watch", flush=True)
        while not watching("GET", "?wait=demand"):
            pass
        print("somebody is watching", flush=True)
        while watching("PUT", picture=graph(time.time())):
            print("drawn", flush=True)
            time.sleep(0.5)
    except OSError as trouble:
        print("trying again soon:", trouble, flush=True)
        time.sleep(2)
