// A layer as circles over the statuses, at the label points of the states; beside the square of a small one.

/** Radius of the ring in the colour of the page round a circle, in pixels beyond the circle's own. */
const HALO = 2.6

/** A circle round a point that lies so far to the right of its place, as the path of a marker. */
const circlePath = (radius, aside = 0) => `M${aside + radius},0A${radius},${radius} 0 1,1 ${aside},-${radius}A${radius},${radius} 0 0,1 ${aside + radius},0Z`

const INK_OF_HALO = { fill: "var(--st-background-color)", stroke: "none" }

Object.assign(AtlasMap.prototype, {
  /** Gives the circles whose class or filter changed their size and colour; the small ones lie over the large ones. */
  paintCircles(hides) {
    const radii = new Map()
    let changed = false
    for (const [path, iso3, halo] of this.circles) {
      const index = stepOn(this.circled.steps[iso3], this.day)[1]
      const hidden = hides(iso3)
      const key = `${index}${hidden}`
      if (this.circled.styles[index].radius) radii.set(path, this.circled.styles[index].radius)
      if (this.filled.get(path) === key) continue
      this.filled.set(path, key)
      this.paintCircle(path, halo, index, hidden, this.history.small.includes(iso3))
      changed = true
    }
    if (!changed || !radii.size) return
    const group = this.circles[0][0].parentNode
    const ordered = [...radii.keys()].sort((one, other) => radii.get(other) - radii.get(one))
    const lying = [...group.children].filter(path => radii.has(path))
    if (ordered.some((path, place) => path !== lying[place])) group.append(...ordered)
  },

  /** A circle of its class's size; a documented zero is a ring, and where nothing was found there is none. */
  paintCircle(path, halo, index, hidden, small) {
    const style = this.circled.styles[index]
    const radius = style.radius * (this.narrow ? 0.55 : 1)
    const aside = small ? radius + 4 : 0
    for (const each of [path, halo]) {
      each.style.display = radius ? "" : "none"
      each.style.opacity = hidden ? 0.16 : 1
    }
    path.setAttribute("d", circlePath(radius, aside))
    halo.setAttribute("d", circlePath(radius + (this.narrow ? 0.6 : 1) * HALO, aside))
    Object.assign(path.style, this.inkOfCircle(index))
    Object.assign(halo.style, INK_OF_HALO)
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

  /** A ring or a disc with its halo on land; a dash where the class has no circle. */
  circleSwatch(index) {
    const { radius } = this.circled.styles[index]
    if (!radius) return makeSwatch(`<path d="M4,8h8" stroke="currentColor" stroke-width="1.5"/>`)
    const drawn = Math.min(7, 2 + radius / 2)
    const swatch = makeSwatch(`<rect width="16" height="16" rx="3" fill="${this.ground}"/><circle cx="8" cy="8" r="${drawn + 1.8}"/><circle cx="8" cy="8" r="${drawn}"/>`)
    Object.assign(swatch.children[1].style, INK_OF_HALO)
    Object.assign(swatch.children[2].style, this.inkOfCircle(index))
    return swatch
  },
})
