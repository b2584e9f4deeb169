"""A slow and lossy wire between two devices that it makes, for kernels whose queueing disciplines can't delay.

Arguments: the names of the devices, milliseconds one way, and the share of packets that are lost, from 0 to 1. A line
on its standard input is the share from then on; with 1 the wire is cut.
"""

import collections
import fcntl
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
TAP_WITHOUT_INFO = 0x1002
LARGEST_PACKET = 65536


def tap(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), TAP_WITHOUT_INFO))
    return device


def read_all(device):
    try:
        while True:
            yield os.read(device, LARGEST_PACKET)
    except OSError:
        return  # Nothing more, or the device isn't up.


def write(device, packet):
    try:
        os.write(device, packet)
    except OSError:
        pass  # The device isn't up yet, or not any more.


def main(one, other, delay, loss):
    ends = [tap(one), tap(other)]
    far_end = dict(zip(ends, reversed(ends)))
    heard = ends + [sys.stdin.fileno()]
    under_way = collections.deque()
    print("up", flush=True)
    while True:
        wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
        for device in select.select(heard, [], [], wait)[0]:
            if device not in far_end:
                told = os.read(device, LARGEST_PACKET).split()
                if told:
                    loss = told[-1]
                else:
                    heard = ends  # Nobody will say more.
                continue
            for packet in read_all(device):
                if random.random() >= float(loss):
                    under_way.append((time.monotonic() + float(delay) / 1000, far_end[device], packet))
        while under_way and under_way[0][0] <= time.monotonic():
            _, device, packet = under_way.popleft()
            write(device, packet)


main(*sys.argv[1:])
