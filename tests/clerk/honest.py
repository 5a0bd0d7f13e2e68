"""Honest houses of a village: what a careful team would write of each, drawn by a seed. Nothing in here knows a rule."""
import datetime

SURNAMES = "韦覃黄陆罗班牙蓝梁谭陈李石杨"
GIVEN = ["建国", "秀英", "志明", "美兰", "家旺", "桂花", "永福", "彩云", "文军", "丽萍", "光明", "春梅", "德胜", "月娥", "海波", "小燕", "正平", "金花",
         "国庆", "秋菊", "明", "芳", "强", "慧"]
HAMLETS = ["上屯", "下寨", "那马", "巴拉", "弄英", "坡豪", "板老", "拉平"]
SHOPS = {"1": "饭店", "2": "宾馆", "3": "商店", "4": "台球室", "5": "托管班", "6": "诊所", "8": "木材加工坊", "9": "仓库", "10": "出租房", "99": "快递点"}
TRADES = ["3"] * 9 + ["1"] * 4 + ["2"] * 2 + ["10"] * 3 + ["8"] + ["4"] + ["5"] + ["6"] + ["9"] + ["99"]
NOW = 1662000000                                                       # 2022-09-01; the clock of the program under test
DAY = 86400


def id_check(body):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


def id_number(rng, born):
    body = "%s%04d%02d%02d%03d" % (rng.choice(["451224", "452728"]), born, rng.randint(1, 12), rng.randint(1, 28), rng.randint(1, 999))
    return body + id_check(body)


def credit_code(rng):
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "92451224" + "".join(rng.choice("0123456789ABCDEFGH") for _ in range(9))
    total = sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def mobile(rng):
    return rng.choice(["138", "139", "150", "177", "182", "186", "199"]) + "".join(rng.choice("0123456789") for _ in range(8))


# structure, walls, slabs, roofs, storeys, builders, first year, share
BUILDS = [
    ("1", "1", "2", "2", (2, 4), "12", 1984, 20), ("1", "1", "3", "3", (1, 5), "12", 1995, 36), ("1", "2", "3", "3", (1, 3), "12", 2000, 10),
    ("1", "1", "3", "4", (1, 2), "2", 2005, 3), ("1", "1", "1", "1", (1, 2), "12", 1975, 5), ("1", "3", "2", "2", (1, 2), "12", 1982, 3),
    ("2", "1", "3", "3", (3, 5), "23", 1998, 5), ("3", "1", "3", "3", (2, 6), "23", 2003, 9), ("3", "2", "3", "3", (2, 6), "23", 2008, 5),
    ("4", "99", "3", "4", (1, 2), "3", 2012, 1), ("5", "99", "1", "1", (1, 2), "12", 1960, 2), ("6", "4", "1", "1", (1, 2), "12", 1955, 4),
    ("6", "3", "1", "1", (1, 2), "1", 1958, 1), ("7", "1", "3", "1", (2, 3), "12", 1985, 2),
]


class House:
    """The values of its forms as they are typed, and the photos: field -> (view, storeys, unix)."""

    def __init__(self):
        self.listing, self.registration, self.classification = {}, {}, {}
        self.photos, self.finding_photos = {}, {}
        self.truth = {}                                                # what an honest checker sees in the photos
        self.again = set()                                             # photos that are another's: what they are of
        self.stands = set()                                            # what the clerk does not leave out where it is not asked: it is his error

    def forms(self):
        return {"listing": self.listing, "registration": self.registration, "classification": self.classification}


def draw_size(rng, reg, build):
    low, high = build[4]
    floors = rng.randint(low, high)
    each = rng.uniform(60, 165)
    reg["floors_main"] = floors
    reg["area_m2"] = round(floors * each, rng.choice([0, 1, 1, 2, 2]))
    if rng.random() < 0.3:
        reg["height_m"] = round(floors * rng.uniform(2.9, 3.5), 1)
    if rng.random() < 0.06:
        reg["floors_part"] = floors + 1
    return floors


