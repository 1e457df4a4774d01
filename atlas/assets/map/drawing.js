// One Plotly map, drawn once; afterwards the drawn shapes are recoloured in place, so that zoom and focus survive.

const SVG = "http://www.w3.org/2000/svg"

/** Loads plotly.js once for the whole page. */
const loadPlotly = address =>
  (window.__atlasPlotly ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly)
    const script = document.createElement("script")
    script.src = address
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => {
      window.__atlasPlotly = undefined
      reject(new Error(`the drawing library could not be loaded (${address})`))
    }
    document.head.append(script)
  }))

const files = new Map()
/** Fetches a JSON file once; the error says which one failed. */
const loadJson = (address, what) => {
  if (!files.has(address))
    files.set(address, fetch(address).then(answer => {
      if (!answer.ok) throw new Error(`${what} could not be loaded (${address}: ${answer.status})`)
      return answer.json()
    }, () => { throw new Error(`${what} could not be loaded (${address})`) }).catch(problem => {
      files.delete(address)
      throw problem
    }))
  return files.get(address)
}

/** Fill of a status: a plain colour, or a pattern on it so that colour never carries meaning alone. */
const PATTERN_LINES = {
  "/": "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2",
  "\\": "M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2",
  x: "M0,0 l6,6 M0,6 l6,-6",
  "+": "M3,0 v6 M0,3 h6",
  "|": "M3,0 v6",
  "-": "M0,3 h6",
  ".": "M3,3 h.01",
}

const makePattern = (id, colour, kind, ink, width = 1.1) => {
  const pattern = document.createElementNS(SVG, "pattern")
  for (const [name, value] of Object.entries({ id, width: 6, height: 6, patternUnits: "userSpaceOnUse" })) pattern.setAttribute(name, value)
  const ground = document.createElementNS(SVG, "rect")
  ground.setAttribute("width", 6)
  ground.setAttribute("height", 6)
  ground.setAttribute("fill", colour)
  const lines = document.createElementNS(SVG, "path")
  lines.setAttribute("d", PATTERN_LINES[kind])
  lines.setAttribute("stroke", ink)
  lines.setAttribute("stroke-width", kind === "." ? 2 : width)
  lines.setAttribute("stroke-linecap", "round")
  pattern.append(ground, lines)
  return pattern
}

/** A hidden SVG with every pattern of the theme; returns the fill for (status index, contested). */
const makeFills = (host, styles, theme, prefix) => {
  host.querySelector("svg.patterns")?.remove()
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("class", "patterns")
  svg.setAttribute("aria-hidden", "true")
  svg.style.cssText = "position:absolute;width:0;height:0"
  const fills = styles.map((style, index) => {
    const colour = style[theme]
    const plain = style.pattern ? `${prefix}-${index}` : null
    if (plain) svg.append(makePattern(plain, colour, style.pattern, theme === "dark" ? "#0f171c" : "#1d2b36"))
    svg.append(makePattern(`${prefix}-${index}-contested`, colour, "/", "#ffffff", 1.6))
    return { plain: plain ? `url(#${plain})` : colour, contested: `url(#${prefix}-${index}-contested)` }
  })
  svg.append(makePattern(`${prefix}-undetermined`, theme === "dark" ? "#39444b" : "#e9e5db", "/", theme === "dark" ? "#8c979d" : "#9a948a"))
  host.append(svg)
  return (index, contested) => fills[index][contested ? "contested" : "plain"]
}

const sameColour = colour => [[0, colour], [1, colour]]

const makeTraces = (geometry, ids, history, line, ground) => [
  { type: "choropleth", geojson: geometry, locations: history.ground.map(each => each.id), z: history.ground.map(() => 0), colorscale: sameColour(ground), showscale: false, hoverinfo: "none", marker: { line: { width: 0.4, color: line } } },
  { type: "choropleth", geojson: geometry, locations: ids, z: ids.map(() => 0), colorscale: sameColour(ground), showscale: false, hoverinfo: "none", marker: { line: { width: 0.6, color: line } } },
  { type: "scattergeo", mode: "markers", lon: history.small.map(iso3 => history.states[iso3].lon), lat: history.small.map(iso3 => history.states[iso3].lat), customdata: history.small, hoverinfo: "none", marker: { size: 9, color: ground, line: { width: 1.1, color: line } } },
]

const makeLayout = (view, width, height) => ({
  geo: { visible: false, fitbounds: false, bgcolor: "rgba(0,0,0,0)", domain: { x: [0, 1], y: [0, 1] }, lataxis: { range: [-58, 84] }, ...lookAt(view) },
  margin: { l: 0, r: 0, t: 0, b: 0 },
  width,
  height,
  dragmode: "pan",
  hovermode: "closest",
  paper_bgcolor: "rgba(0,0,0,0)",
  showlegend: false,
})

/** A view as Plotly's geo settings: the globe is turned so that a region across 180 degrees stays whole. */
const lookAt = view => ({
  projection: { type: "natural earth", scale: view.scale, rotation: { lon: view.lon, lat: 0, roll: 0 } },
  center: { lon: view.lon, lat: view.lat },
})

const CONFIG = address => ({ displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false, topojsonURL: address })
