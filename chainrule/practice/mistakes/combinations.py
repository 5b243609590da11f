"""Mistakes with sums, multiples, products and quotients.

(f ± g)′ = f′ ± g′    (c·f)′ = c·f′    (f·g)′ = f′·g + f·g′    (f/g)′ = (f′·g − f·g′)/g²
"""

from __future__ import annotations

from chainrule.expression.written import Over
from chainrule.practice.ink import Value, product, total
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE, Mistake
from chainrule.practice.mistakes.powers import by_letter, letters
from chainrule.practice.replay import Parts, one_prime

SUM, MULTIPLE, PRODUCT, QUOTIENT = ("sum",), ("constant-multiple",), ("product",), ("quotient",)


def count(p: Parts) -> int:
    """How many terms or factors there are."""
    return len(p.step.substeps)


def changing(p: Parts) -> list[int]:
    """The terms that are no constants."""
    return [i for i, below in enumerate(p.step.substeps) if below.rule != "constant"]


# Sums


def minus_lost(p: Parts, i: int) -> Value:
    """(f − g)′ = f′ + g′"""
    return _flipped(p, i) if p.signs[i] else None


def minus_added(p: Parts, i: int) -> Value:
    """(f + g)′ = f′ − g′"""
    return None if p.signs[i] or not i else _flipped(p, i)


def _flipped(p: Parts, i: int) -> Value:
    return total(-prime if k == i else prime for k, prime in enumerate(p.primes)) if i in changing(p) else None


def sign_lost(p: Parts) -> Value:
    """(−f)′ = f′"""
    return p.primes[0]


def term_missing(p: Parts, i: int) -> Value:
    """(f + g)′ = f′"""
    rest = [prime for k, prime in enumerate(p.primes) if k != i]
    return total(rest) if i in changing(p) and len(changing(p)) > 1 else None


def sum_as_product(p: Parts, i: int) -> Value:
    """(f − g)′ = f′·g + f·g′"""
    if len(changing(p)) < 2:
        return None
    result = total(one_prime(p.parts, p.primes, k) for k in range(count(p)))
    return result if i == 0 else -result


def terms_multiplied(p: Parts) -> Value:
    """(f + g)′ = f′·g′"""
    primes = [prime for i, prime in enumerate(p.primes) if i in changing(p)]
    return product(primes) if len(primes) > 1 else None


# Multiples


def coefficient_dropped(p: Parts) -> Value:
    """(c·f)′ = f′"""
    return None if p.role == "slope" else p.primes[0]


def coefficient_added(p: Parts) -> Value:
    """(c·f)′ = c + f′"""
    return p.c + p.primes[0]


def letters_in_front(p: Parts) -> int:
    """How many letters the coefficient has."""
    return len(letters(p.step.parts[0][1]))


def coefficient_differentiated(p: Parts, i: int) -> Value:
    """(c(y)·f)′ = c′(y)·f′, by x"""
    c = p.step.parts[0][1]
    if isinstance(p.step.goal, Over):
        return None
    prime = by_letter(p, c, letters(c)[i])
    return None if prime is None else prime * p.primes[0]


# Products


def derivatives_multiplied(p: Parts) -> Value:
    """(f·g)′ = f′·g′"""
    return product(p.primes)


def derivatives_added(p: Parts) -> Value:
    """(f·g)′ = f′ + g′"""
    return total(p.primes)


def factors_paired_wrongly(p: Parts) -> Value:
    """(f·g)′ = f·f′ + g·g′"""
    return total(part * prime for part, prime in zip(p.parts, p.primes, strict=True))


def product_sign(p: Parts, i: int) -> Value:
    """(f·g)′ = f′·g − f·g′"""
    return total(-one_prime(p.parts, p.primes, k) if k == i else one_prime(p.parts, p.primes, k) for k in range(count(p)))


def product_term_missing(p: Parts, i: int) -> Value:
    """(f·g)′ = f′·g"""
    if p.role == "logarithm":  # of a power: there it is the rule of powers that was used
        return None
    return total(one_prime(p.parts, p.primes, k) for k in range(count(p)) if k != i)


def other_factor_missing(p: Parts, i: int) -> Value:
    """(f·g)′ = f′ + f·g′"""
    return total(p.primes[k] if k == i else one_prime(p.parts, p.primes, k) for k in range(count(p)))


def primed_in_both(p: Parts, i: int) -> Value:
    """(f·g)′ = f′·g + f′·g′"""
    return total(product(p.primes) if k == i else one_prime(p.parts, p.primes, k) for k in range(count(p))) if count(p) == 2 else None


# Quotients


def quotient_of_derivatives(p: Parts) -> Value:
    """(f/g)′ = f′/g′"""
    return p.primes[0] / p.primes[1]


def numerator(p: Parts, sign: int = -1) -> Value:
    """f′·g ∓ f·g′"""
    (f, g), (f1, g1) = p.parts, p.primes
    return f1 * g - f * g1 if sign < 0 else f1 * g + f * g1


