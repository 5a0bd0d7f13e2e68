"""Errors in what a house is: its use (1), storeys (2), structure (3) and alteration (4)."""
from hand import CHOICES, kind


# ---- 1: use

@kind("E01 shop written as a dwelling", 1)
def hide_shop(h):
    if not h.commercial:
        return None
    trade = h.reg["biz_types"][0]
    h.no_business()
    h.reg["licences"] = [c for c in h.reg["licences"] if c != "11"] or ["0"]
    return "trade %s, roster %s" % (trade, h.listing.get("listed_use"))


@kind("E02 pupils or tenants, and no business", 1)
def hide_tenants(h):
    if h.commercial:
        return None
    h.reg["residents"] = h.rng.randint(11, 40)
    return "%d residents" % h.reg["residents"]


@kind("E04 shop left out as not to be surveyed", 1)
def leave_out(h):
    if not h.commercial or "listed_use" not in h.listing:
        return None
    why = h.rng.choice(CHOICES["no_survey"].split())
    text = h.rng.choice(["村委会核实，不属排查范围", "长期空置", "8月10日核实", "不是自建房"])
    state = h.rng.choice(["3", "3", "4"])
    h.house.registration = dict(survey_state=state, no_survey_text=text, surveyors=h.reg["surveyors"], survey_date=h.reg["survey_date"],
                                **({"no_survey": why} if state == "3" else {}))
    h.house.photos = {"photo_state": "plate"}
    return "state %s, why %s: %s" % (state, why, text)


@kind("E06 licence of a business in a dwelling", 1)
def stray_licence(h):
    if h.commercial:
        return None
    code = h.rng.choice(["10", "11", "12"])
    h.reg["licences"] = [c for c in h.reg["licences"] if c != "0"] + [code]
    return "licence " + code


@kind("E07 another department", 1)
def other_department(h):
    if not h.commercial or "99" in h.reg["biz_types"]:
        return None
    usual = {"1": "4", "2": "1", "3": "4", "4": "6", "5": "2", "6": "5", "8": "4", "9": "7", "10": "1"}[h.reg["biz_types"][0]]
    h.reg["lead_dept_other"] = h.other("lead_dept_other", usual)
    return "trade %s under %s" % (h.reg["biz_types"][0], h.reg["lead_dept_other"])


@kind("E08 trade that is called other", 1)
def other_trade(h):
    if not h.commercial:
        return None
    h.reg["biz_types"] = ["99"]
    h.reg.pop("lead_dept_other", None)
    h.reg["biz_name"] = h.rng.choice(["山庄", "农家乐", "洗浴中心", "棋牌室", "快递驿站", "修理店", "茶庄", "养生馆", "某店", "门面"])
    return h.reg["biz_name"]


@kind("business called by another trade", 1)
def called_other(h):
    if not h.commercial:
        return None
    words = {"1": "饭店", "2": "宾馆", "3": "超市", "4": "网吧", "5": "幼儿园", "6": "诊所", "7": "养老院"}
    trade = h.rng.choice([t for t in words if t not in h.reg["biz_types"]])
    h.reg["biz_name"] = h.rng.choice(["小太阳", "平安", "红水河", h.listing["owner_name"][0] + "家"]) + words[trade]
    return "%s, trade %s" % (h.reg["biz_name"], h.reg["biz_types"][0])


@kind("not on the list of special control", 1)
def not_listed(h):
    if not h.commercial:
        return None
    h.reg["key_listed"] = False
    if not (h.reg["floors_main"] >= 3 and (h.reg["biz_types"][0] in "2567" or h.reg["residents"] > 10 or h.reg["over10_asked"])):
        return None
    return "trade %s, %d storeys" % (h.reg["biz_types"][0], h.reg["floors_main"])


# ---- 2: storeys

def set_floors(h, floors):
    now = h.reg["floors_main"]
    if floors == now or not 1 <= floors <= 15:
        return None
    h.reg["floors_main"] = floors
    h.reg.pop("floors_part", None)
    if floors > 1:
        h.reg.setdefault("floor_slab", "3")
        h.classification.setdefault("part_slabs", "1")
    else:
        h.reg.pop("floor_slab", None)
        if h.classification.get("part_slabs") == "2":
            return None
        h.classification.pop("part_slabs", None)
    return "%d storeys for %d" % (floors, now)


@kind("E09 a storey more or less", 2)
def floor_off(h):
    h.reg.pop("height_m", None)
    return None if h.reg["altered"] else set_floors(h, h.reg["floors_main"] + h.rng.choice([-1, 1]))


@kind("E11 storeys and height apart", 2)
def floors_height(h):
    if h.reg["altered"]:
        return None
    floors = h.reg["floors_main"]
    h.reg["height_m"] = round(floors * h.rng.uniform(2.9, 3.5), 1)
    if h.rng.random() < 0.4:
        return h.digits("height_m", ("swap", "lose", "double"))
    return set_floors(h, floors + h.rng.choice([-2, 2, 3]))


@kind("E13 storey added, and no more than at first", 4)
def added_not_more(h):
    if "1" not in h.reg.get("alt_kinds", []):
        return None
    h.reg["floors_built"] = h.reg["floors_main"] + h.rng.choice([0, 0, 1, 2])
    return "built %d, now %d" % (h.reg["floors_built"], h.reg["floors_main"])


@kind("more storeys than at first, and none added", 4)
def more_not_added(h):
    if not h.reg["altered"] or h.reg["floors_main"] < 2:
        return None
    h.reg["floors_built"] = h.rng.randint(1, h.reg["floors_main"] - 1)
    h.reg["alt_kinds"] = [h.rng.choice("23467")]
    return "built %d, now %d, kind %s" % (h.reg["floors_built"], h.reg["floors_main"], h.reg["alt_kinds"][0])


