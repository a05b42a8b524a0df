// A point chosen on a map in the form of a record. Without WebGL, or scripts, the fields below do the same.
let maplibre = null;
let drawn = null;

function webgl() {
  try {
    const canvas = document.createElement("canvas");
    return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
  } catch {
    return false;
  }
}

function pointOf(text) {
  const found = /^\s*(-?[\d.]+)\s*[,;\s]\s*(-?[\d.]+)\s*$/.exec(text);
  return found ? [Number(found[2]), Number(found[1])] : null;
}

async function draw(details) {
  const holder = details.querySelector(".pick-map");
  if (!holder || !details.open || holder.dataset.drawn || !webgl()) return;
  holder.dataset.drawn = "yes";
  holder.hidden = false;
  maplibre ??= await import("./vendor/maplibre-gl.mjs");
  const outlines = await (await fetch(holder.dataset.outlines)).json();
  if (!holder.isConnected) return;
  drawn?.remove();
  const box = new maplibre.LngLatBounds();
  for (const feature of outlines.features) for (const polygon of feature.geometry.coordinates) for (const point of polygon[0]) box.extend(point);
  const field = details.querySelector('input[name="point"]');
  const chosen = pointOf(field.value);
  const view = chosen ? { center: chosen, zoom: 7 } : box.isEmpty() ? { center: [20, 20], zoom: 1 } : { bounds: box, fitBoundsOptions: { padding: 12 } };
  const language = holder.dataset.language;
  const map = new maplibre.Map({
    container: holder, attributionControl: false, dragRotate: false, pitchWithRotate: false, ...view,
    style: { version: 8, sources: {}, layers: [{ id: "sea", type: "background", paint: { "background-color": "#dfe9f0" } }] },
  });
  drawn = map;
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), language === "ar" ? "top-left" : "top-right");
  const marked = (at) => ({ type: "FeatureCollection", features: at ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } }] : [] });
  map.on("load", () => {
    map.addSource("units", { type: "geojson", data: outlines });
    map.addSource("names", {
      type: "geojson",
      data: { type: "FeatureCollection", features: outlines.features.map(({ properties: p }) => ({ type: "Feature", properties: { name: p[`name_${language}`] ?? p.name_en ?? "" }, geometry: { type: "Point", coordinates: [p.lon, p.lat] } })) },
    });
    map.addSource("chosen", { type: "geojson", data: marked(chosen) });
    map.addLayer({ id: "land", type: "fill", source: "units", paint: { "fill-color": "#f4f1ea" } });
    map.addLayer({ id: "line", type: "line", source: "units", paint: { "line-color": "#7d8f95", "line-width": 0.8 } });
    map.addLayer({
      id: "names", type: "symbol", source: "names",
      layout: { "text-field": ["get", "name"], "text-font": ["Plex", "sans-serif"], "text-size": 12, "text-padding": 4 },
      paint: { "text-color": "#17262b", "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
    });
    map.addLayer({ id: "chosen", type: "circle", source: "chosen", paint: { "circle-radius": 8, "circle-color": "#c8553d", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
    holder.dataset.ready = "yes";
  });
  map.on("click", ({ lngLat }) => {
    field.value = `${lngLat.lat.toFixed(5)}, ${lngLat.lng.toFixed(5)}`;
    map.getSource("chosen")?.setData(marked([lngLat.lng, lngLat.lat]));
    details.querySelector("[data-pick-look]").click();
  });
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-pick]")) draw(event.target);
}, true);
const all = () => document.querySelectorAll("details[data-pick][open]").forEach(draw);
document.addEventListener("htmx:after:settle", all);
all();