def draw_business(rng, house, commercial):
    reg, listing = house.registration, house.listing
    if not commercial:
        reg.update(has_sign=False, rents_out=False, has_customers=False, licences=[rng.choice(["7", "7", "9", "3", "0"])])
        listed = rng.random()
        if listed < 0.52:                                              # of fifty dwellings one was a shop when the roster was made
            listing["listed_use"] = "3" if listed < 0.5 else "2"
        return
    trade = rng.choice(TRADES)
    lets = trade == "10"
    reg.update(has_sign=not lets or rng.random() < 0.3, rents_out=lets or rng.random() < 0.1, has_customers=not lets or rng.random() < 0.1,
               over10_asked=trade in ("2", "5", "1") and rng.random() < 0.4, owner_lives=rng.random() < 0.6, biz_types=[trade],
               biz_name="出租房" if lets else listing["owner_name"][0] + "记" + SHOPS[trade], user_is_owner=rng.random() < 0.75, key_listed=True,
               licences=[rng.choice(["7", "9"])] + ([] if lets else ["11"]))
    if reg["owner_lives"] and not reg["residents"]:                    # a family that lives there is counted
        reg["residents"] = 2
    if trade == "99":
        reg["lead_dept_other"] = "4"
    if not reg["user_is_owner"]:
        reg.update(user_name=rng.choice(SURNAMES) + rng.choice(GIVEN), user_phone=mobile(rng))
    if rng.random() < 0.3 and not lets:
        reg["biz_uscc"] = credit_code(rng)
    if rng.random() < 0.8:
        listing["listed_use"] = "2" if reg["owner_lives"] else "1"
    house.photos["photo_sign"] = "sign"


def draw_alteration(rng, house, build):
    reg = house.registration
    year = reg.get("built_year")
    reg["altered"] = bool(year) and year < 2012 and build[0] in "123" and rng.random() < 0.2
    if not reg["altered"]:
        return
    kind = rng.choice(["1", "1", "2", "4", "6"]) if reg["floors_main"] > 1 else rng.choice(["2", "4", "6"])
    reg.update(floors_built=reg["floors_main"] - (kind == "1"), alt_times=rng.choice([1, 1, 1, 2]), alt_year=rng.randint(year + 2, 2021),
               alt_kinds=[kind], alt_main_struct=kind == "6", alt_designed=rng.random() < 0.4)
    house.photos["photo_added"] = "added"
    if kind in ("1", "2", "6") and reg["alt_main_struct"] and reg["alt_designed"]:
        reg["alt_main_struct"] = False


# part, defect, what is measured; of the structures in the first place
FINDINGS = [
    ("1", "301", {"direction": "4", "several": False, "width_mm": (0.4, 6), "length_m": (0.6, 2.8)}, "12"),
    ("1", "301", {"direction": "2", "several": False, "width_mm": (1, 8.5), "length_m": (0.6, 2.8)}, "12"),
    ("1", "301", {"direction": "2", "several": False, "width_mm": (11.5, 18), "length_m": (0.9, 2.8)}, "12"),
    ("1", "301", {"direction": "3", "several": False, "width_mm": (0.4, 6), "length_m": (0.6, 2.8)}, "12"),
    ("1", "306", {"width_mm": (1.3, 5), "length_m": (0.6, 2.5)}, "3"),
    ("5", "406", {"width_mm": (0.4, 0.85), "length_m": (0.5, 3)}, "123"), ("5", "406", {"width_mm": (1.3, 3), "length_m": (0.5, 3)}, "123"),
    ("2", "402", {"direction": "1", "width_mm": (0.4, 0.85), "length_m": (0.2, 0.5)}, "23"),
    ("4", "704", {"area_percent": (24, 40)}, "16"), ("2", "601", {"loss_percent": (4, 15)}, "56"), ("3", "202", {"width_mm": (0.6, 4), "length_m": (0.5, 4)}, "1236"),
    ("3", "102", {"distance_m": (4, 60)}, "1236"),
]
PARTS = {"1": "part_walls", "2": "part_frame", "3": "part_ground", "4": "part_roof", "5": "part_slabs"}
PLACES = ["一层东墙窗下", "二层北墙", "一层堂屋", "屋后", "二层楼梯间旁", "一层南面"]


def draw_findings(rng, house, build):
    reg, classification = house.registration, house.classification
    for part in PARTS.values():
        classification[part] = "1"
    if reg["floors_main"] < 2:
        del classification["part_slabs"]
    rows = []
    if rng.random() < 0.16:
        fit = [f for f in FINDINGS if build[0] in f[3] and PARTS[f[0]] in classification]
        fit = [f for f in fit if not (f[1] == "406" and reg.get("floor_slab") == "1") and not (f[1] == "704" and reg["roof"] in "23" and rng.random() < 0.8)]
        if fit:
            part, defect, measures, _ = rng.choice(fit)
            row = {"part": part, "defect": defect, "place": rng.choice(PLACES)}
            row.update({k: round(rng.uniform(*v), 1 if k != "width_mm" else 2) if isinstance(v, tuple) else v for k, v in measures.items()})
            rows.append(row)
            classification[PARTS[part]] = "2"
    undone = reg["altered"] and not reg["alt_designed"] and (reg["alt_main_struct"] or set(reg["alt_kinds"]) & set("1235678"))
    if undone:
        rows.append({"part": "99", "defect": "803", "place": "楼顶" if reg["alt_kinds"] == ["1"] else "房屋侧面"})
    if rows:
        classification["findings"] = rows
    house.finding_photos = {"findings/%d/finding_photo" % (i + 1): "detail" for i in range(len(rows))}


