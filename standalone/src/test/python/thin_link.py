"""A slow link between this network namespace and another, where the kernel has no queueing discipline that delays.

Arguments: the other namespace, the names of the devices here and there, bytes a second, milliseconds one way, and the
bytes that the link holds back before it drops packets. SIGUSR1 makes it a hundred times as fast. SIGUSR2 cuts it, so
that what is on the way is lost too; the next one mends it.
"""

import collections
import ctypes
import fcntl
import os
import select
import signal
import struct
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
TAP_WITHOUT_INFO = 0x1002
LARGEST_PACKET = 65536


def tap(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), TAP_WITHOUT_INFO))
    return device


def enter(namespace):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(os.open("/run/netns/" + namespace, os.O_RDONLY), CLONE_NEWNET) != 0:
        sys.exit(os.strerror(ctypes.get_errno()))


class Direction:
    """Packets on their way to one device: one after the other onto the link, then through it."""

    rate = 0
    is_cut = False

    def __init__(self, device, delay, room):
        self.device = device
        self.delay = delay
        self.room = room
        self.free_at = 0
        self.packets = collections.deque()

    def add(self, packet, now):
        waiting = max(0, self.free_at - now) * Direction.rate
        if waiting + len(packet) <= self.room:
            self.free_at = max(self.free_at, now) + len(packet) / Direction.rate
            self.packets.append((self.free_at + self.delay, packet))

    def due(self):
        return self.packets[0][0] if self.packets else None

    def deliver(self, now):
        while self.packets and self.packets[0][0] <= now:
            _, packet = self.packets.popleft()
            if not Direction.is_cut:
                self.write(packet)

    def write(self, packet):
        try:
            os.write(self.device, packet)
        except OSError:
            pass  # The device isn't up yet, or not any more.


def widen(*_):
    Direction.rate *= 100


def cut_or_mend(*_):
    Direction.is_cut = not Direction.is_cut


def read_all(device):
    try:
        while True:
            yield os.read(device, LARGEST_PACKET)
    except BlockingIOError:
        return


def main(namespace, here, there, rate, delay, room):
    Direction.rate = float(rate)
    signal.signal(signal.SIGUSR1, widen)
    signal.signal(signal.SIGUSR2, cut_or_mend)
    near = tap(here)
    enter(namespace)
    far = tap(there)
    ways = [Direction(device, float(delay) / 1000, int(room)) for device in (near, far)]
    way_from = {far: ways[0], near: ways[1]}
    print("up", flush=True)
    while True:
        dues = [way.due() for way in ways if way.packets]
        wait = max(0, min(dues) - time.monotonic()) if dues else None
        for device in select.select([near, far], [], [], wait)[0]:
            for packet in read_all(device):
                way_from[device].add(packet, time.monotonic())
        for way in ways:
            way.deliver(time.monotonic())


main(*sys.argv[1:])
