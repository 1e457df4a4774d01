// Where the map looks, and maps that look at the same part of the globe together.

const links = new Map()
/** The maps of each link by its name. */

Object.assign(AtlasMap.prototype, {
  /** Where the map looks now, or in the midst of a movement. */
  viewNow(moved = {}) {
    const { projection, center } = this.plot._fullLayout.geo
    return {
      scale: moved["geo.projection.scale"] ?? projection.scale,
      lon: moved["geo.projection.rotation.lon"] ?? projection.rotation.lon,
      lat: moved["geo.center.lat"] ?? center.lat,
    }
  },

  /** Where a plot that is drawn anew looks: where it looked before, or where the maps linked to it look. */
  firstView() {
    const asked = JSON.stringify(this.data.view)
    const alike = [this, ...this.others()].find(map => map.plot._fullLayout?.geo && map.looked === asked)
    this.looked = asked
    return alike ? alike.viewNow() : this.data.view
  },

  /** Looks where the server says, if it says something else than before. */
  lookAgain() {
    const asked = JSON.stringify(this.data.view)
    if (asked === this.looked) return
    this.looked = asked
    this.look(this.data.view)
  },

  look(view) {
    if (!this.Plotly) return
    const { projection, center } = lookAt(view)
    return this.Plotly.relayout(this.plot, { "geo.projection": projection, "geo.center": center })
  },

  zoom(factor) {
    if (!this.Plotly) return
    const scale = this.plot._fullLayout.geo.projection.scale * factor
    this.Plotly.relayout(this.plot, { "geo.projection.scale": Math.min(40, Math.max(1, scale)) })
  },

  /** The other maps of the link that are on the page. */
  others() {
    const maps = links.get(this.data.link)
    if (!this.data.link || !maps) return []
    for (const map of maps) if (!map.root.isConnected) maps.delete(map)
    return [...maps].filter(map => map !== this && map.plot._fullLayout?.geo)
  },

  /** Leads the maps of its link from now on, while it is moved and when it has been. */
  join() {
    const { link } = this.data
    if (link) links.set(link, (links.get(link) ?? new Set()).add(this))
    for (const name of ["plotly_relayouting", "plotly_relayout"])
      this.plot.on(name, moved => {
        const geo = Object.keys(moved).some(key => key.startsWith("geo."))
        if (geo && !this.following) this.others().forEach(map => map.moveTo(this.viewNow(moved)))
      })
  },

  /** Follows another map: one movement at a time, then the last one that was asked for. What it does leads nobody. */
  async moveTo(view) {
    this.wanted = view
    if (this.following) return
    this.following = true
    while (this.wanted) {
      const next = this.wanted
      this.wanted = null
      await this.look(next)
    }
    this.following = false
  },
})
