"""Errors that only two answers beside each other tell: persons, storeys, trades and words, each of which may stand alone."""
import honest
from hand import kind


def wide(h, name):
    """The name as a hasty hand sets it."""
    return h.rng.choice([name, name, name[0] + " " + name[1:]])


@kind("N01 another user, who is the owner")
def user_is_owner(h):
    if not h.commercial:
        return None
    h.reg.update(user_is_owner=False, user_name=wide(h, h.listing["owner_name"]), user_phone=h.rng.choice([h.reg["owner_phone"], honest.mobile(h.rng)]))
    return h.reg["user_name"]


@kind("N02 a joint owner, who is the owner")
def co_owner_is_owner(h):
    h.reg["co_owners"] = [{"co_name": wide(h, h.listing["owner_name"]), "co_doc": "0"}]
    if h.rng.random() < 0.4:
        h.reg["co_owners"].append({"co_name": h.rng.choice(honest.SURNAMES) + h.rng.choice(honest.GIVEN), "co_doc": "0"})
    return "%d joint owners" % len(h.reg["co_owners"])


@kind("N03 another who answers for the house, who is the owner")
def safety_is_owner(h):
    h.classification.update(owner_is_safety=False, safety_owner=wide(h, h.listing["owner_name"]), safety_owner_phone=honest.mobile(h.rng))
    return h.classification["safety_owner"]


@kind("N04 the owner's telephone as the supervisor's")
def supervisor_is_owner(h):
    if "safety_supervisor_phone" not in h.classification:
        return None
    h.classification["safety_supervisor_phone"] = h.reg["owner_phone"]
    return h.reg["owner_phone"]


@kind("N05 the owner lives there, and nobody does", 1)
def lives_and_nobody(h):
    if not h.commercial:
        return None
    h.reg.update(owner_lives=True, residents=0, over10_asked=False)
    return "trade %s" % h.reg["biz_types"][0]


@kind("N06 rooms to let, and none are let", 1)
def none_let(h):
    if not h.commercial:
        return None
    h.reg.update(biz_types=sorted(set(h.reg["biz_types"]) | {"10"}, key=int), rents_out=False, has_customers=True)
    return "trades %s" % " ".join(h.reg["biz_types"])


@kind("N07 a business that is called by a person's name")
def called_by_name(h):
    if not h.commercial:
        return None
    h.reg["biz_name"] = wide(h, h.reg.get("user_name") or h.listing["owner_name"])
    return h.reg["biz_name"]


@kind("N08 a business on a storey that is not there", 2)
def floor_of_nobody(h):
    if not h.commercial:
        return None
    floor = h.rng.choice([0, -1, -2, h.reg["floors_main"] + h.rng.randint(2, 6)])
    h.reg.pop("floors_part", None)
    h.reg["shops"] = [{"shop_type": "1", "shop_name": h.rng.choice(["老友粉", "韦大姐螺蛳粉", "便民小吃店"]), "shop_floor": floor}]
    return "storey %d of %d" % (floor, h.reg["floors_main"])


NOTHING = ["无", "没有", "1", "/", "12", "-", "待查", "略", "。", "无。", "00", "不详", "??"]


@kind("N09 words that say nothing where words are wanted")
def says_nothing(h):
    word, rows = h.rng.choice(NOTHING), h.classification.get("findings", [])
    way = h.rng.choice(["note", "own", "place" if rows else "own"])
    if way == "note":
        h.reg.update(structure="7", structure_note=word)
        h.house.truth["photo_structure"] = "7"
    elif way == "place":
        rows[0]["place"] = word
    else:
        if rows:
            return None
        h.classification.update(own_conclusion=h.rng.choice("12"), own_reason=word, own_parts=["1"], safety_supervisor_phone=honest.mobile(h.rng))
    return "%s: %s" % (way, word)


@kind("N10 one finding told twice", 5)
def finding_twice(h):
    rows = h.classification.get("findings", [])
    if len(rows) != 1 or rows[0]["part"] == "99":
        return None
    rows.append(dict(rows[0], place=wide(h, rows[0]["place"])))
    h.house.finding_photos["findings/2/finding_photo"] = "detail", h.house.serial + 7000, h.house.taken
    return rows[0]["defect"]


@kind("N11 fewer storeys than at first", 4)
def fewer_floors(h):
    if not h.reg["altered"] or "1" in h.reg["alt_kinds"]:
        return None
    h.reg["floors_built"] = h.reg["floors_main"] + h.rng.randint(1, 3)
    return "built %d, now %d" % (h.reg["floors_built"], h.reg["floors_main"])


@kind("N12 a trade that has customers, and nobody comes", 1)
def no_customer(h):
    if not h.commercial or h.reg["biz_types"][0] in ("8", "9", "10", "99"):
        return None
    h.reg.update(has_sign=False, has_customers=False, rents_out=True)
    return "trade %s" % h.reg["biz_types"][0]
