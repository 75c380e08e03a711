"""Texts that a page, a font, a standard or a template may stumble over."""

LONGEST = 5000

HARD = {
    "arabic": "مُحَمَّد العمراني قال: لم أستلم أموالي 12/11 \u200f(سلام) 1.250,00 €",
    "hebrew": "שָׁלוֹם עולם, הכסף לא הגיע (12/11) abc",
    "greek": "Ελένη Παπαδοπούλου: ἄνθρωπος ᾧ",
    "cyrillic": "Жанна Ильич: ѣ ґ ї ћ Ў",
    "latin": "Łukasz Żółć Dvořák ĳ Ǆ ﬁ ẞ Ə Ộ",
    "emoji": "😀👩🏽‍💻👨‍👩‍👧🇳🇱☎️✓︎ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "marks": "x\u030ca\u030b q̌ž̨ \u0301 Z\u0338\u0322\u031b\u0351\u036ba\u0334\u0347l\u0336g\u0489o",
    "cjk": "李小龍 日本語テスト 한국어 𠀀",
    "other scripts": "नमस्ते สวัสดี ქართული Հայերեն አማርኛ 𝔸𝕓𝟘",
    "direction": "factuur\u202egnp.exe\u202c \u2066ab\u2069 \u2067گ\u2069 \u061c\u200e",
    "control": "a\x00b\x07c\x1b[31md\x7fe\x85f\u2028g\u2029h\x0bi\x0cj\ufeffk",
    "not characters": "a\ufffeb\uffffc\ufdd0d\ue000e\U000f0000f\ufffdg",
    "soft hyphens": "ver\u00adze\u00adke\u00adrings\u00admaat\u00adschap\u00adpij " * 4,
    "spaces": " \t\u00a0\u2003\u3000x\u200b\u200b\u2060y \t ",
    "line ends": "een\r\n\r\n\ntwee\rdrie\n" * 3,
    "html": '<script>alert(1)</script> & <b>vet</b> &amp; &#x202e; <!-- x --> ]]> <a href="x">',
    "template": "{{ 7*7 }} {% raw %} #{1} ${2} %(name)s %s {0} \\u0041",
    "pdf": "\\( ) % /Type << >> endobj stream (((( BT ET \\",
    "quotes": "\"dubbel\" 'enkel' `x` “a” ‘b’ „c” «d» ‹e› attr=\"'>",
    "signs": "≥ ≤ ≠ → ⇒ ∑ ½ № ™ ₿ ₽ ฿ ¥ § † ‰ … – — · • ■ ☑ ☒ ✗",
    "one word": "W" * LONGEST,
    "one greek word": "Ω" * LONGEST,
    "one arabic word": "محمد" * (LONGEST // 4),
    "many emoji": "😀" * 300,
    "many words": "woord 😀 " * (LONGEST // 8),
    "one address": "https://casino.example/?" + "q=a%20b&" * 500,
    "empty": "",
    "blank": " \u200b\t ",
}
"""By name; none is longer than a field of the case may be."""
