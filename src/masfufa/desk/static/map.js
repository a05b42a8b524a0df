// The map: outlines and values come from the desk itself. No tiles, no glyphs, nothing from outside.
import * as maplibre from "./vendor/maplibre-gl.mjs";

const holder = document.getElementById("map");

function webgl() {
  try {
    const canvas = document.createElement("canvas");
    return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
  } catch {
    return false;
  }
}

const SHADES = ["#d6e6e7", "#9fc6c9", "#66a3a8", "#2f7c83", "#0b4f56"];

/** Upper ends of the shades: equal numbers of the values in each. */
function bounds(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const ends = SHADES.map((_, i) => sorted[Math.min(sorted.length - 1, Math.ceil(((i + 1) * sorted.length) / SHADES.length) - 1)]);
  return ends.filter((end, i) => i === 0 || end !== ends[i - 1]);
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

async function start() {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const words = data.words;
  const slider = document.getElementById("period");
  const all = Object.values(data.values).flat().filter((one) => one.unit && one.value !== null).map((one) => one.value);
  const ends = bounds(all);
  const shade = (value) => SHADES[Math.min(SHADES.length - 1, ends.findIndex((end) => value <= end) + SHADES.length - ends.length)];
  let period = data.period;

  function fillTable() {
    document.getElementById("table-period").textContent = period;
    const rows = (data.values[period] ?? []).map((one) => {
      const row = element("tr");
      const head = element("th", undefined, { scope: "row" });
      head.append(element("bdi", one.name));
      const value = element("td");
      const link = element("a", undefined, { href: one.address });
      link.append(element("bdi", one.best));
      value.append(link);
      row.append(head, value, element("td", one.interval, { dir: "ltr" }), element("td", String(one.sources)), element("td", one.precision));
      return row;
    });
    document.querySelector("#map-table tbody").replaceChildren(...rows);
  }

  let redraw = () => {};
  if (slider && data.periods.length > 1) {
    slider.closest(".time-slider").hidden = false;
    slider.value = String(data.periods.findIndex(([label]) => label === period));
    slider.addEventListener("input", () => {
      period = data.periods[Number(slider.value)][0];
      document.getElementById("period-shown").textContent = period;
      slider.setAttribute("aria-valuetext", period);
      const select = document.querySelector('select[name="period"]');
      if (select) select.value = period;
      fillTable();
      redraw();
    });
  }
  drawLegend(words, ends, all.length);
  if (!webgl()) {
    holder.hidden = true;
    document.getElementById("no-webgl").hidden = false;
    return;
  }
  const outlines = await (await fetch(holder.dataset.outlines)).json();
  const box = new maplibre.LngLatBounds();
  for (const feature of outlines.features) for (const polygon of feature.geometry.coordinates) for (const point of polygon[0]) box.extend(point);
  if (box.isEmpty()) {
    holder.hidden = true;
    return;
  }
  const language = holder.dataset.language;
  const map = new maplibre.Map({
    container: holder,
    attributionControl: false,
    bounds: box,
    fitBoundsOptions: { padding: 20 },
    dragRotate: false,
    pitchWithRotate: false,
    locale: {},
    style: { version: 8, sources: {}, layers: [{ id: "sea", type: "background", paint: { "background-color": "#dfe9f0" } }] },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), language === "ar" ? "top-left" : "top-right");

  function shapes() {
    const said = new Map((data.values[period] ?? []).filter((one) => one.unit).map((one) => [one.unit, one]));
    return {
      type: "FeatureCollection",
      features: outlines.features.map((feature) => {
        const one = said.get(feature.properties.unit);
        const state = !one ? "unsaid" : one.value === null ? "unknown" : "known";
        return { ...feature, properties: { ...feature.properties, state, color: state === "known" ? shade(one.value) : "#f4f1ea" } };
      }),
    };
  }
  function within(point) {
    const [, first, last] = data.periods.find(([label]) => label === period) ?? [];
    return point.start && first && point.start <= last && (point.end ?? point.start) >= first;
  }
  function spots() {
    const now = data.points.map((point, at) => ({ point, at })).filter(({ point }) => point.lat !== null && point.how !== "unit" && within(point));
    const most = Math.max(1, ...data.points.map((point) => point.number));
    return {
      type: "FeatureCollection",
      features: now.map(({ point, at }) => ({
        type: "Feature",
        properties: { at, how: point.how, radius: Math.max(5, 28 * Math.sqrt(point.number / most)) },
        geometry: { type: "Point", coordinates: [point.lon, point.lat] },
      })),
    };
  }

  map.on("load", () => {
    const dots = new Uint8Array(8 * 8 * 4);
    for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) dots.set((x + y) % 8 < 2 ? [125, 143, 149, 255] : [244, 241, 234, 255], (y * 8 + x) * 4);
    map.addImage("hatch", { width: 8, height: 8, data: dots });
    map.addSource("units", { type: "geojson", data: shapes() });
    map.addSource("borders", { type: "geojson", data: outlines.borders });
    map.addSource("spots", { type: "geojson", data: spots() });
    const valued = new Set(Object.values(data.values).flat().map((one) => one.unit));
    map.addSource("names", {
      type: "geojson",
      data: {
        type: "FeatureCollection",
        features: outlines.features.map(({ properties: p }) => ({
          type: "Feature",
          properties: { name: p[`name_${language}`] ?? p.name_en ?? "", order: valued.has(p.unit) ? 0 : 1 },
          geometry: { type: "Point", coordinates: [p.lon, p.lat] },
        })),
      },
    });
    map.addLayer({ id: "fill", type: "fill", source: "units", paint: { "fill-color": ["get", "color"] } });
    map.addLayer({ id: "hatched", type: "fill", source: "units", filter: ["==", ["get", "state"], "unknown"], paint: { "fill-pattern": "hatch" } });
    map.addLayer({ id: "line", type: "line", source: "units", filter: ["!", ["get", "disputed"]], paint: { "line-color": "#7d8f95", "line-width": 0.8 } });
    map.addLayer({ id: "dashed", type: "line", source: "units", filter: ["get", "disputed"], paint: { "line-color": "#a11b2b", "line-width": 1.4, "line-dasharray": [3, 2] } });
    map.addLayer({ id: "border-under", type: "line", source: "borders", paint: { "line-color": "#ffffff", "line-width": 2.4 } });
    map.addLayer({ id: "border", type: "line", source: "borders", paint: { "line-color": "#a11b2b", "line-width": 1.6, "line-dasharray": [3, 2] } });
    map.addLayer({ id: "area", type: "circle", source: "spots", filter: ["==", ["get", "how"], "area"], paint: { "circle-radius": 26, "circle-color": "#c8553d", "circle-opacity": 0.12, "circle-stroke-color": "#7d2e1e", "circle-stroke-width": 1, "circle-stroke-opacity": 0.6 } });
    map.addLayer({ id: "spot", type: "circle", source: "spots", filter: ["==", ["get", "how"], "spot"], paint: { "circle-radius": ["get", "radius"], "circle-color": "#c8553d", "circle-opacity": 0.65, "circle-stroke-color": "#7d2e1e", "circle-stroke-width": 1 } });
    map.addLayer({
      id: "names", type: "symbol", source: "names",
      layout: { "text-field": ["get", "name"], "text-font": ["Plex", "sans-serif"], "text-size": 13, "symbol-sort-key": ["get", "order"], "text-padding": 4 },
      paint: { "text-color": "#17262b", "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
    });
    redraw = () => {
      map.getSource("units").setData(shapes());
      map.getSource("spots").setData(spots());
    };
    holder.dataset.ready = "yes";
  });

  const popup = new maplibre.Popup({ maxWidth: "300px" });
  map.on("click", (event) => {
    const [found] = map.queryRenderedFeatures(event.point, { layers: ["spot", "area", "fill"].filter((id) => map.getLayer(id)) });
    if (!found) return;
    const box_ = element("div", undefined, { dir: language === "ar" ? "rtl" : "ltr" });
    if (found.layer.id === "fill") unitPopup(box_, found.properties);
    else pointPopup(box_, data.points[found.properties.at]);
    popup.setLngLat(event.lngLat).setDOMContent(box_).addTo(map);
  });

  function unitPopup(into, properties) {
    into.append(element("b", properties[`name_${language}`] ?? properties.name_en ?? ""));
    const said = (data.values[period] ?? []).filter((one) => one.unit === properties.unit);
    if (!said.length) into.append(element("p", words.unsaid));
    for (const one of said) {
      const line = element("p");
      line.append(element("bdi", `${one.best} ${one.interval ? `[${one.interval}]` : ""}`), ` · ${words.sources_count} ${one.sources} · `, element("a", words.open_cell, { href: one.address }));
      into.append(line);
    }
    const inside = data.points.filter((point) => point.how === "unit" && point.unit === properties.unit && within(point));
    if (inside.length) into.append(element("p", `${words.happenings} (${words.precisions.unit})`));
    for (const point of inside.slice(0, 8)) pointLine(into, point);
  }
  function pointPopup(into, point) {
    into.append(element("b", point.name));
    into.append(element("p", words.precisions[point.how]));
    pointLine(into, point);
  }
  function pointLine(into, point) {
    const line = element("p");
    line.append(element("bdi", point.day), ` · ${point.what} · `, element("bdi", `${point.value} ${point.interval ? `[${point.interval}]` : ""}`));
    if (point.document) line.append(" · ", element("a", words.open_document, { href: `/documents/${point.document}` }));
    into.append(line);
  }
}

function drawLegend(words, ends, many) {
  const legend = document.getElementById("legend");
  const svg = (inner) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    made.setAttribute("viewBox", "0 0 26 20");
    made.setAttribute("aria-hidden", "true");
    for (const [name, attributes] of inner) {
      const part = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
      made.append(part);
    }
    return made;
  };
  const item = (picture, text) => {
    const made = document.createElement("li");
    made.append(picture, " ");
    const said = document.createElement("bdi");
    said.textContent = text;
    made.append(said);
    legend.append(made);
  };
  const box = (fill) => svg([["rect", { x: 1, y: 1, width: 24, height: 18, fill, stroke: "#7d8f95" }]]);
  const offset = SHADES.length - ends.length;
  if (many) ends.forEach((end, i) => item(box(SHADES[i + offset]), i ? `${(ends[i - 1] + 1).toLocaleString("en")}–${end.toLocaleString("en")}` : `≤ ${end.toLocaleString("en")}`));
  item(svg([["rect", { x: 1, y: 1, width: 24, height: 18, fill: "#f4f1ea", stroke: "#7d8f95" }], ["path", { d: "M1 19L19 1M9 19L25 3M1 9L9 1", stroke: "#7d8f95" }]]), words.legend.unknown);
  item(box("#f4f1ea"), words.legend.unsaid);
  item(svg([["circle", { cx: 13, cy: 10, r: 7, fill: "#c8553d", "fill-opacity": 0.65, stroke: "#7d2e1e" }]]), words.legend.spot);
  item(svg([["circle", { cx: 13, cy: 10, r: 9, fill: "#c8553d", "fill-opacity": 0.12, stroke: "#7d2e1e" }]]), words.legend.area);
  item(svg([["path", { d: "M1 10H25", stroke: "#a11b2b", "stroke-width": 2, "stroke-dasharray": "5 3" }]]), words.legend.disputed);
}

if (holder) start();
