#!/usr/bin/env python3
"""Writes tests/SalesFunnel.Metrics.Tests/Data/special-functions-grid.jsonl: reference values of special functions with 60-digit arithmetic.

Usage: eng/special-functions-grid.py (Python 3 with mpmath; some minutes). One row a line:
  [function, [arguments], [values], [condition numbers]]
Arguments are exact doubles; values are rounded to the nearest double. A condition number says by how much a relative change of the argument
is magnified in the value; cdf rows hold lower and upper tail, quantile rows x for the lower tail and for the upper tail of the same probability.
Beta and gamma come from a continued fraction here, and the run stops where mpmath's own function (shapes up to 300) disagrees at 1e-40.
"""
import json
import os
import mpmath as mp

mp.mp.dps = 60
ROWS = []
TINY = mp.mpf(10) ** -290


def add(name, arguments, values, conditions=None):
    values = [float(v) for v in values]
    conditions = [float(mp.nstr(c, 3)) for c in (conditions or [1] * len(values))]
    ROWS.append(json.dumps([name, arguments, values, conditions], separators=(",", ":")))


def lentz(terms, tolerance=mp.mpf(10) ** -58):
    """Continued fraction b0 + a1/(b1 + a2/(b2 + ...)) of (a, b) terms, the first a being ignored."""
    _, b0 = next(terms)
    f = c = b0
    d = mp.mpf(0)
    for a, b in terms:
        d = 1 / (b + a * d)
        c = b + a / c
        f *= c * d
        if abs(c * d - 1) < tolerance:
            return f


def beta_density(x, a, b):
    return mp.exp((a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b))


def beta_lower(x, a, b):
    def terms():
        yield 0, mp.mpf(1)
        m = 0
        while True:
            if m > 0:
                yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), mp.mpf(1)
            yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), mp.mpf(1)
            m += 1
    return beta_density(x, a, b) * x * (1 - x) / a / lentz(terms())


def beta_tails(x, a, b):
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    lower = beta_lower(x, a, b) if x < (a + 1) / (a + b + 2) else None
    upper = beta_lower(1 - x, b, a) if lower is None else 1 - lower
    lower = 1 - upper if lower is None else lower
    if max(a, b) <= 300:
        # The other side is subtracted there, so only the tail that was computed is compared.
        with mp.workdps(120):
            want = mp.betainc(a, b, 0, x, regularized=True)
        assert abs(lower - want) < mp.mpf(10) ** -40, (x, a, b)
    return lower, upper


def gamma_tails(x, a):
    x, a = mp.mpf(x), mp.mpf(a)
    prefix = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = 0
        while term > total * mp.mpf(10) ** -60:
            n += 1
            term *= x / (a + n)
            total += term
        lower = prefix * total
        upper = 1 - lower
    else:
        def terms():
            yield 0, x + 1 - a
            n = 1
            while True:
                yield -n * (n - a), x + 2 * n + 1 - a
                n += 1
        upper = prefix / lentz(terms())
        lower = 1 - upper
    if a <= 300:
        with mp.workdps(120):
            want = mp.gammainc(a, x, mp.inf, regularized=True)
        assert abs(upper - want) < mp.mpf(10) ** -40, (x, a)
    return lower, upper


def gamma_density(x, a):
    return mp.exp((a - 1) * mp.log(x) - x - mp.loggamma(a))


def inverse(tail, slope, target, start):
    """The root of tail(x) = target by Newton's method on logarithms, from a start that is right to 15 digits."""
    x = mp.mpf(start)
    for _ in range(3):
        value = tail(x)
        x += (target - value) / slope(x)
    assert abs(tail(x) / target - 1) < mp.mpf(10) ** -30, (start, target)
    return x


def usable(value):
    return TINY < value < 1 - mp.mpf(10) ** -15


def log_gamma():
    points = [10.0 ** (e / 4) for e in range(-40, 41)] + [0.25 * k for k in range(1, 80)]
    points += [c + s * 2.0 ** -k for c in (1.0, 2.0) for s in (-1, 1) for k in range(2, 40, 2)]
    for x in sorted(set(points)):
        value = mp.loggamma(mp.mpf(x))
        condition = abs(x * mp.digamma(mp.mpf(x)) / value) if value != 0 else 1
        add("log_gamma", [x], [value], [condition])


