// Maps of units: one stop of the Tab key with arrows from neighbour to neighbour, a line that reads out what is under
// the pointer, and Leaflet where the screen is wide. Without it every unit is a link all the same.
const wide = matchMedia("(min-width: 62em)");
const offer = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

const setUp = (figure) => {
  const sheet = figure.querySelector(".sheet");
  const svg = sheet.querySelector("svg");
  const readout = figure.querySelector(".readout");
  const areas = [...svg.querySelectorAll("g:first-of-type > a")];
  const saying = (area) => area.querySelector("title").textContent;

  // --- Arrow keys: to the nearest area that lies that way. ---

  const middles = new Map(areas.map((area) => {
    const [, x, y] = area.getAttribute("transform")?.match(/translate\(([-\d.]+) ([-\d.]+)\)/) ?? [];
    if (x !== undefined) return [area, { x: +x, y: +y }];
    const box = area.querySelector("path").getBBox();
    return [area, { x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  }));
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const neighbour = (area, [dx, dy]) => {
    const here = middles.get(area);
    let best, least = Infinity;
    for (const [other, there] of middles) {
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      if (other === area || along <= 0 || aside > along * 2) continue;
      const cost = along + aside * 1.2;
      if (cost < least) [best, least] = [other, cost];
    }
    return best;
  };

  let current = areas[0];
  const makeCurrent = (area) => {
    current?.setAttribute("tabindex", "-1");
    current = area;
    current.setAttribute("tabindex", "0");
  };
  for (const area of areas) area.setAttribute("tabindex", "-1");
  if (current) makeCurrent(current);

  svg.addEventListener("keydown", (event) => {
    const area = event.target.closest?.("a");
    if (!middles.has(area) || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = ways[event.key] ? neighbour(area, ways[event.key])
      : event.key === "Home" ? areas[0] : event.key === "End" ? areas.at(-1) : undefined;
    if (next) {
      makeCurrent(next);
      next.focus({ preventScroll: !!map });
    }
    if (next || ways[event.key]) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  // --- What is said of an area, in reach of the eye. Readers hear the link itself. ---

  readout.hidden = false;
  const tell = (event) => {
    const area = event.target.closest?.("a");
    readout.textContent = area ? saying(area) : "";
  };
  svg.addEventListener("pointerover", tell);
  svg.addEventListener("focusin", (event) => {
    tell(event);
    const area = event.target.closest("a");
    if (!middles.has(area)) return;
    makeCurrent(area);
    if (map) map.panInside(place(middles.get(area)), { padding: [80, 80] });
  });

  // --- Leaflet over the same drawing: zoom and drag, nothing from elsewhere. ---

  let map;
  const { x: left, y: top, width, height } = svg.viewBox.baseVal;
  const place = ({ x, y }) => [top - y, x - left];

  const grow = async () => {
    const [script, style] = [offer("vendor/leaflet/leaflet.js"), offer("vendor/leaflet/leaflet.css")];
    if (map || !wide.matches || !script || !style) return;
    wide.removeEventListener("change", grow);
    await Promise.all([load("link", { rel: "stylesheet", href: style }), load("script", { src: script })]);
    const L = globalThis.L;
    const bounds = [[-height, 0], [0, width]];
    const words = figure.dataset;
    map = L.map(sheet, {
      crs: L.CRS.Simple, zoomSnap: 0.25, zoomDelta: 0.5, minZoom: -3, maxZoom: 3, maxBounds: [[-height * 1.3, -width * 0.3],
        [height * 0.3, width * 1.3]], attributionControl: false, zoomControl: false, keyboard: false, tap: false,
      scrollWheelZoom: false,
    });
    const bar = L.control({ position: "topleft" });
    bar.onAdd = () => {
      const box = L.DomUtil.create("div", "leaflet-bar");
      const acts = [["+", words.in, () => map.zoomIn()], ["−", words.out, () => map.zoomOut()],
        ["⤢", words.all, () => map.fitBounds(bounds)]];
      for (const [sign, title, act] of acts) {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title });
        button.setAttribute("aria-label", title);
        button.addEventListener("click", act);
        box.append(button);
      }
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    bar.addTo(map);
    L.svgOverlay(svg, bounds, { interactive: true }).addTo(map);
    map.fitBounds(bounds);
    // Nearer by the wheel only with Ctrl, so that the page still scrolls.
    sheet.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() - Math.sign(event.deltaY) * 0.5);
    }, { passive: false });
    sheet.addEventListener("keydown", (event) => {
      if (event.key === "+" || event.key === "=") map.zoomIn();
      if (event.key === "-") map.zoomOut();
      if (event.key === "0") map.fitBounds(bounds);
    });
    // A drag that ends on a link does not open it.
    let dragged = false;
    map.on("dragstart", () => { dragged = true; });
    svg.addEventListener("pointerdown", () => { dragged = false; }, true);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
    figure.dataset.map = "leaflet";
  };
  wide.addEventListener("change", grow);
  // If it does not come, the drawing stays as it is.
  grow().catch(() => {});
};

const load = (kind, attributes) => new Promise((resolve, reject) => {
  const node = Object.assign(document.createElement(kind), attributes, { onload: resolve, onerror: reject });
  document.head.append(node);
});

for (const figure of document.querySelectorAll("[data-map]")) setUp(figure);