# ---- 3: structure

def structure_as(h, now, built, **of):
    if h.reg["structure"] != now or h.classification.get("findings"):
        return None
    if any(h.reg.get(field) not in list(values) for field, values in of.items()):
        return None
    h.reg["structure"] = built
    h.reg.pop("structure_note", None)
    return "structure %s for %s: walls %s slabs %s roof %s by %s, %d storeys" % (
        built, now, h.reg["wall_material"], h.reg.get("floor_slab"), h.reg["roof"], h.reg["build_mode"], h.reg["floors_main"])


@kind("E15 brick with precast slabs as concrete", 3)
def brick_as_concrete(h):
    return structure_as(h, "1", "3", floor_slab="2")


@kind("E15b brick with cast slabs as concrete", 3)
def brick_cast_as_concrete(h):
    return structure_as(h, "1", "3", floor_slab="3")


@kind("E16 concrete, its roof or floors of timber", 3)
def concrete_timber(h):
    if h.reg["structure"] != "3" or h.classification.get("findings"):
        return None
    field = h.rng.choice(["roof", "floor_slab", "wall_material"])
    h.reg[field] = {"roof": "1", "floor_slab": "1", "wall_material": h.rng.choice("34")}[field]
    return "%s %s" % (field, h.reg[field])


@kind("E17 earth or timber, with slabs of concrete", 3)
def earth_cast(h):
    if h.reg["structure"] not in "56" or h.classification.get("findings"):
        return None
    field = h.rng.choice(["floor_slab", "roof", "wall_material"])
    if field == "floor_slab" and h.reg["floors_main"] < 2:
        return None
    h.reg[field] = h.rng.choice("23") if field != "wall_material" else h.rng.choice("12")
    return "structure %s, %s %s" % (h.reg["structure"], field, h.reg[field])


@kind("E18 frame below masonry of one storey", 3)
def low_frame(h):
    return structure_as(h, "1", "2") if h.reg["floors_main"] == 1 else None


@kind("E20 timber or earth too high", 3)
def high_timber(h):
    if h.reg["structure"] not in "56" or h.classification.get("findings"):
        return None
    return set_floors(h, h.rng.randint(4, 9))


@kind("E21 brick as steel", 3)
def brick_as_steel(h):
    return structure_as(h, "1", "4")


@kind("brick as timber or earth", 3)
def brick_as_timber(h):
    return structure_as(h, "1", h.rng.choice("56"))


@kind("the neighbour in the list of structures", 3)
def structure_neighbour(h):
    now = h.reg["structure"]
    every = CHOICES["structure"].split()
    at = every.index(now)
    return structure_as(h, now, h.rng.choice([every[i] for i in (at - 1, at + 1) if 0 <= i < len(every)]))


# ---- 4: alteration

@kind("E22 not altered, and the photo of an addition", 4)
def photo_not_altered(h):
    if not h.reg["altered"]:
        return None
    if "1" in h.reg["alt_kinds"]:
        h.house.photos["photo_added"] = h.rng.choice(["added", "front", "side"])
    for field in [f for f in h.reg if f.startswith("alt_")] + ["floors_built"]:
        h.reg.pop(field)
    h.reg["altered"] = False
    h.house.stands = {"photo_added"}                                   # who leaves it out, too, is E24
    return "photo of the %s" % h.house.photos["photo_added"]


@kind("E23 altered before it was built", 4)
def altered_before(h):
    if not h.reg["altered"]:
        return None
    h.reg["alt_year"] = h.reg["built_year"] - h.rng.randint(1, 12)
    return "altered %d, built %d" % (h.reg["alt_year"], h.reg["built_year"])


@kind("altered more often than there are years", 4)
def altered_often(h):
    if not h.reg["altered"] or "built_year" not in h.reg:
        return None
    h.reg["alt_year"] = min(2021, h.reg["built_year"] + h.rng.randint(0, 2))
    h.reg["alt_times"] = h.rng.randint(h.reg["alt_year"] - h.reg["built_year"] + 2, 9)
    return "%d times from %d to %d" % (h.reg["alt_times"], h.reg["built_year"], h.reg["alt_year"])


@kind("E24 alteration not told", 4)
def not_told(h):
    if not h.reg["altered"] or not h.house.truth["photo_addition"]:
        return None
    for field in [f for f in h.reg if f.startswith("alt_")] + ["floors_built"]:
        h.reg.pop(field)
    h.reg["altered"] = False
    h.house.photos.pop("photo_added")
    rows = [r for r in h.classification.get("findings", []) if r["part"] != "99"]
    if rows or "findings" not in h.classification:
        return None
    h.classification.pop("findings")
    h.house.finding_photos = {}
    return "nothing told"


@kind("E26 not altered, unlawfully altered", 4)
def unlawful(h):
    if h.reg["altered"]:
        return None
    h.reg["illegal"], h.reg["illegal_kinds"] = True, sorted({"3", h.rng.choice("1236")})
    return "kinds " + " ".join(h.reg["illegal_kinds"])


@kind("E27 altered without professionals, not a finding", 5)
def no_803(h):
    rows = h.classification.get("findings", [])
    if len(rows) != 1 or rows[0]["part"] != "99":
        return None
    h.classification.pop("findings")
    h.house.finding_photos = {}
    return "kinds " + " ".join(h.reg["alt_kinds"])
