#!/bin/sh
# Houses drawn for a spot check: by a receipt and a seed, the same for whoever holds the files. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
says() { grep -qF -- "$1" "$work/out"; }
export LOUCE_CLOCK=1664000000
"$demo" "$work/d" --buildings 120
export LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
officer=$("$louce" people | sed -n 's/^ *\([0-9a-f]\{8\}\) .*County office.*/\1/p' | head -n 1)
draw() { "$louce" sample --as "$officer" --passphrase-file "$work/pass" "$@"; }
hash=$("$louce" status)

does sample__tells__what_is_drawn_from_before_a_seed_is_there draw
holds sample__says__that_nothing_is_drawn says "Nothing is drawn yet"
does sample__draws__so_many_of_each_conclusion draw --seed 2022105-03-11 --quota 3=4 --quota 2=1 --spare 2
holds sample__names__as_many_houses_as_asked_for test "$(grep -c '^  *[0-9]* *[0-9a-f]\{12\}  ' "$work/out")" -ge 7
cp "$work/out" "$work/first"
draw --seed 2022105-03-11 --quota 2=1 --quota 3=4 --spare 2 >"$work/again" 2>&1
holds sample__is_the_same__again cmp -s "$work/first" "$work/again"
draw --seed 2022105-03-12 --quota 3=4 --quota 2=1 --spare 2 >"$work/other" 2>&1
holds sample__is_another__of_another_seed sh -c "! cmp -s '$work/first' '$work/other'"
holds sample__changes__nothing test "$hash" = "$("$louce" status)"

# A township by its digits and by its name.
draw --area 451224204 >"$work/by-digits" 2>&1
draw --area 金谷乡 >"$work/by-name" 2>&1
holds sample__by_the_name_of_a_township__is_that_of_its_digits cmp -s "$work/by-digits" "$work/by-name"

# What comes behind the receipt is not drawn from, and moves no other house.
printf 'village,group_name,road,door_no,owner_name,listed_use\n451224100001,巴英,农村道路,99,韦小明,1\n' >"$work/one.csv"
"$louce" roster import "$work/one.csv" --as "$officer" --yes --passphrase-file "$work/pass" >"$work/out" 2>&1
draw --seed 2022105-03-11 --quota 3=4 --quota 2=1 --spare 2 >"$work/later" 2>&1
holds sample__is_the_same__whatever_came_since cmp -s "$work/first" "$work/later"

# The county's copy elsewhere draws the same.
"$louce" export "$work/all.louce" --as "$officer" --passphrase-file "$work/pass" >"$work/out" 2>&1
env -u LOUCE_WORKSPACE "$louce" init device "$work/copy.louce" "$work/all.louce" >"$work/out" 2>&1
draw --seed 2022105-03-11 --quota 3=4 --quota 2=1 --spare 2 -w "$work/copy.louce" >"$work/copied" 2>&1
holds sample__is_the_same__on_another_machine cmp -s "$work/first" "$work/copied"

# Order and hash as doc/file-format says, computed by another program.
all=$(draw --json | tr '{' '\n' | sed -n 's/.*"value":"3","houses":\([0-9]*\).*/\1/p')
draw --json --seed 'seed of the day' --quota "3=$all" >"$work/all.json"
cat >"$work/check.py" <<'P'
import hashlib, json, sys

def pae(kind, body):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)

drawn = json.load(open(sys.argv[1]))
stratum = [one for one in drawn["strata"] if one["value"] == "3"][0]
roots = [house["building"] for house in drawn["houses"]]
frame = "".join(root + "\n" for root in sorted(roots)).encode()
assert hashlib.blake2b(pae(b"application/vnd.louce.frame.v1", frame), digest_size=32).hexdigest() == stratum["hash"]

def order(root):
    line = "%s\nseed of the day\n%s\n" % (drawn["receipt_id"], root)
    return hashlib.blake2b(pae(b"application/vnd.louce.draw.v1", line.encode()), digest_size=32).digest()

assert len(roots) == stratum["houses"] > 5 and roots == sorted(roots, key=order)
P
does sample__follows__the_published_formula python3 "$work/check.py" "$work/all.json"

refuses sample__refuses__more_houses_than_there_are 3 "cannot be drawn: there are" draw --seed x --quota 3=4000
refuses sample__refuses__a_conclusion_that_is_none 3 'is none of the conclusions' draw --seed x --quota 9=1
refuses sample__refuses__two_quotas_of_one 3 'has two quotas' draw --seed x --quota 3=1 --quota 3=2
refuses sample__refuses__a_quota_without_number 3 '"3" is no quota' draw --seed x --quota 3
refuses sample__refuses__a_quota_of_nothing 3 '"3=0" is no quota' draw --seed x --quota 3=0
refuses sample__refuses__a_seed_without_quota 3 "takes a seed and a quota" draw --seed x
refuses sample__refuses__a_quota_without_seed 3 "takes a seed and a quota" draw --quota 3=1
refuses sample__refuses__a_seed_with_spaces 3 "one line of text" draw --seed ' x' --quota 3=1
refuses sample__refuses__a_receipt_that_is_not_here 3 "no county receipt of the number 99" draw --receipt 99
refuses sample__refuses__an_area_that_is_none 3 'is no area of this county' draw --area 999999
refuses sample__says__where_nothing_was_signed 3 "signed at every level" draw --area 451224100210
tap_end
