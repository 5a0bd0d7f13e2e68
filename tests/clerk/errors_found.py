"""Errors in what was found of a house (5), in its photos (6), and in all the rest (0)."""
import honest
from hand import CHOICES, kind


# ---- 5: hazard

def measured(h):
    rows = [r for r in h.classification.get("findings", []) if any(k.endswith(("_mm", "_m", "_percent", "_permille")) for k in r)]
    return h.rng.choice(rows) if rows else None


def measure_of(row):
    return next(k for k in ("tilt_permille", "width_mm", "loss_percent", "area_percent", "distance_m") if k in row)


@kind("E28 level of a finding made milder by hand", 5)
def milder_level(h):
    row = measured(h)
    if not row or not hasattr(h.house, "root"):
        return None
    row["finding_level"] = h.rng.choice("NG")
    if h.rng.random() < 0.5:
        h.classification["suggested"] = "3"
    return "level %s by hand" % row["finding_level"]


@kind("E28b measure ten or a hundred times too small", 5)
def small_measure(h):
    row = measured(h)
    if not row:
        return None
    field, by = measure_of(row), h.rng.choice([10, 10, 100])
    was = row[field]
    row[field] = round(was / by, 3)
    return "%s %s %g for %g" % (row["defect"], field, row[field], was)


@kind("E28c measure ten or a hundred times too large", 5)
def large_measure(h):
    row = measured(h)
    if not row:
        return None
    field = h.rng.choice([f for f in (measure_of(row), "length_m") if f in row])
    was = row[field]
    row[field] = round(was * h.rng.choice([10, 100]), 2)
    return "%s %s %g for %g" % (row["defect"], field, row[field], was)


@kind("E29 concluded milder than found", 5)
def milder(h):
    if not measured(h) or not hasattr(h.house, "root"):
        return None
    field = h.rng.choice(["own_conclusion", "own_conclusion", "conclusion"])
    h.classification[field] = "3"
    if field == "own_conclusion":
        h.classification.update(own_reason="影响不大", own_parts=["1"])
    return field


@kind("E31 defect of another material or part", 5)
def other_defect(h):
    row = measured(h)
    if not row:
        return None
    made = {"1": "3456", "2": "56", "3": "356", "4": "346", "5": "345", "6": "45"}[h.reg["structure"]] if h.reg["structure"] in "123456" else None
    if not made:
        return None
    fit = [d for d in CHOICES["defect"].split() if d[0] in made and d[0] != row["defect"][0] and d != "306"]
    if h.reg["structure"] == "3":
        fit = [d for d in fit if d != "306"]
    was, row["defect"] = row["defect"], h.rng.choice(fit)
    return "%s for %s, structure %s" % (row["defect"], was, h.reg["structure"])


@kind("E32 tilt in the wrong unit", 5)
def tilt_unit(h):
    if h.classification.get("findings"):
        return None
    tilt = round(h.rng.uniform(8, 45), 1)
    wrong = round(h.rng.choice([tilt / 10, tilt / 1000, tilt * 10]), 3)
    h.classification["part_ground"] = "2"
    h.classification["findings"] = [{"part": "3", "defect": "203" if h.reg["floors_main"] < 3 else "204", "place": "整栋", "tilt_permille": wrong}]
    h.classification["safety_supervisor_phone"] = honest.mobile(h.rng)
    h.house.finding_photos = {"findings/1/finding_photo": "detail"}
    return "tilt %g for %g" % (wrong, tilt)


@kind("E33 slope or slide, and no hazard", 5)
def ground_none(h):
    if h.classification.get("findings"):
        return None
    row = h.rng.choice([{"defect": "101", "distance_m": round(h.rng.uniform(6, 30), 1), "slope_m": round(h.rng.uniform(2, 5), 1), "moving": False}])
    h.classification.update(part_ground="2", findings=[dict(row, part="3", place="屋后")])
    h.house.finding_photos = {"findings/1/finding_photo": "detail"}
    return "slope of %g m at %g m" % (row["slope_m"], row["distance_m"])


@kind("faulty part without a finding", 5)
def faulty_open(h):
    rows = h.classification.get("findings", [])
    part = h.rng.choice([p for p in honest.PARTS.values() if p in h.classification])
    if h.classification[part] == "2":
        return None
    h.classification[part] = "2"
    return "%s, %d findings elsewhere" % (part, len(rows))


@kind("finding left out, its part still faulty", 5)
def finding_lost(h):
    rows = h.classification.get("findings", [])
    if not rows or rows[0]["part"] == "99":
        return None
    h.classification.pop("findings")
    h.house.finding_photos = {}
    return "%s left out" % rows[0]["defect"]


