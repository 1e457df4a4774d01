// A layer as circles over the statuses, at the label points of the states.

/** A circle round a point, as the path of a marker. */
const circlePath = radius => `M${radius},0A${radius},${radius} 0 1,1 0,-${radius}A${radius},${radius} 0 0,1 ${radius},0Z`

Object.assign(AtlasMap.prototype, {
  /** Gives the circles whose class or filter changed their size and colour; the small ones lie over the large ones. */
  paintCircles(hides) {
    const radii = new Map()
    let changed = false
    for (const [path, iso3] of this.circles) {
      const index = stepOn(this.circled.steps[iso3], this.day)[1]
      const hidden = hides(iso3)
      const key = `${index}${hidden}`
      if (this.circled.styles[index].radius) radii.set(path, this.circled.styles[index].radius)
      if (this.filled.get(path) === key) continue
      this.filled.set(path, key)
      this.paintCircle(path, index, hidden)
      changed = true
    }
    if (!changed || !radii.size) return
    const group = this.circles[0][0].parentNode
    const ordered = [...radii.keys()].sort((one, other) => radii.get(other) - radii.get(one))
    const lying = [...group.children].filter(path => radii.has(path))
    if (ordered.some((path, place) => path !== lying[place])) group.append(...ordered)
  },

  /** A circle of its class's size; a documented zero is a ring, and where nothing was found there is none. */
  paintCircle(path, index, hidden) {
    const style = this.circled.styles[index]
    const radius = style.radius * (this.narrow ? 0.55 : 1)
    path.style.display = radius ? "" : "none"
    path.setAttribute("d", circlePath(radius))
    Object.assign(path.style, this.inkOfCircle(index))
    path.style.opacity = hidden ? 0.16 : 1
    path.dataset.status = this.circled.statuses[index]
  },

  /** Fill and outline of the circles of a class, on the map and in its legend. */
  inkOfCircle(index) {
    const { hollow } = this.circled.styles[index]
    return {
      fill: hollow ? "var(--st-background-color)" : this.fillCircle(index, false),
      stroke: "var(--st-text-color)",
      strokeWidth: this.narrow ? "0.8px" : hollow ? "1.8px" : "1.2px",
    }
  },

  /** A ring or a disc; a dash where the class has no circle. */
  circleSwatch(index) {
    const { radius } = this.circled.styles[index]
    if (!radius) return makeSwatch(`<path d="M4,8h8" stroke="currentColor" stroke-width="1.5"/>`)
    const swatch = makeSwatch(`<circle cx="8" cy="8" r="${Math.min(7, 2 + radius / 2)}"/>`)
    Object.assign(swatch.firstChild.style, this.inkOfCircle(index))
    return swatch
  },
})
