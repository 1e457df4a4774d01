// One Plotly map, drawn once; afterwards the drawn shapes are recoloured in place, so that zoom and focus survive.

const SVG = "http://www.w3.org/2000/svg"

const make = (kind, className = "", text = "") => Object.assign(document.createElement(kind), { className, textContent: text })

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
/** How the address of a history begins that comes packed with the page. */
const PACKED = "data:application/gzip"
/** Fetches a JSON file once; the error says which one failed. */
const loadJson = (address, what) => {
  if (!files.has(address))
    files.set(address, fetch(address).then(answer => {
      if (!answer.ok) throw new Error(`${what} could not be loaded (${address}: ${answer.status})`)
      if (!address.startsWith(PACKED)) return answer.json()
      return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).json()
    }, () => { throw new Error(`${what} could not be loaded (${address})`) }).catch(problem => {
      files.delete(address)
      throw problem
    }))
  return files.get(address)
}

/** The lines of each pattern: one lies on the colour of a class, so that colour never carries meaning alone. */
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

/** A hidden SVG for the patterns of a map, in place of the one it had. */
const makePatterns = host => {
  host.querySelector("svg.patterns")?.remove()
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("class", "patterns")
  svg.setAttribute("aria-hidden", "true")
  svg.style.cssText = "position:absolute;width:0;height:0"
  host.append(svg)
  return svg
}

/** Puts the patterns of a classification into the SVG; returns the fill for (index of a class, contested). */
const makeFills = (svg, styles, theme, prefix) => {
  const fills = styles.map((style, index) => {
    const colour = style[theme]
    const plain = style.pattern ? `${prefix}-${index}` : null
    if (plain) svg.append(makePattern(plain, colour, style.pattern, theme === "dark" ? "#0f171c" : "#1d2b36"))
    svg.append(makePattern(`${prefix}-${index}-contested`, colour, "/", "#ffffff", 1.6))
    return { plain: plain ? `url(#${plain})` : colour, contested: `url(#${prefix}-${index}-contested)` }
  })
  return (index, contested) => fills[index][contested ? "contested" : "plain"]
}

const sameColour = colour => [[0, colour], [1, colour]]

/** A trace of the shapes with these codes; its colours are painted over. */
const shapesTrace = (geojson, locations, ground, marker) => ({ type: "choropleth", geojson, locations, z: locations.map(() => 0), colorscale: sameColour(ground), showscale: false, hoverinfo: "none", marker })

/** A trace of markers at the label points of states. */
const pointsTrace = (meta, history, ids, hoverinfo, marker) => ({ type: "scattergeo", mode: "markers", meta, lon: ids.map(iso3 => history.states[iso3].lon), lat: ids.map(iso3 => history.states[iso3].lat), customdata: ids, hoverinfo, marker })

/**
 * Ground, states, border lines, markers of small states, circles with a halo each. Circles are skipped by the pointer, because those that
 * are not shown would catch it too: the state below answers.
 */
const makeTraces = ({ geometry, ids, history, ink, ground, small, lines, circles }) => [
  shapesTrace(geometry, history.ground.map(each => each.id), ground, { line: { width: 0.4, color: ink } }),
  shapesTrace(geometry, ids, ground, { line: { width: 0.6, color: ink } }),
  ...lines,
  pointsTrace("small", history, history.small, "none", { ...small, color: ground, line: { width: 1.1, color: ink } }),
  ...(circles ? ["halos", "circles"] : []).map(meta => pointsTrace(meta, history, ids, "skip", { size: 6, color: ground, line: { width: 1, color: ink } })),
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