@kind("parts not seen, and none found", 5)
def not_seen(h):
    if h.classification.get("findings"):
        return None
    parts = [p for p in honest.PARTS.values() if p in h.classification]
    for part in h.rng.sample(parts, h.rng.randint(1, len(parts))):
        h.classification[part] = "3"
    return " ".join(p for p in parts if h.classification[p] == "3")


# ---- 6: photos

@kind("E36 another house's photo", 6)
def photo_elsewhere(h):
    field = h.rng.choice(["photo_front", "photo_side", "photo_plate"])
    theirs = h.rng.choice(["photo_front", "photo_side", "photo_plate"])
    h.house.photos[field] = h.county.photo(h.last, theirs, h.last.photos[theirs])
    return "%s is %s of the last house" % (field, theirs)


@kind("one photo under two fields", 6)
def photo_twice(h):
    fields = h.rng.sample(sorted(h.house.photos), 2)
    h.house.photos[fields[0]] = h.county.photo(h.house, fields[1], h.house.photos[fields[1]])
    return "%s is %s" % tuple(fields)


@kind("E37 another house's photo saved again", 6)
def photo_resaved(h):
    field = h.rng.choice(["photo_front", "photo_side", "photo_plate"])
    theirs = h.county.photo(h.last, field, h.last.photos[field])
    path = "%s/again_%d.jpg" % (h.county.work, h.house.serial)
    with open(theirs, "rb") as f:
        data = bytearray(f.read())
    at = data.index(b"\xff\xdb")                                       # a table of the quantisation: every pixel a little other
    for i in range(h.rng.randint(1, 3)):
        data[at + 5 + 63 - i] = max(1, min(254, data[at + 5 + 63 - i] + h.rng.choice([-1, 1, 2])))
    with open(path, "wb") as f:
        f.write(data)
    h.house.photos[field] = path
    h.house.truth.update(photo_good=True)
    return "%s of the last house" % field


@kind("E39 old photo", 6)
def photo_old(h):
    field, days = h.rng.choice(sorted(h.house.photos)), h.rng.choice([30, 90, 365, 700, 1460, 2500])
    h.house.photos[field] = (h.house.photos[field], h.house.serial, h.house.taken - days * honest.DAY)
    return "%s %d days old" % (field, days)


@kind("E41 a close-up for the front or side", 6)
def photo_detail(h):
    field = h.rng.choice(["photo_front", "photo_side"])
    h.house.photos[field] = h.rng.choice(["detail", "plate"]), h.house.serial + 5000, h.house.taken
    h.house.truth.update(photo_good=False, photo_faults=["1" if field == "photo_front" else "2"])
    return "%s is a %s" % (field, h.house.photos[field][0])


@kind("photo left out", 6)
def photo_missing(h):
    field = h.rng.choice(sorted(h.house.photos))
    del h.house.photos[field]
    return field


# ---- the rest

@kind("E43 area as a round number")
def area_round(h):
    if h.reg["area_m2"] < 90:
        return None
    h.reg["area_m2"] = round(h.reg["area_m2"], -2)
    return "%g" % h.reg["area_m2"]


