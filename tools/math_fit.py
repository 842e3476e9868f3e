#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where the constants of src/ir/math_f32.h, math_f64.h and math_tables.h come from.

Minimax polynomials by Remez exchange in 60 digits. f32 coefficients are rounded one at a time, and
the ones after it move to make up for the rounding. Needs mpmath.

  math_fit.py [NAME...]   prints fits: their error (as a power of two) and coefficients, lowest first
  math_fit.py --check     exits 1 when the headers lack a coefficient
  math_fit.py --table     prints the rows of math_tables.h
"""
import pathlib
import re
import struct
import sys

import mpmath as m
from mpmath import mpf

m.mp.dps = 60
LN2 = m.log(2)
TINY = mpf(10) ** -20   # below this a quotient by x is replaced by its limit


def remez(f, weight, n, a, b, grid=300, rounds=12):
    """The n coefficients c that minimise max |weight(x) * (f(x) - sum c_i x^i)| on [a, b]."""
    node = lambda k, of: (a + b) / 2 - (b - a) / 2 * m.cos(m.pi * k / of)
    at = [node(k, grid) for k in range(grid + 1)]
    w, y = [weight(x) for x in at], [f(x) for x in at]
    basis = [[x ** p for p in range(n)] for x in at]
    ref = [round(grid * k / n) for k in range(n + 1)]
    for _ in range(rounds):
        system, right = m.matrix(n + 1, n + 1), m.matrix(n + 1, 1)
        for i, k in enumerate(ref):
            for j in range(n):
                system[i, j] = basis[k][j] * w[k]
            system[i, n] = (-1) ** i
            right[i] = y[k] * w[k]
        c = list(m.lu_solve(system, right))[:n]
        err = [w[k] * (y[k] - sum(ci * bi for ci, bi in zip(c, basis[k]))) for k in range(grid + 1)]
        worst = max(abs(e) for e in err)
        peaks = []   # one per run of equal sign
        for k in range(grid + 1):
            if peaks and (err[k] >= 0) == (err[peaks[-1]] >= 0):
                if abs(err[k]) > abs(err[peaks[-1]]):
                    peaks[-1] = k
            else:
                peaks.append(k)
        while len(peaks) > n + 1:
            peaks.pop(0 if abs(err[peaks[0]]) < abs(err[peaks[-1]]) else -1)
        if len(peaks) < n + 1:
            break
        ref = peaks
        if worst - min(abs(err[k]) for k in ref) < worst / 1000:
            break
    return c


def rounded(x, bits):
    mantissa, e = m.frexp(x)
    return m.ldexp(m.nint(m.ldexp(mantissa, bits)), e - bits)


def absorb(weight, n, done, delta, a, b, grid=120):
    """Changes of coefficients done..n-1 that best cancel an error of delta in coefficient done - 1."""
    at = [(a + b) / 2 - (b - a) / 2 * m.cos(m.pi * k / grid) for k in range(grid + 1)]
    rows = m.matrix([[weight(x) * x ** p for p in range(done, n)] for x in at])
    right = m.matrix([-weight(x) * delta * x ** (done - 1) for x in at])
    return list(m.lu_solve(rows.T * rows, rows.T * right))


def fit(f, weight, n, a, b, bits):
    """n coefficients, of x^0 on."""
    a, b = mpf(a), mpf(b)
    c = remez(f, weight, n, a, b)
    for i in range(n):
        exact, c[i] = c[i], rounded(c[i], bits)
        if bits == 24 and i + 1 < n:   # in double the rounding does not matter
            change = absorb(weight, n, i + 1, c[i] - exact, a, b)
            c[i + 1:] = [v + d for v, d in zip(c[i + 1:], change)]
    points = [a + (b - a) * (k + mpf(1) / 3) / 2000 for k in range(2000)]
    worst = max(abs(weight(x) * (f(x) - sum(ci * x ** i for i, ci in enumerate(c)))) for x in points)
    return c, worst


def odd(fn, lead):
    """(fn(x)/x - lead) / z as a function of z = x^2, weighted for the relative error of fn."""
    def f(z):
        x = m.sqrt(max(z, TINY))
        return (fn(x) / x - lead) / max(z, TINY)
    return f, lambda z: z * m.sqrt(z) / fn(m.sqrt(z)) if z > 0 else mpf(0)


def quotient(fn, lead):
    """fn(x)/x - lead as a function of z, weighted likewise."""
    def f(z):
        x = m.sqrt(max(z, TINY * TINY))
        return fn(x) / x - lead
    return f, lambda z: m.sqrt(max(z, TINY * TINY)) / fn(m.sqrt(max(z, TINY * TINY)))


def exp_rest(x):   # (e^x - 1 - x) / x^2
    return (m.exp(x) - 1 - x) / x ** 2 if abs(x) > TINY else mpf(1) / 2


def exp2(x):
    return mpf(2) ** x


def exp2_rest(x):   # (2^x - 1) / x
    return (exp2(x) - 1) / x if abs(x) > TINY else LN2


def log_rest(x):   # (log(1 + x) - x + x^2/2) / x^3
    return (m.log1p(x) - x + x * x / 2) / x ** 3 if abs(x) > mpf(10) ** -12 else mpf(1) / 3 - x / 4


def pow_rest(z):   # log((1 + s)/(1 - s)) = 2 s + s z (2/3 + z * this)
    z = max(z, mpf(10) ** -18)
    s = m.sqrt(z)
    return ((atanh2(s) / s - 2) / z - mpf(2) / 3) / z


def cos_rest(z):   # (cos x - 1 + z/2) / z^2
    z = max(z, mpf(10) ** -18)
    return (m.cos(m.sqrt(z)) - 1 + z / 2) / z ** 2


def atanh2(s):
    return m.log((1 + s) / (1 - s))


def erfc_scaled(k, factor):
    """e^(x^2) erfc(x) factor(x) of t = (x - k)/(x + k), weighted for the relative error."""
    def f(t):
        x = k * (1 + t) / (1 - t)
        return m.exp(x * x) * m.erfc(x) * factor(x)
    return f, lambda t: 1 / f(t)


def erfinv_over_x(w):
    """erfinv(x) / x where w = -log(1 - x^2)."""
    if w < TINY:
        return m.sqrt(m.pi) / 2
    x = m.sqrt(-m.expm1(-w))
    rest = m.exp(-w) / (1 + x)   # 1 - x
    y = m.sqrt(w) * mpf('0.9') if w > 2 else m.erfinv(x)
    for _ in range(60):   # Newton's method on log erfc
        slope = -2 / m.sqrt(m.pi) * m.exp(-y * y) / m.erfc(y)
        step = m.log(m.erfc(y) / rest) / slope
        y -= step
        if abs(step) < TINY * TINY:
            break
    return y / x


def erfinv_tail(s):
    return erfinv_over_x(s * s)


R = LN2 / 2 * mpf('1.0001')                                            # where e^r is needed
LO, HI = (m.sqrt(mpf(1) / 2) - 1) * mpf('1.001'), (m.sqrt(2) - 1) * mpf('1.001')   # 1 + f of a log
S2 = ((m.sqrt(2) - 1) / (m.sqrt(2) + 1) * mpf('1.0001')) ** 2          # (f / (2 + f))^2
Q2 = (m.pi / 4 * mpf('1.0001')) ** 2
T2 = (m.sqrt(2) - 1) ** 2 * mpf('1.001')                               # tan(pi/8)^2
log2_erfc = lambda a: m.log(m.erfc(a), 2)

# name: (function, weight, coefficients, from, to, bits)
FITS = {
    'f32.exp': (exp_rest, lambda x: x * x / m.exp(x), 5, -R, R, 24),
    'f32.exp2': (exp2_rest, lambda x: x / exp2(x), 6, -.5, .5, 24),
    'f32.expm1': (exp_rest, lambda x: x * x / m.expm1(x) if x else mpf(0), 6, -R, R, 24),
    'f32.tanh': (*odd(m.tanh, 1), 5, 0, '.3601', 24),
    'f32.sinh': (*odd(m.sinh, 1), 4, 0, '1.001', 24),
    'f32.log': (log_rest, lambda x: x ** 3 / m.log1p(x) if x else mpf(0), 8, LO, HI, 24),
    'f32.sin': (*odd(m.sin, 1), 5, 0, (m.pi / 2 * mpf('1.001')) ** 2, 53),
    'f32.tan': (*odd(m.tan, 1), 8, 0, (m.pi / 4 * mpf('1.001')) ** 2, 53),
    'f32.asin': (*odd(m.asin, 1), 6, 0, '.2501', 24),
    'f32.atan': (*odd(m.atan, 1), 9, 0, '1.001', 24),
    'f32.atan2': (*odd(m.atan, 1), 10, 0, '1.001', 53),
    'f32.erf.small': (*quotient(m.erf, 1), 6, 0, '1.001', 24),
    'f32.erf.large': (log2_erfc, lambda a: m.erfc(a) * LN2 / m.erf(a), 6, '.999', 4, 24),
    'f32.erfc': (*erfc_scaled(mpf(3), lambda x: 1), 13, -1, mpf(8) / 14, 53),
    'f32.erfinv.w': (erfinv_over_x, lambda w: 1 / erfinv_over_x(w), 12, 0, '5.001', 53),
    'f32.erfinv.tail': (erfinv_tail, lambda s: 1 / erfinv_tail(s), 12, '2.236', '4.1', 53),
    'f32.pow.exp2': (exp2_rest, lambda x: x / exp2(x), 8, -.5, .5, 53),
    'f32.pow.log2': (*quotient(lambda s: atanh2(s) / LN2, 0), 6, 0, S2, 53),
    'f64.exp': (exp_rest, lambda x: x * x / m.expm1(x) if x else mpf(0), 11, -R, R, 53),
    'f64.exp2': (exp2_rest, lambda x: x / exp2(x), 12, -.5, .5, 53),
    'f64.tanh': (*odd(m.tanh, 1), 11, 0, '.3601', 53),
    'f64.sinh': (*odd(m.sinh, 1), 7, 0, '1.001', 53),
    'f64.log': (*odd(atanh2, 2), 7, 0, S2, 53),
    'f64.sin': (*odd(m.sin, 1), 6, 0, Q2, 53),
    'f64.cos': (cos_rest, lambda z: z * z / m.cos(m.sqrt(z)), 6, 0, Q2, 53),
    'f64.asin': (*odd(m.asin, 1), 13, 0, '.2501', 53),
    'f64.atan': (*odd(m.atan, 1), 11, 0, T2, 53),
    'f64.erfc': (*erfc_scaled(mpf(4), lambda x: 1 + x), 24, -1, mpf(24) / 32, 53),
    'f64.erf': (*quotient(m.erf, 1), 13, 0, '1.001', 53),
    'f64.erfinv.w': (erfinv_over_x, lambda w: 1 / erfinv_over_x(w), 12, 0, '5.001', 53),
    'f64.erfinv.tail': (erfinv_tail, lambda s: 1 / erfinv_tail(s), 16, '2.236', '6.02', 53),
    'f64.pow.log': (pow_rest, lambda z: z * z * m.sqrt(z) / atanh2(m.sqrt(z)) if z else mpf(0), 8, 0, S2, 53),
}


def literal(x, bits):
    """The C literal, f32 with its suffix, no needless zeros."""
    head, e = float(x).hex().split('p')
    return re.sub(r'\.?0*$', '', head) + 'p' + e.lstrip('+') + ('f' if bits == 24 else '')


def two_over_pi():
    """Row j: 2/pi * 2^(16 j) modulo 2^54, chopped into doubles at 2^1, 2^-52, 2^-105, 2^-158."""
    m.mp.prec = 1400
    for j in range(64):
        v, row = m.fmod(2 / m.pi * mpf(2) ** (16 * j), mpf(2) ** 54), []
        for cut in (1, -52, -105, -158):
            part = m.floor(m.ldexp(v, -cut)) * mpf(2) ** cut
            v -= part
            row.append('0x%016x,' % struct.unpack('<Q', struct.pack('<d', float(part)))[0])
        yield ' '.join(row)


def main(args):
    if args == ['--table']:
        print('\n'.join('    ' + row for row in two_over_pi()))
        return 0
    check = args == ['--check']
    unknown = [a for a in args if a not in FITS and not check]
    if unknown:
        print(f'no fit {unknown[0]}; there are: {" ".join(FITS)}', file=sys.stderr)
        return 2
    source = pathlib.Path(__file__).resolve().parent.parent / 'src' / 'ir'
    missing = 0
    for name in (args if args and not check else FITS):
        c, worst = fit(*FITS[name])
        bits = FITS[name][5]
        words = [literal(v, bits) for v in c]
        print(f'{name}  2^{float(m.log(worst, 2)):.2f}\n    ' + ', '.join(words))
        text = (source / f'math_{name[:3]}.h').read_text()
        lost = [w for w in words if not re.search(re.escape(w.lstrip('-')) + r'\b', text)]
        if check and lost:
            print('    not in the header: ' + ', '.join(lost))
            missing += 1
    return 1 if missing else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
