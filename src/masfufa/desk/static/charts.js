// Charts of time and of actors. Everything that they show stands in the page's tables too.
const css = getComputedStyle(document.body);
const color = (name) => css.getPropertyValue(name).trim();
const INK = color("--ink");
const SOFT = color("--soft");
const LINE = color("--line");
const FONT = '"Plex", system-ui, sans-serif';
const COLORS = { best: color("--accent"), press: color("--press"), agency: color("--agency"), field: color("--field") };
const charts = [];

const text = (id) => {
  const holder = document.getElementById(id);
  return holder ? JSON.parse(holder.textContent) : null;
};

function open(id) {
  const holder = document.getElementById(id);
  if (!holder || !window.echarts) return null;
  const chart = window.echarts.init(holder, null, { renderer: "canvas" });
  charts.push(chart);
  return chart;
}

/** Values in order of time; where a period is missing or its value is not known the line has a gap. */
function line(steps, key, after) {
  const out = [];
  steps.forEach((step, i) => {
    const next = steps[i + 1];
    out.push([after ? step.end : middle(step), step[key] ?? null]);
    if (next && next.start > step.end) out.push([step.end, null]);
  });
  return out;
}

function middle(step) {
  return new Date((Date.parse(step.start) + Date.parse(step.end)) / 2).toISOString().slice(0, 10);
}

function bandOf(steps, level, open_) {
  return {
    type: "custom", name: open_, z: 1, silent: true, itemStyle: { color: COLORS.best, opacity: 0.3 },
    encode: { x: [0, 1], y: [2, 3] }, // so that the axis holds the bounds too
    data: steps.filter((s) => s.best !== null && s.low !== null && s.low !== s.high).map((s) => [s.start, s.end, s.low, s.high ?? s.best, s.high === null ? 1 : 0]),
    renderItem(params, api) {
      const [left, low] = api.coord([api.value(0), api.value(2)]);
      const [right, high] = api.coord([api.value(1), api.value(3)]);
      const isOpen = api.value(4) === 1;
      const top = isOpen ? Math.max(params.coordSys.y, high - 22) : high;
      const at = (left + right) / 2;
      if (!level) {
        const cap = Math.min(6, (right - left) / 4);
        const shapes = [[at, low, at, top], [at - cap, low, at + cap, low], ...(isOpen ? [[at, top, at - 4, top + 6], [at, top, at + 4, top + 6]] : [[at - cap, top, at + cap, top]])];
        return { type: "group", children: shapes.map(([x1, y1, x2, y2]) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: INK, lineWidth: 1.5 } })) };
      }
      const fill = isOpen ? new window.echarts.graphic.LinearGradient(0, 1, 0, 0, [{ offset: 0, color: COLORS.best }, { offset: 1, color: "transparent" }]) : COLORS.best;
      return { type: "rect", shape: { x: left, y: top, width: right - left, height: Math.max(low - top, 2) }, style: { fill, opacity: 0.22 } };
    },
  };
}

function drawTime(data) {
  const { words, rtl } = data;
  for (const found of data.charts) {
    const chart = open(`c-${found.id}`);
    if (!chart) continue;
    const { steps } = found;
    const level = found.measure !== "flow";
    const series = [bandOf(steps, level, words.bounds)];
    if (level) {
      series.push({ type: "line", name: words.best, z: 3, data: line(steps, "best"), connectNulls: false, symbolSize: 7, itemStyle: { color: COLORS.best }, lineStyle: { width: 3, color: COLORS.best } });
    } else {
      series.push({ type: "bar", name: words.best, z: 0, data: line(steps, "best"), barMaxWidth: 26, barMinWidth: 2, itemStyle: { color: COLORS.best, opacity: 0.75 } });
    }
    const shapes = { press: "diamond", agency: "rect", field: "triangle" };
    for (const name of ["press", "agency", "field"]) {
      if (!steps.some((step) => step[name] !== null)) continue;
      series.push({ type: "line", name: words.channel[name], z: 4, data: line(steps, name), connectNulls: false, symbol: shapes[name], symbolSize: 9, itemStyle: { color: COLORS[name] }, lineStyle: { width: level ? 1.5 : 0, type: "dashed", color: COLORS[name] } });
    }
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: FONT, color: INK },
      grid: { left: 8, right: 16, top: 44, bottom: 8, containLabel: true },
      legend: { top: 4, [rtl ? "right" : "left"]: 0, align: rtl ? "right" : "left", textStyle: { color: INK, fontFamily: FONT }, data: (rtl ? [...series].reverse() : series).map((one) => one.name) },
      tooltip: { trigger: "axis", renderMode: "richText", formatter: (items) => told(items, steps, words) },
      xAxis: { type: "time", axisLabel: { color: SOFT, hideOverlap: true, formatter: { year: "{yyyy}", month: "{yyyy}-{MM}", day: "{MM}-{dd}" } }, axisLine: { lineStyle: { color: SOFT } }, min: steps[0].start, max: steps.at(-1).end },
      yAxis: { type: "value", min: 0, axisLabel: { color: SOFT, formatter: (value) => value.toLocaleString("en") }, splitLine: { lineStyle: { color: LINE } } },
      series,
    });
    chart.on("click", (event) => {
      const day = Array.isArray(event.value) ? event.value[0] : null;
      const step = steps.find((one) => middle(one) === day);
      if (step) location.href = step.address;
    });
  }
}

function told(items, steps, words) {
  const step = steps.find((one) => items.some((item) => item.value[0] === middle(one)));
  if (!step) return words.gap;
  const number = (value) => (value === null ? words.unknown : value.toLocaleString("en"));
  const lines = [step.period, `${words.best}: ${number(step.best)}`];
  if (step.best !== null && step.low !== step.high) lines.push(`${words.bounds}: ${number(step.low)}–${step.high === null ? words.open_above : number(step.high)}`);
  for (const name of ["press", "agency", "field"]) if (step[name] !== null) lines.push(`${words.channel[name]}: ${number(step[name])}`);
  return lines.join("\n");
}

function drawNetwork(data) {
  const chart = open("network");
  if (!chart) return;
  const most = Math.max(1, ...data.nodes.map((node) => node.value));
  const short = (name) => (name.length > 24 ? `${name.slice(0, 23)}…` : name);
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: FONT, color: INK },
    tooltip: { renderMode: "richText", formatter: (item) => (item.dataType === "edge" ? `${item.data.source} → ${item.data.target}\n${data.words.quads[item.data.quad] ?? ""}: ${item.data.value}` : `${item.name}: ${item.value} ${data.words.deeds}`) },
    series: [{
      type: "graph", layout: "circular", circular: { rotateLabel: true }, roam: false, left: "26%", right: "26%", top: "28%", bottom: "28%",
      data: data.nodes.map((node) => ({ ...node, symbolSize: (chart.getWidth() < 600 ? 5 : 8) + (chart.getWidth() < 600 ? 10 : 26) * Math.sqrt(node.value / most), itemStyle: { color: COLORS.best } })),
      links: data.edges.map((edge) => ({ ...edge, lineStyle: { color: color(`--q${edge.quad}`) || SOFT, width: Math.min(1 + edge.value, 7), curveness: 0.12 + 0.06 * edge.quad, opacity: 0.75 } })),
      edgeSymbol: ["none", "arrow"], edgeSymbolSize: 8,
      label: { show: true, color: INK, fontSize: 11, formatter: (item) => short(item.name) },
    }],
  });
}

const time = text("time-data");
if (time) drawTime(time);
const network = text("network-data");
if (network) drawNetwork(network);
addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
document.body.dataset.charts = String(charts.length);
