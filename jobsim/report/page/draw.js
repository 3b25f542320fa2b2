"use strict";
// Draws each picture in the colours of the page, and again when these change: by night, and on paper.
(() => {
  const pictures = [...document.querySelectorAll("script[data-of]")].map((source) => ({
    place: document.getElementById(source.dataset.of),
    figure: JSON.parse(source.textContent),
  }));
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function template() {
    const axis = { gridcolor: colour("--line"), linecolor: colour("--soft"), tickcolor: colour("--soft"), showline: true };
    const ground = { bgcolor: colour("--raised"), bordercolor: colour("--line"), font: { color: colour("--ink") } };
    return { layout: { font: { color: colour("--ink") }, xaxis: axis, yaxis: axis, hoverlabel: ground } };
  }

  // Where fields are too narrow for their figures, colours alone tell, and the table below.
  const fitting = (trace, place) =>
    trace.type === "heatmap" && place.clientWidth / trace.x.length < 75 ? { ...trace, texttemplate: "" } : trace;

  function draw() {
    const looks = template();
    for (const { place, figure } of pictures) {
      const layout = { ...figure.layout, template: looks };
      const data = figure.data.map((trace) => fitting(trace, place));
      Plotly.react(place, data, layout, { responsive: true, displayModeBar: false });
    }
  }

  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", draw);
})();
