// The land borders between a bound and a not bound state, drawn as thick lines: one trace a class.

const DASHES = { solid: "", dot: "2 3", dash: "7 4", longdash: "11 4", dashdot: "7 3 2 3", longdashdot: "11 3 2 3" }

/** The file of the borders as a classification of pairs: a code is made of the statuses of the two sides. Groups as in `merged`. */
const asLines = ({ classes, pairs }, groups = Object.keys(classes).map(code => ({ code, of: [code] }))) => ({
  statuses: groups.map(({ code }) => code),
  styles: groups.map(group => ({ ...classes[group.code], ...group })),
  pairs,
  places: new Map(groups.flatMap(({ of }, place) => of.map(code => [code, place]))),
})

/** The class of each border on a day as an index; undefined where it is not drawn, or not of a chosen region or state. */
const classesOfLines = (lines, history, day, chosen) =>
  lines.pairs.map(([one, other]) => {
    if (!chosen.every(states => states.has(one) || states.has(other))) return undefined
    const [first, second] = [codeOn(history, one, day), codeOn(history, other, day)]
    return lines.places.get(`${first}-${second}`) ?? lines.places.get(`${second}-${first}`)
  })

/** The number of borders in each class on a day, by index. */
const countLines = (lines, history, day, chosen) => {
  const counts = lines.statuses.map(() => 0)
  for (const index of classesOfLines(lines, history, day, chosen)) if (index !== undefined) counts[index] += 1
  return counts
}

/** The lines of each class as GeoJSON, and before them all lines together: the edge under them. */
const linesOf = (lines, classes) => {
  const found = [[], ...lines.statuses.map(() => [])]
  lines.pairs.forEach(([, , parts], place) => {
    if (classes[place] !== undefined) for (const trace of [0, classes[place] + 1]) found[trace].push(...parts)
  })
  return found.map(coordinates => ({ type: "MultiLineString", coordinates }))
}

Object.assign(AtlasMap.prototype, {
  /** The traces of the lines: their edge in the colour of the page, then one a class. A point stands for the lines. */
  lineTraces() {
    if (!this.lines) return []
    const width = this.narrow ? 2.4 : 3.4
    const edge = { color: this.ground, width: width + 2.4 }
    const styles = [edge, ...this.lines.styles.map(style => ({ color: style[this.theme], width, dash: style.dash }))]
    return styles.map((line, trace) => ({ type: "scattergeo", mode: "lines", meta: `line-${trace}`, lon: [0], lat: [0], hoverinfo: "skip", line }))
  },

  /** The sets of states of which a border must have one each: those of the regions and those selected, where there are any. */
  ofLines() {
    return [this.within(), this.data.state.length ? new Set(this.data.state) : null].filter(Boolean)
  },

  /** Draws the lines of the shown day in the paths of their traces, as the shapes are recoloured; zooming keeps them. */
  drawLines() {
    const classes = classesOfLines(this.lines, this.recorded, this.day, this.ofLines())
    if (classes.join() === this.linesDrawn) return
    this.linesDrawn = classes.join()
    const path = this.plot._fullLayout.geo._subplot.projection.getPath()
    linesOf(this.lines, classes).forEach((geojson, trace) => {
      const stroke = this.strokes[trace]
      stroke.__data__.geojson = geojson
      stroke.setAttribute("d", (geojson.coordinates.length && path(geojson)) || "")
      stroke.dataset.border = this.lines.statuses[trace - 1] ?? ""
      stroke.dataset.borders = this.lines.pairs.filter((_, place) => classes[place] === trace - 1).map(([one, other]) => `${one}-${other}`).join(" ")
    })
    this.strokes[0].style.stroke = "var(--st-background-color)"
  },

  /** A stroke of the class as the map has it. */
  lineSwatch(index) {
    const style = this.lines.styles[index]
    return makeSwatch(`<path d="M1,8h38" stroke="${style[this.theme]}" stroke-width="3" stroke-dasharray="${DASHES[style.dash]}"/>`, 40)
  },
})
