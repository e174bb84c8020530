"""What every page has to keep, whoever sees it."""

from axe_playwright_python.sync_playwright import Axe

from words import vietnamese_left

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320

# Texts that people read, except names in another language that are marked as such.
TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent.closest('script, style, [lang="vi"], textarea, .said')) continue;
    const text = walk.currentNode.data.trim();
    if (text) found.push(text);
  }
  const spoken = ['aria-label', 'title', 'placeholder', 'alt', 'data-busy', 'data-text'];
  for (const node of document.querySelectorAll(spoken.map((name) => `[${name}]`).join()))
    for (const name of spoken)
      if (node.hasAttribute(name)) found.push(node.getAttribute(name));
  return found;
}"""

UNLABELLED = """() => [...document.querySelectorAll('input, select, textarea')]
  .filter((field) => !['hidden', 'submit', 'button'].includes(field.type))
  .filter((field) => !field.labels?.length && !field.matches('[aria-label], [aria-labelledby]'))
  .map((field) => field.outerHTML.slice(0, 200))"""

# Elements that reach beyond the right edge, for the message.
WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll('body *')].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.right > root.clientWidth + 0.5 && !node.closest('.scroll, .sr');
  });
  return [`${root.scrollWidth} > ${root.clientWidth}`, ...wide.slice(-4).map((node) => node.outerHTML.slice(0, 160))];
}"""

DEAD_FRAGMENTS = """() => [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href').slice(1))
  .filter((id) => !id || !document.getElementById(id))"""

DOUBLE_IDS = """() => {
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""

_axe = Axe()


def axe_problems(page) -> list[str]:
    result = _axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [
        f"axe {violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"][:3]
    ]


def width_problems(page) -> list[str]:
    """No sideways scrolling on the narrowest screen, nor with letters of twice the size."""
    problems = []
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": size["height"]})
    if wide := page.evaluate(WIDE):
        problems.append(f"scrolls sideways at {NARROW} px: {wide}")
    page.set_viewport_size(size)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if wide := page.evaluate(WIDE):
        problems.append(f"scrolls sideways at {size['width']} px with text at 200 %: {wide}")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return problems


def page_problems(page, language: str, typed: list[str] = ()) -> list[str]:
    """Everything that is wrong with the page that is open, as sentences."""
    problems = axe_problems(page)
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1:
        problems.append(f"{len(headings)} h1: {headings}")
    title = page.title()
    if not title.endswith(" · Thác Bà") or not title.removesuffix(" · Thác Bà").strip():
        problems.append(f"the title does not name the page: {title!r}")
    if (said := page.locator("html").get_attribute("lang")) != language:
        problems.append(f"lang is {said!r}, not {language!r}")
    problems += [f"field without label: {field}" for field in page.evaluate(UNLABELLED)]
    problems += [f"dead fragment #{name}" for name in page.evaluate(DEAD_FRAGMENTS)]
    problems += [f"id twice: {name}" for name in page.evaluate(DOUBLE_IDS)]
    problems += width_problems(page)
    problems += [f"console: {message}" for message in getattr(page, "complaints", [])]
    return problems


def untranslated(page, typed: list[str] = ()) -> list[str]:
    """What an English page still says in Vietnamese, names and typed text aside."""
    return vietnamese_left([page.title(), *page.evaluate(TEXTS)], list(typed))


def check_page(page, language: str | None = None) -> None:
    language = language or page.locator("html").get_attribute("lang")
    problems = page_problems(with_scripts(page), language)
    assert not problems, f"{page.url}:\n  " + "\n  ".join(problems)


def with_scripts(page):
    """The same markup in a window where axe may run, when the page's own window has no scripts."""
    if page.has_script:
        return page
    mirror = page.mirror()
    html = page.content()
    mirror.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    mirror.goto(page.url)
    mirror.unroute_all()
    return mirror