def normal():
    for x in [k / 8 for k in range(-296, 65)]:
        z = mp.mpf(x)
        density = mp.npdf(z)
        lower, upper = mp.ncdf(z), mp.ncdf(-z)
        add("normal", [x], [lower, upper], [abs(z) * density / lower, abs(z) * density / upper])
    ps = [10.0 ** -e for e in range(1, 300, 3)] + [k / 64 for k in range(1, 64)] + [1 - 2.0 ** -k for k in range(7, 53, 3)]
    for p in ps:
        with mp.workdps(80):
            x = mp.mpf(0)
            target = mp.mpf(p)
            low, high = mp.mpf(-40), mp.mpf(10)
            for _ in range(40):
                middle = (low + high) / 2
                low, high = (middle, high) if mp.ncdf(middle) < target else (low, middle)
            x = (low + high) / 2
            for _ in range(8):
                x -= (mp.log(mp.ncdf(x)) - mp.log(target)) * mp.ncdf(x) / mp.npdf(x)
            if p == 0.5:
                continue
            assert abs(mp.ncdf(x) / target - 1) < mp.mpf(10) ** -40, p
            # Close to 1 the lower-tail probability fixes the quantile badly, but p and 1 − p are both exact doubles here, so nothing need be lost.
            add("normal_quantile", [p], [x])


SHAPES = [0.001, 0.5, 1.0, 2.5, 10.0, 47.5, 300.0, 5000.0, 1e6]


def beta():
    for a in SHAPES:
        for b in SHAPES:
            mean = a / (a + b)
            sd = float(mp.sqrt(mp.mpf(a) * b / (mp.mpf(a + b) ** 2 * (a + b + 1))))
            xs = [mean * 1e-6] + [mean + k * sd for k in (-25, -8, -2, -0.3, 0.5, 3, 10, 25)]
            for x in sorted(set(float(x) for x in xs if 0 < x < 1)):
                lower, upper = beta_tails(x, a, b)
                if not (TINY < lower and TINY < upper):
                    continue
                density = beta_density(mp.mpf(x), mp.mpf(a), mp.mpf(b))
                add("beta", [x, a, b], [lower, upper], [x * density / lower, x * density / upper])
                small = min(lower, upper)
                p = float(small)
                if x > 1e-250 and x < 0.999:
                    slope = lambda t: beta_density(t, mp.mpf(a), mp.mpf(b))
                    if lower <= upper:
                        root = inverse(lambda t: beta_tails(t, a, b)[0], slope, mp.mpf(p), x)
                        add("beta_quantile", [p, a, b], [root], [p / (root * slope(root))])
                    else:
                        root = inverse(lambda t: beta_tails(t, a, b)[1], lambda t: -slope(t), mp.mpf(p), x)
                        add("beta_upper_quantile", [p, a, b], [root], [p / (root * slope(root))])


def gamma():
    for a in SHAPES + [2e4]:
        for k in (-25, -8, -3, -1, -0.2, 0.4, 2, 6, 15, 25):
            x = a + k * a ** 0.5
            for point in sorted({x, a * 10.0 ** (k / 4)} if k < 0 else {x, a * (1 + k)}):
                if not 0 < point < 1e7:
                    continue
                lower, upper = gamma_tails(point, a)
                if not (TINY < lower and TINY < upper):
                    continue
                density = gamma_density(mp.mpf(point), mp.mpf(a))
                add("gamma", [point, a], [lower, upper], [point * density / lower, point * density / upper])
                p = float(lower)
                if lower <= 0.9 and point > 1e-250:
                    root = inverse(lambda t: gamma_tails(t, a)[0], lambda t: gamma_density(t, mp.mpf(a)), mp.mpf(p), point)
                    add("gamma_quantile", [p, a], [root], [p / (root * gamma_density(root, mp.mpf(a)))])


def student_t():
    for df in (0.5, 1.0, 2.0, 3.5, 10.0, 59.0, 1000.0, 1e6):
        for t in (1e-6, 0.01, 0.3, 1.0, 1.5, 2.0, 2.6, 4.0, 8.0, 20.0, 37.0, 100.0, 1e4):
            z, d = mp.mpf(t), mp.mpf(df)
            with mp.workdps(80):
                tail = beta_tails(d / (d + z * z), d / 2, mp.mpf("0.5"))[0] / 2
            if tail < TINY:
                continue
            density = mp.exp(mp.loggamma((d + 1) / 2) - mp.loggamma(d / 2) - (d + 1) / 2 * mp.log1p(z * z / d)) / mp.sqrt(d * mp.pi)
            add("student_t", [t, df], [1 - tail, tail], [1, z * density / tail])
            add("student_t", [-t, df], [tail, 1 - tail], [z * density / tail, 1])


for part in (log_gamma, normal, gamma, student_t, beta):
    part()
    print(part.__name__, len(ROWS), flush=True)
target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "SalesFunnel.Metrics.Tests", "Data", "special-functions-grid.jsonl")
with open(target, "w", encoding="utf-8", newline="\n") as out:
    out.write("\n".join(ROWS) + "\n")
