"""Which Vietnamese words may stand in an English page: names, and what people wrote."""

import csv
import re
from functools import cache

from server import ROOT

# Letters that Vietnamese has and English has not.
MARKED = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")

# The names of demo accounts, and words that stay as they are in English.
NAMES = [
    "Hoàng Thị Mai", "Đặng Thị Thảo", "Nguyễn Văn Quyết", "Bàn Văn Thắng", "Triệu Văn Sơn", "Lương Thị Hạnh",
    "Phạm Minh Đức", "Trần Thu Hà", "Vũ Quang Minh", "Lê Thị Bích", "Đỗ Anh Tuấn", "Thác Bà", "Yên Bái",
    "Tiếng Việt", "Việt Nam", "Việt", "Cổng Dịch vụ công quốc gia",
    # Marks of documents of law.
    "NĐ-CP",
    # Questions as they were put when the dossier was filed: they stay in the words in which they were answered.
    "Số điện thoại", "Nội dung yêu cầu", "Giấy tờ nộp sau tại quầy",
]  # fmt: skip

# Kinds of units stay as the lists of the state spell them.
KINDS = ["tỉnh", "thành phố", "thị xã", "huyện", "phường", "thị trấn", "xã", "thôn", "bản", "tổ dân phố"]


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "Resources/seeds" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def known() -> list[str]:
    """Names and texts that are data, the longest first, in lower case."""
    found = set(NAMES)
    for row in rows("units-2022.csv"):
        for column in ("full_name", "name", "name_alt"):
            found.add(row[column])
    for row in rows("units-2025.csv"):
        found.update((row["full_name"], row["name"]))
    for row in rows("unit-changes.csv"):
        found.update((row["to_full_name"], row["to_name"], row["legal_basis"]))
    for row in rows("village-names.csv"):
        found.update((row["type"], row["text"]))
    found.update(KINDS)
    for year in ("2022", "2025"):
        found.update(row["region_name"] for row in rows(f"unit-tiles-{year}.csv"))
    for row in rows("procedures.csv"):
        for column in ("name", "field", "level", "decision_no", "fee_note", "times_all", "result"):
            found.add(row[column])
        found.add(row["name"].removeprefix("Thủ tục "))
        found.update(row["docs"].split(" | "))
        found.update(row["channels"].split("|"))
        found.update(row["level"].split(", "))
    for row in rows("holidays-vn.csv"):
        found.update(value for value in row.values() if value and MARKED.search(value))
    return sorted((word.lower() for word in found if MARKED.search(word)), key=len, reverse=True)


def vietnamese_left(texts: list[str], typed: list[str]) -> list[str]:
    """Those of the texts that still hold Vietnamese words when all that is data is taken out."""
    data = sorted((word.lower() for word in typed if word), key=len, reverse=True) + known()
    left = []
    for text in dict.fromkeys(texts):
        # "đ" behind a number is the sign of the currency.
        rest = re.sub(r"(?<=\d) đ\b", "", text.lower())
        for word in data:
            if not MARKED.search(rest):
                break
            rest = rest.replace(word, " ")
        if MARKED.search(rest):
            left.append(text)
    return left