def quotient_plus(p: Parts) -> Value:
    """(f/g)′ = (f′·g + f·g′)/g²"""
    return numerator(p, +1) / p.parts[1] ** 2


def quotient_reversed(p: Parts) -> Value:
    """(f/g)′ = (f·g′ − f′·g)/g²"""
    (f, g), (f1, g1) = p.parts, p.primes
    return (f * g1 - f1 * g) / g**2


def denominator_not_squared(p: Parts) -> Value:
    """(f/g)′ = (f′·g − f·g′)/g"""
    return numerator(p) / p.parts[1]


def denominator_missing(p: Parts) -> Value:
    """(f/g)′ = f′·g − f·g′"""
    return numerator(p)


def divided_by_numerator(p: Parts) -> Value:
    """(f/g)′ = (f′·g − f·g′)/f²"""
    return numerator(p) / p.parts[0] ** 2


def divided_by_derivative(p: Parts) -> Value:
    """(f/g)′ = (f′·g − f·g′)/g′²"""
    return numerator(p) / p.primes[1] ** 2


def quotient_upside_down(p: Parts) -> Value:
    """(f/g)′ = (f·g′ − f′·g)/f²"""
    (f, g), (f1, g1) = p.parts, p.primes
    return (f * g1 - f1 * g) / f**2


def numerator_only(p: Parts) -> Value:
    """(f/g)′ = f′/g"""
    return p.primes[0] / p.parts[1]


def denominator_only(p: Parts) -> Value:
    """(f/g)′ = −f·g′/g²"""
    return -p.parts[0] * p.primes[1] / p.parts[1] ** 2


def over_the_square_only(p: Parts) -> Value:
    """(f/g)′ = f′/g²"""
    return p.primes[0] / p.parts[1] ** 2


def factor_missing_above(p: Parts, i: int) -> Value:
    """(f/g)′ = (f′·g − f)/g²"""
    (f, g), (f1, g1) = p.parts, p.primes
    return (f1 * g - f if i else f1 - f * g1) / g**2


def quotient_as_product(p: Parts) -> Value:
    """(f/g)′ = f′·g + f·g′"""
    return numerator(p, +1)


def derivatives_crossed(p: Parts) -> Value:
    """(f/g)′ = (f′·g′ − f·g)/g²"""
    (f, g), (f1, g1) = p.parts, p.primes
    return (f1 * g1 - f * g) / g**2


COMBINATIONS = (
    Mistake("sign-flipped", SUM, minus_lost, COMMON, count),
    Mistake("sign-flipped", SUM, minus_added, KNOWN, count),
    Mistake("sign-flipped", ("negation",), sign_lost),
    Mistake("term-missing", SUM, term_missing, KNOWN, count),
    Mistake("sum-as-product", SUM, sum_as_product, KNOWN, lambda p: 2),
    Mistake("terms-multiplied", SUM, terms_multiplied, RARE),
    Mistake("coefficient-dropped", MULTIPLE, coefficient_dropped),
    Mistake("letter-coefficient-differentiated", MULTIPLE, coefficient_differentiated, KNOWN, letters_in_front),
    Mistake("coefficient-added", MULTIPLE, coefficient_added, RARE),
    Mistake("derivatives-multiplied", PRODUCT, derivatives_multiplied),
    Mistake("derivatives-added", PRODUCT, derivatives_added, KNOWN),
    Mistake("factors-paired-wrongly", PRODUCT, factors_paired_wrongly, KNOWN),
    Mistake("product-sign", PRODUCT, product_sign, COMMON, count),
    Mistake("product-term-missing", PRODUCT, product_term_missing, COMMON, count),
    Mistake("product-factor-missing", PRODUCT, other_factor_missing, KNOWN, count),
    Mistake("product-primed-twice", PRODUCT, primed_in_both, RARE, count),
    Mistake("quotient-of-derivatives", QUOTIENT, quotient_of_derivatives),
    Mistake("quotient-plus", QUOTIENT, quotient_plus),
    Mistake("quotient-reversed", QUOTIENT, quotient_reversed),
    Mistake("denominator-not-squared", QUOTIENT, denominator_not_squared),
    Mistake("denominator-missing", QUOTIENT, denominator_missing, KNOWN),
    Mistake("wrong-denominator", QUOTIENT, divided_by_numerator, KNOWN),
    Mistake("wrong-denominator", QUOTIENT, divided_by_derivative, RARE),
    Mistake("quotient-upside-down", QUOTIENT, quotient_upside_down, KNOWN),
    Mistake("quotient-term-missing", QUOTIENT, numerator_only, KNOWN),
    Mistake("quotient-term-missing", QUOTIENT, denominator_only, KNOWN),
    Mistake("quotient-term-missing", QUOTIENT, over_the_square_only, RARE),
    Mistake("quotient-factor-missing", QUOTIENT, factor_missing_above, KNOWN, count),
    Mistake("quotient-as-product", QUOTIENT, quotient_as_product, KNOWN),
    Mistake("quotient-crossed", QUOTIENT, derivatives_crossed, RARE),
)
"""The catalogue of sums, multiples, products and quotients."""
