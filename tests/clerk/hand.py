"""Errors of a hasty and of a dishonest clerk, drawn over the values of fields: a neighbour in the list of choices, digits swapped or lost, what the last
house had, what was left out. Nothing in here knows a rule; the kinds are those of the plan's list of errors (1 use, 2 storeys, 3 structure, 4 alteration,
5 hazard, 6 photos) and 0 for the rest. Each says in words what it did, or None where the house has nothing to do it to."""
KINDS = []
CHOICES = {
    "structure": "1 2 3 4 5 6 7 99", "no_survey": "1 2 3 4 99", "lead_dept_other": "1 2 3 4 5 6 7 8 9 10 11 12", "wall_material": "1 2 3 4 99",
    "biz": "1 2 3 4 5 6 7 8 9 10 11 12", "alt": "1 2 3 4 5 6 7 8",
    "defect": "101 102 201 202 203 204 205 301 302 305 306 401 402 403 405 406 407 408 501 504 601 603 605 701 703 704 607",
}


class Kind:
    def __init__(self, name, number, plant):
        self.name, self.number, self.plant = name, number, plant


def kind(name, number=0):
    def keep(plant):
        KINDS.append(Kind(name, number, plant))
        return plant
    return keep


class Hand:
    """The clerk at one house."""

    def __init__(self, rng, house, last, county, variants):
        self.rng, self.house, self.last, self.county, self.variants = rng, house, last, county, variants
        self.reg, self.listing, self.classification = house.registration, house.listing, house.classification

    def other(self, field, now, of=None):
        return self.rng.choice([c for c in (of or CHOICES[field].split()) if c != now])

    def garble(self, text, ways=("swap", "change", "lose")):
        """One of the hand's mistakes with digits; never the same text."""
        digits = [i for i, c in enumerate(text) if c.isdigit()]
        for _ in range(50):
            way, i = self.rng.choice(ways), self.rng.choice(digits)
            out = list(text)
            if way == "swap" and i + 1 < len(out) and out[i + 1].isdigit():
                out[i], out[i + 1] = out[i + 1], out[i]
            elif way == "change":
                out[i] = self.rng.choice("0123456789")
            elif way == "lose":
                del out[i]
            elif way == "double":
                out.insert(i, out[i])
            if "".join(out) != text:
                return "".join(out)
        return None

    def digits(self, field, ways):
        """A number of the registration, its digits garbled."""
        now = self.reg.get(field)
        if now is None:
            return None
        text = self.garble("%g" % now, ways)
        if not text or float(text) == now:
            return None
        self.reg[field] = float(text) if "." in text else int(text)
        return "%s %g for %g" % (field, self.reg[field], now)

    def no_business(self):
        for field in ("over10_asked", "owner_lives", "biz_types", "biz_name", "user_is_owner", "user_name", "user_phone", "key_listed", "biz_uscc", "lead_dept_other"):
            self.reg.pop(field, None)
        self.reg.update(has_sign=False, rents_out=False, has_customers=False)
        self.house.photos.pop("photo_sign", None)

    @property
    def commercial(self):
        return "biz_types" in self.reg
