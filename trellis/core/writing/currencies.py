"""The currencies that people are paid in: the codes of ISO 4217 that are in use, of its list one, as of 2026.

Published by https://www.six-group.com (data standards); without metals, funds and units of account.
"""

_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF
GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK
LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD
OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF
XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
# How many digits stand behind the point of an amount: of most two.
_OF_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_OF_THREE = "BHD IQD JOD KWD LYD OMR TND"
# By code, where it is not two.
DECIMALS = {**dict.fromkeys(_OF_NO_DECIMALS.split(), 0), **dict.fromkeys(_OF_THREE.split(), 3)}
# By code, where it is not 1: of dinars cards know two decimals, of ariary none (Stripe, "Currencies").
_STEPS = {**dict.fromkeys(_OF_THREE.split(), 10), "MGA": 100}


def decimals_of(currency: str) -> int:
    """Return how many digits stand behind the point of an amount in this currency."""
    return DECIMALS.get(currency, 2)


def step_of(currency: str) -> int:
    """Return of how many minor units every amount is a multiple that cards are charged or people are sent."""
    return _STEPS.get(currency, 1)


def rounded_down(minor: int, currency: str) -> int:
    """Return the most that can be charged or sent and is not more than an amount."""
    return minor - minor % step_of(currency)
