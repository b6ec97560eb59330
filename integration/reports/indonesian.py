"""Indonesian text made comparable: the words that carry meaning, without their affixes.

In:    any text as a customer or an officer typed it.   Out: stems; keys under which equals meet.
Rule:  stop words and chat spellings go by list, affixes by rule; a stem need not be a word, it
       must only be the same for every form of one word.
Never: judges likeness; that is similar.py. Start at `stems`.
"""

import re
import unicodedata
from functools import lru_cache

_STOP = """
ada adalah agar akan aku anda antara apa apabila apakah atas atau bagaimana bagi bahkan bahwa
baik banget bapak beberapa begitu belakangan berikut bila bisa boleh buat bukan cuma dalam
dan dapat dari daripada demikian dengan deh di dia dimana dong dulu guna hal halo hanya harap
harus hendak hingga hormat ia ialah ibu ini itu jadi jangan jika juga kah kak kalau kami kan
kapan karena kasih ke kembali kemudian kepada kini kita kok lagi lah lain lalu maka
malah mana masa masih mau melalui memang mengapa menjadi mereka mohon namun oleh orang pada
padahal pak paling para per perihal pernah pula pun sama sambil sampai sana sangat saya
saudara sebab sebagai sebelum sebuah secara sedang segala segera sehingga sejak selaku
selalu selamat selama semua seperti serta setelah setiap sesuai siang sih sini situ suatu
sudah supaya tanpa tapi telah tentang terhadap terima terkait tersebut tetapi tiap tolong
untuk waktu yaitu yakni yang
"""
_LETTER = """
ajukan adukan admin assalamualaikum balai bareng berkenan bersama diajukan disampaikan haturkan
infokan infonya informasikan kepala keluhan kerja kerjasama kerjasamanya ketahui mengajukan
mengadukan menyampaikan mengucapkan min mohonnya pengaduan perhatian perhatiannya perkenalkan
pimpinan salam samanya sampaikan sebesar sehubungan sekian sore tanya terimakasih ucapan ucapkan
wassalam wassalamualaikum yth
"""
STOP_WORDS = frozenset((_STOP + _LETTER).split())
"""Words without a subject: little ones, and those with which letters and chats begin and end.
*Tidak* and *belum* stay: they turn a sentence round."""

SPELLINGS = {
    "bgt": "banget", "blm": "belum", "blom": "belum", "belom": "belum", "bs": "bisa",
    "bpk": "bapak", "dgn": "dengan", "dg": "dengan", "dr": "dari", "dtg": "datang",
    "ga": "tidak", "gak": "tidak", "enggak": "tidak", "nggak": "tidak", "ngga": "tidak",
    "engga": "tidak", "tdk": "tidak", "tak": "tidak", "tidk": "tidak", "hp": "telepon",
    "hr": "hari", "jd": "jadi", "jg": "juga", "kalo": "kalau", "klo": "kalau", "karna": "karena",
    "krn": "karena", "kmrn": "kemarin", "kpd": "kepada", "lab": "laboratorium",
    "laborat": "laboratorium", "lhu": "laporan uji", "mhn": "mohon", "org": "orang",
    "pd": "pada", "sampel": "contoh", "sample": "contoh", "sdh": "sudah", "sdg": "sedang",
    "sertipikat": "sertifikat", "sertif": "sertifikat", "skrg": "sekarang", "sy": "saya",
    "telpon": "telepon", "telp": "telepon", "tgl": "tanggal", "thd": "terhadap",
    "trs": "terus", "tsb": "tersebut", "udah": "sudah", "udh": "sudah", "utk": "untuk",
    "wa": "whatsapp", "yg": "yang", "antrian": "antrean", "analisa": "analisis", "jadual": "jadwal",
    "kwitansi": "kuitansi", "kuesioner": "kuisioner", "email": "surel", "mail": "surel",
}  # fmt: skip
"""Chat spellings, common misspellings and the trade's abbreviations."""

SHORTEST = 4
"""A stem shorter than this is no longer told apart from others."""

_WORD = re.compile(r"[a-z]+|\d+")
_PARTICLES = ("lah", "kah", "tah", "pun")
_POSSESSIVES = ("nya", "ku", "mu")
_SUFFIXES = ("kan", "an", "i")
# Longer prefixes first; where the prefix swallowed a letter of the stem, that letter comes back.
_PREFIXES = (
    ("menge", ""), ("penge", ""), ("memper", ""), ("diper", ""), ("keter", ""), ("keber", ""),
    ("meny", "s"), ("peny", "s"), ("meng", ""), ("peng", ""), ("mem", ""), ("pem", ""),
    ("men", ""), ("pen", ""), ("ber", ""), ("ter", ""), ("per", ""), ("me", ""), ("pe", ""),
    ("di", ""), ("ke", ""), ("se", ""),
)  # fmt: skip
_SWALLOWED = {"mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k"}
_VOWELS = "aiueo"
_SHORT_STEM = re.compile(
    r"(?:peng|penge|meng|menge|di|ter|pe|me)?(uji|cek|cap|tes|bor)(?:kan|an|nya|i)*"
)
_NOISE_IN_NUMBERS = frozenset({"no", "nomor", "nmr", "num", "order", "sertifikat", "laporan"})


def words(text: str) -> list[str]:
    """Lower-case words and figures, chat spellings written out."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    found: list[str] = []
    for word in _WORD.findall(plain):
        found += SPELLINGS.get(word, word).split()
    return found


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """`word` without particle, possessive, suffix and prefix, as far as a stem is left."""
    short = _SHORT_STEM.fullmatch(word)
    if short:
        return short[1]
    return _without_last_k(_bare(word))


def _without_last_k(word: str) -> str:
    """*rusak* and *rusa-kan* cannot be told apart without a dictionary, so neither keeps its k."""
    return word[:-1] if word.endswith("k") and len(word) > SHORTEST else word


def _bare(word: str) -> str:
    for endings in (_PARTICLES, _POSSESSIVES, _SUFFIXES):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
                word = word[: -len(ending)]
                break
    for prefix, back in _PREFIXES:
        rest = word[len(prefix) :]
        if not word.startswith(prefix) or len(rest) < SHORTEST - (1 if back else 0):
            continue
        if prefix in _SWALLOWED and rest[0] in _VOWELS:
            back = _SWALLOWED[prefix]
        return back + rest
    return word


@lru_cache(maxsize=50_000)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text in order, stop words left out."""
    return tuple(
        word if word.isdigit() else stem(word)
        for word in words(text)
        if word not in STOP_WORDS and (len(word) > 2 or word.isdigit())
    )


def same_cause(text: str) -> str:
    """A key that is equal for causes in the same words, whatever their order, form and spelling."""
    return " ".join(sorted(set(stems(text))))


def same_reference(text: str) -> str:
    """A key that is equal for one order, report or certificate number however it was typed.

    Empty where the text holds no figure, so that "tidak ada" is nobody's number.
    """
    parts = re.findall(r"[a-z]+|\d+", text.casefold())
    kept = [part.lstrip("0") or "0" if part.isdigit() else part for part in parts]
    if not any(part.isdigit() for part in kept):
        return ""
    return " ".join(part for part in kept if part not in _NOISE_IN_NUMBERS)
