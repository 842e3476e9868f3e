# SPDX-License-Identifier: Apache-2.0
"""Our RaptorQ codec beside two others: equal repair symbols, and each decodes what another encoded.

Usage: compare.py --kiln PEER [--lcrq PEER] [--count 1000] [--seed 1] [--without-wheel]
Peers are programs (peer.h); the `raptorq` wheel is used inside this one where it is installed.
Run by scripts/oracles; status 0 when all that was compared is equal.
"""

import argparse
import random
import struct
import subprocess
import sys

try:
    import raptorq
except ImportError:
    raptorq = None


class Peer:
    """A program that speaks peer.h's language."""

    def __init__(self, name, path):
        self.name = name
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, *parts):
        self.process.stdin.write(b"".join(parts))
        self.process.stdin.flush()

    def read(self, nbytes):
        answer = self.process.stdout.read(nbytes)
        if len(answer) != nbytes:
            sys.exit(f"{self.name} ended: status {self.process.wait()}")
        return answer

    def encode(self, data, symbol, repair):
        self.ask(b"E", struct.pack("<III", len(data), symbol, repair), data)
        return [self.read(symbol) for _ in range(repair)]

    def decode(self, length, symbol, symbols):
        self.ask(b"D", struct.pack("<III", length, symbol, len(symbols)),
                 *(struct.pack("<I", at) + content for at, content in symbols))
        return None if self.read(4) != bytes(4) else self.read(length)


class Wheel:
    """The Rust implementation's package: a packet is a payload id of 4 bytes and a symbol."""

    name = "wheel"

    def encode(self, data, symbol, repair):
        packets = raptorq.Encoder.with_defaults(data, symbol).get_encoded_packets(repair)
        first = (len(data) + symbol - 1) // symbol
        by_id = {int.from_bytes(packet[:4], "big"): bytes(packet[4:]) for packet in packets}
        return [by_id[first + i] for i in range(repair)]

    def decode(self, length, symbol, symbols):
        decoder = raptorq.Decoder.with_defaults(length, symbol)
        for at, content in symbols:
            answer = decoder.decode(at.to_bytes(4, "big") + content)
            if answer is not None:
                return bytes(answer)
        return None


def geometry(draw, index):
    """Source symbols, bytes of each, length, repair symbols: first each number of source symbols
    once."""
    source = index + 1 if index < 256 else draw.randint(1, 256)
    symbol = 64 * draw.choice([1, 1, 2, 3, 4, 8, 16, draw.randint(1, 64)])
    while source * symbol > 1 << 20:
        symbol = 64 * draw.randint(1, 16)
    length = source * symbol - draw.choice([0, 1, draw.randrange(symbol)])
    return source, symbol, length, draw.randint(2, 40)


def survivors(draw, source, symbols):
    """As many of all symbols as there were source symbols, and two for good luck, in any order."""
    return draw.sample(symbols, min(len(symbols), source + 2))


def compare(draw, index, ours, others):
    source, symbol, length, repair = geometry(draw, index)
    name = f"K {source} T {symbol} F {length} R {repair}"
    data = draw.randbytes(length)
    padded = data + bytes(source * symbol - length)
    wanted = ours.encode(data, symbol, repair)
    symbols = [(i, padded[i * symbol:(i + 1) * symbol]) for i in range(source)]
    symbols += [(source + i, content) for i, content in enumerate(wanted)]
    wrong = 0
    for other in others:
        if other.encode(data, symbol, repair) != wanted:
            print(f"{name}: {other.name} has other repair symbols")
            wrong += 1
    for codec in [ours] + others:
        decoded = codec.decode(length, symbol, survivors(draw, source, symbols))
        if decoded != data:
            what = "cannot decode" if decoded is None else "decodes something else"
            print(f"{name}: {codec.name} {what}")
            wrong += 1
    return wrong


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kiln", required=True)
    options.add_argument("--lcrq")
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--without-wheel", action="store_true")
    chosen = options.parse_args()
    others = [Peer("lcrq", chosen.lcrq)] if chosen.lcrq else []
    if raptorq and not chosen.without_wheel:
        others.append(Wheel())
    if not others:
        sys.exit("no oracle is here")
    draw = random.Random(chosen.seed)
    ours = Peer("kiln", chosen.kiln)
    wrong = sum(compare(draw, index, ours, others) for index in range(chosen.count))
    names = " and ".join(other.name for other in others)
    print(f"{chosen.count} geometries against {names}: {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
