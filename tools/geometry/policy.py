"""The border policy: every place where the map departs from Natural Earth, and everything fixed by hand.

Natural Earth draws who controls a place. This map follows the resolutions of the United Nations where they
say whose a place is, and leaves a place undetermined where they do not. The README says it in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from shapely import Polygon, box


@dataclass(frozen=True)
class Transfer:
    """An area drawn as one state's that belongs to another; `whole_parts` moves polygons uncut."""

    name: str
    giver: str
    taker: str
    area: Polygon
    whole_parts: bool
    because: str


# Applied in this order.
TRANSFERS = (
    Transfer(
        name="Crimea",
        giver="RUS",
        taker="UKR",
        # A loose box around the peninsula, which the source draws as a polygon of its own.
        area=box(32, 44, 36.7, 46.5),
        whole_parts=True,
        because="General Assembly resolution 68/262 (2014)",
    ),
    Transfer(
        name="Western Sahara west of the berm",
        giver="MAR",
        taker="ESH",
        # Its northern border is the parallel 27 degrees 40 minutes north.
        area=box(-20, 20, -8, 27.6667),
        whole_parts=False,
        because="United Nations list of Non-Self-Governing Territories",
    ),
    Transfer(
        name="Golan",
        giver="ISR",
        taker="SYR",
        # The western side follows the line of 4 June 1967 by eye, good to about a kilometre: the area comes
        # to 1,160 km2 against some 1,150 to 1,200 published. The eastern side only has to pass the border.
        area=Polygon(
            [
                (35.625, 33.245),
                (35.645, 33.12),
                (35.625, 33.0),
                (35.625, 32.89),
                (35.652, 32.85),
                (35.655, 32.76),
                (35.635, 32.70),
                (35.67, 32.67),
                (36.0, 32.6),
                (36.1, 33.5),
                (35.75, 33.35),
            ]
        ),
        whole_parts=False,
        because="Security Council resolution 497 (1981)",
    ),
)

# Codes for what the source draws but does not number. X codes are user-assigned and, XKX apart, ours alone.
UNNUMBERED = {
    "Akrotiri": "XAK",
    "Ashmore and Cartier Is.": "XAS",  # the source gives it Australia's number
    "Baikonur": "XBK",
    "Bajo Nuevo Bank": "XBN",
    "Clipperton I.": "XCL",
    "Coral Sea Is.": "XCS",
    "Cyprus U.N. Buffer Zone": "XCB",
    "Dhekelia": "XDH",
    "Indian Ocean Ter.": "XIO",
    "Kosovo": "XKX",
    "N. Cyprus": "XNC",
    "Scarborough Reef": "XSR",
    "Serranilla Bank": "XSB",
    "Siachen Glacier": "XSG",
    "Somaliland": "XSO",
    "Spratly Is.": "XSP",
    "USNB Guantanamo Bay": "XGB",
}

# Drawn apart by the source, drawn here as part of the state they belong to.
MERGES = {
    "XNC": "CYP",  # Security Council resolution 541 (1983)
    "XCB": "CYP",
    "XSO": "SOM",
    "XBK": "KAZ",  # leased to Russia
    "XGB": "CUB",  # leased to the United States
    "XCS": "AUS",
    "XAS": "AUS",
    "XCL": "FRA",
}

# Contested reefs and banks without inhabitants, far smaller than a pixel.
OMITTED = ("XBN", "XSB", "XSP", "XSR")

# Drawn hatched, as nobody's: the map takes no side.
UNDETERMINED = ("ESH", "TWN", "XKX", "XSG")

# The territories of each state that the source draws apart. Others (French Guiana, Svalbard, Bonaire ...) are
# drawn as part of their state.
TERRITORIES_OF = {
    "AUS": ("HMD", "NFK", "XIO"),
    "CHN": ("HKG", "MAC"),
    "DNK": ("FRO", "GRL"),
    "FIN": ("ALA",),
    "FRA": ("ATF", "BLM", "MAF", "NCL", "PYF", "SPM", "WLF"),
    "GBR": (
        *("AIA", "BMU", "CYM", "FLK", "GGY", "GIB", "IMN", "IOT", "JEY"),
        *("MSR", "PCN", "SGS", "SHN", "TCA", "VGB", "XAK", "XDH"),
    ),
    "NLD": ("ABW", "CUW", "SXM"),
    "USA": ("ASM", "GUM", "MNP", "PRI", "UMI", "VIR"),
}
SOVEREIGN = {territory: state for state, territories in TERRITORIES_OF.items() for territory in territories}
WITHOUT_SOVEREIGN = ("ATA",)  # Antarctic Treaty, article IV

# Names that ISO 3166-1 does not give, or gives the wrong way round for a map.
NAMES = {
    "ESH": "Western Sahara",
    "PSE": "State of Palestine",
    "XAK": "Akrotiri",
    "XDH": "Dhekelia",
    "XIO": "Christmas and Cocos Is.",
    "XKX": "Kosovo (UNSCR 1244)",
    "XSG": "Siachen Glacier",
}


@dataclass(frozen=True)
class Hexagon:
    """A shape drawn by hand: its centre and its half width and half height, in degrees."""

    lon: float
    lat: float
    half_width: float
    half_height: float


# The source's Vatican collapses to nothing in its own rounding, so a hexagon of 0.3 km2 stands in its place.
# It lies on top of Italy instead of in a hole, because a hole that small would not survive either.
DRAWN_BY_HAND = {"VAT": Hexagon(lon=12.4534, lat=41.9034, half_width=0.0040, half_height=0.0030)}

# Label points that the largest island does not deserve (degrees east, degrees north).
LABEL_POINTS = {"KIR": (172.98, 1.35)}  # Tarawa, the capital; the largest island is Kiritimati, 3,300 km east

# Published lengths (km) of borders too short for these shapes to carry.
PUBLISHED_BORDERS = {
    ("BWA", "ZMB"): 0.15,  # in the Zambezi at Kazungula
    ("ITA", "VAT"): 3.2,
}

# Computed areas are good to 1 % above this (km2) and wrong below it, so those below it are not published.
SMALLEST_PUBLISHED_AREA = 1000

# The key of data/sources.csv that every row made here carries.
SOURCE_ID = "NE-WORLD-ATLAS"