def honest(rng, serial, village, team, commercial=None):
    """`serial`: of the photos and the door; commercial, or None: as it comes."""
    house, build = House(), rng.choices(BUILDS, [b[7] for b in BUILDS])[0]
    reg = house.registration
    day = NOW - rng.randint(1, 25) * DAY
    house.serial, house.taken = serial, day - day % DAY + 4 * 3600 + serial % 7200
    date = datetime.datetime.fromtimestamp(day, datetime.timezone(datetime.timedelta(hours=8))).strftime("%Y-%m-%d")
    house.listing = {"village": village, "group_name": rng.choice(HAMLETS).rstrip("屯"), "road": rng.choice(["农村道路", "农村道路", "兴隆", "内部道路"]),
                     "door_no": str(serial), "owner_name": rng.choice(SURNAMES) + rng.choice(GIVEN), "listed_phone": mobile(rng),
                     "platform_no": "YS7%08d" % serial}
    house.photos = {"photo_front": "front", "photo_side": "side", "photo_plate": "plate"}
    year = rng.randint(build[6], 2004 if build[0] in "56" else 2021)
    reg.update(survey_state="2", area_kind=[rng.choice(["7", "99", "6", "8"])], owner_kind=rng.choice(["1", "1", "1", "2"]),
               owner_phone=house.listing["listed_phone"], residents=rng.choice([0, 2, 2, 3, 4, 4, 5, 6, 8]) if rng.random() < 0.99 else rng.randint(11, 14),
               land_kind="2", land_use=rng.choice(["21"] * 9 + ["22"]),
               design_mode=rng.choice(["1", "2"]) if build[5] == "3" else rng.choice("333322") if "3" not in build[5] else rng.choice("123"),
               build_mode=rng.choice(build[5]), wall_material=build[1], roof=build[3], structure=build[0], illegal=rng.random() < 0.05,
               surveyors="、".join(team), survey_date=date)
    draw_size(rng, reg, build)
    if reg["floors_main"] > 1:
        reg["floor_slab"] = build[2]
    if rng.random() < 0.6:
        reg["built_year"] = year
    else:
        reg["built_band_typed"] = str(1 + sum(year > y for y in (1980, 1990, 2000, 2010, 2015)))
    # Of ten owners one has the house from the parents.
    born = rng.randint(1940, min(1990, year - 18)) if year > 1960 and rng.random() < 0.9 else rng.randint(year - 8, 1990) if year < 1990 else rng.randint(1960, 1985)
    reg["owner_id"] = id_number(rng, born)
    if rng.random() < 0.5:
        reg["location"] = "%.4f %.4f GCJ02" % (rng.uniform(24.25, 24.85), rng.uniform(107.1, 107.7))
    if reg["illegal"]:
        reg["illegal_kinds"] = [rng.choice("126")]
    if build[0] in ("7", "99"):
        reg["structure_note"] = "前部砖混，后部土木"
    if rng.random() < 0.15:
        reg["remark"] = rng.choice(["临近村道", "屋后有菜地", "2019年换过门窗", "一层层高4.2米", "与邻房共墙"])
    draw_business(rng, house, rng.random() < 0.4 if commercial is None else commercial)
    draw_alteration(rng, house, build)
    draw_findings(rng, house, build)
    house.classification.update(owner_is_safety=True, safety_supervisor=rng.choice(team), determiners=reg["surveyors"], determ_date=date)
    if "findings" in house.classification:
        house.classification["safety_supervisor_phone"] = mobile(rng)
    house.truth = {"photo_floors": reg["floors_main"], "photo_structure": build[0], "photo_business": reg["has_sign"],
                   "photo_addition": reg["altered"] and bool(set(reg["alt_kinds"]) & set("12")), "photo_good": True}
    return house


def redraw(rng, house, serial):
    """Another house that is like this one in all but what tells them apart."""
    house.serial = serial
    house.taken += serial % 600
    reg = house.registration
    house.listing.update(door_no=str(serial), platform_no="YS7%08d" % serial, listed_phone=mobile(rng),
                         owner_name=rng.choice(SURNAMES) + rng.choice(GIVEN))
    reg.update(owner_phone=house.listing["listed_phone"], owner_id=id_number(rng, int(reg["owner_id"][6:10])))
    if "location" in reg:
        reg["location"] = "%.4f %.4f GCJ02" % (rng.uniform(24.25, 24.85), rng.uniform(107.1, 107.7))
    if "biz_uscc" in reg:
        reg["biz_uscc"] = credit_code(rng)
    return house
