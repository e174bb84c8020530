"""What both Python peers do with a row before it is shown, as the program does it."""

from urllib.parse import quote

SAFE = "-._~"


def short(name: str) -> str:
    for lead in ("Thủ tục ", "Thủ Tục ", "thủ tục "):
        if name.startswith(lead):
            rest = name[len(lead) :]
            return rest[:1].upper() + rest[1:]
    return name


def money(dong: int) -> str:
    return f"{dong:,}".replace(",", ".") + " đ"


def term(count: int | None, measure: str | None, field: str) -> str:
    measure = measure or ("working_day" if field == "Hộ tịch" else None)
    if not count or not measure:
        return "Chưa công bố thời hạn"
    return f"{count} " + {"working_day": "ngày làm việc", "day": "ngày", "hour": "giờ làm việc"}[measure]


def fee(desk: int | None, online: int | None, note: str) -> str:
    if desk is None and online is None:
        return "Lệ phí theo quyết định của tỉnh" if note else "Chưa công bố lệ phí"
    if desk == 0 and (online is None or online == 0):
        return "Không mất tiền"
    if online is None or desk == online:
        return money(desk)
    if desk is None:
        return "Nộp trên mạng không mất tiền" if online == 0 else f"Nộp trên mạng {money(online)}"
    return f"{money(desk)}, nộp trên mạng {money(online)}"


def row(code, name, field, level, count, measure, desk, online, note) -> dict:
    return {
        "code": code,
        "name": short(name),
        "field": field,
        "level": level,
        "term": term(count, measure, field),
        "fee": fee(desk, online, note),
    }


def chips(counts: list[tuple[str, int]], order: list[str]) -> list[dict]:
    """`order` stands for the sort keys that the program makes for names."""
    place = {name: number for number, name in enumerate(order)}
    counts.sort(key=lambda one: (-one[1], place.get(one[0], 0)))
    return [{"name": name, "count": count, "address": quote(name, safe=SAFE)} for name, count in counts]
