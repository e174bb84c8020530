"""Makes the peers' template from the real page, so that they send the same bytes whatever the page looks like.

Where the page has its rows, its list of fields and the visitor's name, the template has loops and values, in the
words that Jinja2 and Django share.
"""

import re

ITEM = re.compile(r'<li><a href="/procedures/[^"]+"><b>.*?</li>', re.DOTALL)
CHIP = re.compile(r'<li><a href="/procedures\?field=[^"]*">[^<]* <span class="n">\d+</span></a></li>', re.DOTALL)


def template(page: str, display_name: str) -> str:
    if "{{" in page or "{%" in page:
        raise RuntimeError("the page holds braces that a template would read")
    page = _loop(page, ITEM, "rows", _item)
    page = _loop(page, CHIP, "fields", _chip)
    if display_name not in page:
        raise RuntimeError("the page does not name its visitor")
    return page.replace(display_name, "{{ display_name }}")


def _loop(page: str, pattern: re.Pattern, name: str, write) -> str:
    found = list(pattern.finditer(page))
    if len(found) < 2:
        raise RuntimeError(f"the page has no list of {name}")
    first, last = found[0], found[-1]
    between = page[first.end() : found[1].start()]
    body = write(first.group())
    if between.strip():
        raise RuntimeError(f"something stands between the {name}: {between!r}")
    loop = f"{{% for one in {name} %}}{body}{between}{{% endfor %}}"
    return page[: first.start()] + loop + page[last.end() :]


def _item(item: str) -> str:
    item = re.sub(r'href="/procedures/[^"]+"', 'href="/procedures/{{ one.code }}"', item)
    item = re.sub(r"<b>.*?</b>", "<b>{{ one.name }}</b>", item, flags=re.DOTALL)
    line = "{{ one.field }} · {{ one.level }} · {{ one.term }} · {{ one.fee }}"
    return re.sub(r'(<span class="small soft">).*?(</span>)', rf"\1{line}\2", item, flags=re.DOTALL)


def _chip(chip: str) -> str:
    return re.sub(
        r'field=[^"]*">[^<]* <span class="n">\d+<',
        'field={{ one.address }}">{{ one.name }} <span class="n">{{ one.count }}<',
        chip,
    )