@kind("area with a digit lost, doubled, or its point")
def area_digits(h):
    now = h.reg["area_m2"]
    way = h.rng.choice(["lose", "double", "point"])
    h.reg["area_m2"] = round({"lose": now // 10, "double": now * 10, "point": now / 10 if now < 400 else now * 100}[way], 1) or 1.0
    return "%g for %g" % (h.reg["area_m2"], now)


@kind("E45 ID number with a wrong digit")
def id_digit(h):
    h.reg["owner_id"] = h.garble(h.reg["owner_id"], ("swap", "change", "lose", "double"))
    return h.reg["owner_id"]


@kind("ID number or owner of the last house")
def id_copied(h):
    h.reg["owner_id"] = h.last.registration["owner_id"]
    return "the ID number"


@kind("E46 one phone for all")
def office_phone(h):
    phone = "0778632%04d" % (h.variants % 10000)
    h.reg["owner_phone"] = phone
    return phone


@kind("phone that is none, or made up")
def phone_digits(h):
    way = h.rng.randint(0, 3)
    if way == 0:
        h.reg["owner_phone"] = h.garble(h.reg["owner_phone"], ("lose", "double"))
    elif way == 1:
        h.reg["owner_phone"] = "1" + str(h.rng.randint(3, 9)) + h.rng.choice("0123456789") * 9
    elif way == 2:
        h.reg["owner_phone"] = h.rng.choice(["13812345678", "12345678901", "13987654321", "13123456789", "15012345678"])
    else:
        h.reg["owner_phone"] = h.rng.choice("2567890") + h.reg["owner_phone"][1:]
    return h.reg["owner_phone"]


@kind("phone that is a pattern")
def phone_pattern(h):
    a, b = h.rng.sample("0123456789", 2)
    four = "".join(h.rng.sample("0123456789", 4))
    first = honest.mobile(h.rng)[:3]
    phone = h.rng.choice([first + (a + b) * 4, first + four + four, first + four + four[::-1], first + "".join(c * 2 for c in four), first + four[:3] + first + four[:2]])
    if h.commercial and not h.reg["user_is_owner"] and h.rng.random() < 0.5:
        h.reg["user_phone"] = phone
    else:
        h.reg["owner_phone"] = phone
    return phone


@kind("nobody was there, by the team's own word")
def not_there(h):
    h.reg["remark"] = h.rng.choice(["电话询问，未到现场", "户主在外，没进屋", "听邻居说是2005年建的", "微信视频查看", "未能进入", "没到现场，照名册填"])
    return h.reg["remark"]


@kind("the owner's name in an open text")
def owner_told(h):
    name = h.listing["owner_name"]
    h.reg["remark"] = h.rng.choice(["户主%s外出", "%s家", "与%s共墙", "由%s儿子陪同"]) % (name if h.rng.random() < 0.7 else name[0] + " " + name[1:])
    return h.reg["remark"]


@kind("coordinates of few digits")
def place_coarse(h):
    if "location" not in h.reg:
        return None
    lat, lon, system = h.reg["location"].split(" ")
    h.reg["location"] = " ".join((lat[:h.rng.choice([4, 5])], lon[:h.rng.choice([5, 6])], system))
    return h.reg["location"]


@kind("E47 the same house a second time")
def listed_twice(h):
    same = h.last.listing
    h.listing.update(owner_name=same["owner_name"], listed_phone=same["listed_phone"], group_name=same["group_name"], road=same["road"])
    h.listing["door_no"] = h.rng.choice([h.garble(same["door_no"]), h.listing["door_no"], same["door_no"]])
    for field in ("owner_id", "owner_phone"):
        h.reg[field] = h.last.registration[field]
    return "door %s for %s" % (h.listing["door_no"], same["door_no"])


FILLERS = ["不详", "未知", "无", "/", "无名", "不清楚", "暂无", "待查", "不知道", "同上", "-", "??", "略", "空", "没有", "X"]


@kind("E49 words that stand for nothing")
def filler(h):
    word = h.rng.choice(FILLERS)
    where = h.rng.choice([h.listing] * 3 + [h.reg, h.classification])
    field = "owner_name" if where is h.listing else "safety_supervisor" if where is h.classification else "biz_name"
    if field == "biz_name" and not h.commercial:
        return None
    where[field] = word
    return "%s %s" % (field, word)


@kind("E50 owner without a name")
def no_name(h):
    one = h.listing["owner_name"][0]
    h.listing["owner_name"] = h.rng.choice(["老" + one, "户主", "房东", one + "家", one + "老板", one + "某", one + "某某", one + "先生", one + "女士", "业主", "屋主",
                                            "小" + one, one + "大哥", one + "叔", one, "住户", "老板娘", one + "××"])
    return h.listing["owner_name"]


@kind("E51 a person in an open text")
def personal(h):
    what = h.rng.choice([h.reg["owner_phone"], h.reg["owner_id"], honest.mobile(h.rng)])
    if h.rng.random() < 0.4:
        cut = h.rng.choice([3, 7])
        what = what[:cut] + h.rng.choice([" ", "-"]) + what[cut:]
    text = h.rng.choice(["户主%s", "联系%s%s", "电话%s", "%s", "租客%s"])
    text = text.replace("%s", h.listing["owner_name"], 1) + what if text.count("%s") == 2 else text % what
    rows = h.classification.get("findings", [])
    field = h.rng.choice(["remark", "remark", "biz_name", "other_hazard", "place"])
    if (field == "biz_name" and not h.commercial) or (field == "place" and not rows):
        field = "remark"
    (rows[0] if field == "place" else h.classification if field == "other_hazard" else h.reg)[field] = text
    return "%s: %s" % (field, text)


@kind("E53 coordinates of elsewhere")
def place_off(h):
    if "location" not in h.reg:
        return None
    lat, lon, system = h.reg["location"].split(" ")
    way = h.rng.choice(["turned", "town", "digit", "digit", "last"])
    if way == "turned":
        lat, lon = lon, lat
    elif way == "town":
        lat, lon = h.rng.choice([("22.8170", "108.3665"), ("24.3264", "109.4155"), ("25.2742", "110.2990"), ("23.9019", "106.6184"), ("39.9042", "116.4074"),
                                 ("24.6929", "108.0854")])
    elif way == "digit":
        lat = str(int(lat[:2]) + h.rng.choice([-1, 1, 10, -10])) + lat[2:]
    else:
        lon = lon[0] + h.rng.choice("1") + lon[2:]
    h.reg["location"] = " ".join((lat, lon, system))
    return h.reg["location"]


@kind("E54 built in an impossible year")
def year_off(h):
    now = h.reg.get("built_year")
    if not now or h.reg["altered"]:
        return None
    h.reg["built_year"] = h.rng.choice([1900, 1900, 1901, 1911, 1912, 1949, 1950, int("18" + str(now)[2:]), int("20" + str(now)[2:]) + (100 if now > 2000 else 0),
                                        now + 100, 2023, 1900 + now % 10])
    if h.reg["built_year"] == now:
        return None
    h.reg.pop("built_band_typed", None)
    return "%d for %d, structure %s" % (h.reg["built_year"], now, h.reg["structure"])


@kind("residents with a digit too many")
def residents_digit(h):
    if h.reg["residents"] < 2 or h.commercial:
        return None
    h.reg["residents"] = int(str(h.reg["residents"]) + h.rng.choice("0123456789"))
    return "%d residents" % h.reg["residents"]


@kind("one surveyor twice, or none, or strangers")
def surveyors(h):
    first = h.county.team[0]
    h.reg["surveyors"] = h.rng.choice([first + "、" + first, first + "、", first, "、" + first, h.county.team[0] + " " + h.county.team[1],
                                       first + "、" + h.listing["owner_name"], "村两委、工作队", first + "、" + first + "、" + first])
    h.classification["determiners"] = "、".join(h.county.team)
    return h.reg["surveyors"]


@kind("date of elsewhere")
def date_off(h):
    year, month, day = h.reg["survey_date"].split("-")
    h.reg["survey_date"] = h.rng.choice(["2021-%s-%s" % (month, day), "2023-%s-%s" % (month, day), "%s-0%d-%s" % (year, h.rng.randint(1, 7), min(day, "28")),
                                         "%s-12-%s" % (year, day), "2202-%s-%s" % (month, day)])
    return h.reg["survey_date"]


@kind("a question left out")
def left_out(h):
    fields = [f for f in h.reg if f not in ("built_year", "built_band_typed", "height_m", "location", "floors_part", "remark", "biz_uscc", "structure_note",
                                            "survey_state", "owner_phone", "survey_date", "surveyors", "key_listed", "over10_asked")]
    where = h.rng.choice([h.reg, h.reg, h.classification])
    if where is h.classification:
        fields = [f for f in where if f.startswith("part_") or f in ("owner_is_safety", "safety_supervisor")]
    field = h.rng.choice(fields)
    del where[field]
    return field


@kind("land and its use apart")
def land_off(h):
    field = h.rng.choice(["land_kind", "land_use"])
    h.reg[field] = "1" if field == "land_kind" else h.rng.choice(["11", "12", "13", "14"])
    return "%s %s" % (field, h.reg[field])


@kind("paper of the other kind of land")
def land_paper(h):
    if h.rng.random() < 0.5:
        h.reg.update(land_kind="1", land_use="11")
        h.reg["licences"] = sorted({c for c in h.reg["licences"] if c not in "089"} | {h.rng.choice("378")}, key=int)
    else:
        h.reg["licences"] = sorted({c for c in h.reg["licences"] if c != "0"} | {"2"}, key=int)
    return "land %s, papers %s" % (h.reg["land_kind"], " ".join(h.reg["licences"]))


@kind("credit code with a wrong character")
def code_off(h):
    if not h.commercial:
        return None
    h.reg["biz_uscc"] = h.garble(h.reg.get("biz_uscc") or honest.credit_code(h.rng), ("swap", "change", "lose"))
    return h.reg["biz_uscc"]


@kind("part of the house higher than it, or lower")
def part_off(h):
    h.reg["floors_part"] = h.rng.choice([max(0, h.reg["floors_main"] - 1), h.reg["floors_main"] + h.rng.randint(3, 9)])
    return "%d, main %d" % (h.reg["floors_part"], h.reg["floors_main"])
