#!/bin/sh
# Counts by telephone: a township tells six, the county types them in, the bulletin counts them until a stick proves or refutes them; and what is refused, group by
# group. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce" # 2022-09-01
"$demo" "$work/d" --buildings 40 --seed ui --single
office=$(holder county_officer)
clerk=$(holder township_clerk)
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
steps() { sql "SELECT count(*) FROM step WHERE body ->> 'kind' = 'told_counts'"; }
township=$(sql "SELECT body ->> '\$.data.areas[0]' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.person' = '$clerk' LIMIT 1")
name=$(sed -n "s/^${township}000,\([^,]*\),.*/\1/p" "$LOUCE_DATADIR/forms/divisions.csv")
line() { "$louce" report bulletin --format csv | grep "^$name" | cut -d, -f -9; } # but for the villages unheard of: a stick that comes in changes these
# The county as it stands before, on another machine, to which the township's stick has not come.
cp -r "$work/d" "$work/c"
bulletin=$(line)

# ---- telling
does tally__is_told as "$clerk" tally
holds tally__tells__the_township grep -qF "$name" "$work/out"
code=$(grep -E '^[0-9]{4}( [0-9]{4}){8}$' "$work/out")
holds tally__is__nine_groups_of_four test -n "$code"
holds tally__begins__with_township_and_day test "$(echo "$code" | cut -c1-9)" = "$(echo "$township" | cut -c7-9)2 4400"
holds tally__counts__what_the_report_counts test "$(echo "$code" | cut -d' ' -f3-8)" = "$("$louce" report told_counts --format csv | grep "^$name," | cut -d, -f2-7 | tr ',' '\n' | xargs printf '%04d ' | sed 's/ $//')"
holds tally__is_signed test "$(steps)" -eq 1
if has_office && command -v zbarimg >/dev/null && command -v python3 >/dev/null; then
	does tally__is_shown__as_qr as "$clerk" tally --qr
	code=$(grep -E '^[0-9]{4}( [0-9]{4}){8}$' "$work/out")
	python3 - "$work/out" "$work/qr.pgm" <<'EOT'
import sys
rows = [l.rstrip("\n") for l in open(sys.argv[1], encoding="utf-8") if set(l) <= set(" ▄▀█\n") and len(l) > 20]
bits = []
for r in rows:
    bits.append([c in "▀█" for c in r])
    bits.append([c in "▄█" for c in r])
w = max(len(b) for b in bits) + 4
bits = [[False] * w] * 2 + [[False] * 2 + b + [False] * (w - 2 - len(b)) for b in bits] + [[False] * w] * 2
s = 8
with open(sys.argv[2], "wb") as f:
    f.write(b"P5 %d %d 255\n" % (w * s, len(bits) * s))
    for b in bits:
        f.write(bytes(0 if x else 255 for x in b for _ in range(s)) * s)
EOT
	holds qr__says__the_digits test "$(zbarimg -q --raw "$work/qr.pgm" 2>/dev/null)" = "$(echo "$code" | tr -d ' ')"
fi

# ---- what is refused
there() { env LOUCE_HOME="$work/c/home" LOUCE_WORKSPACE="$work/c/county.louce" "$louce" "$@"; }
county() { there "$@" --as "$office" --passphrase-file "$work/pass"; }
told() { sqlite3 "$work/c/county.louce" "SELECT count(*) FROM step WHERE body ->> 'kind' = 'told_counts'"; }
group() { echo "$code" | cut -d ' ' -f "$1"; }
# with GROUP DIGITS: the code with another group.
with() { echo "$code" | awk -v g="$1" -v d="$2" '{ $g = d; print }'; }
refuses digits__are_refused__of_one_wrong_digit 3 "the digits do not fit each other: group" county tally "$(with 4 "$(group 4 | tr '0123456789' '1234567890' | cut -c1)$(group 4 | cut -c2-)")"
holds wrong_group__is_named sh -c "grep -oE 'group [0-9, ]+' '$work/out' | grep -q 4"
refuses digits__are_refused__with_one_too_few 3 "group 5 has not four" county tally "$(with 5 123)"
refuses digits__are_refused__with_a_letter 3 "is no digit" county tally "$(with 5 12o4)"
# valid DIGITS...: with a check that fits, as doc/phone-tally says.
valid() { python3 -c 'import sys; d = "".join(sys.argv[1:]).replace(" ", "")[:34]; d += "%02d" % (98 - int(d) * 100 % 97); print(" ".join(d[i:i + 4] for i in range(0, 36, 4)))' "$@"; }
holds check__is__that_of_the_format test "$(valid "$code")" = "$code"
refuses digits__are_refused__of_no_township 3 "this county has no township 999" county tally "$(valid "$(with 1 9992)")"
refuses digits__are_refused__of_tomorrow 3 "2022-09-02, which is still to come" county tally "$(valid "$(with 2 4500)")"
refuses digits__are_refused__of_the_day_400 3 "" county tally "$(valid "$(echo "$code" | sed 's/^\(...\). ../\14 00/')")"
refuses digits__are_refused__with_more_done_than_there_are 3 "do not fit" county tally "$(valid "$(with 4 9999)")"
refuses digits__are_refused__without_a_person 3 "--as NAME" there tally "$code"
refuses digits__are_refused__to_a_clerk 3 "somebody of the whole county" there tally "$code" --as "$clerk" --passphrase-file "$work/pass"
refuses tally__is_refused__of_a_village 3 "one township is told" as "$office" tally "${township}201"
refuses tally__is_refused__of_another_township 3 "outside the area" as "$clerk" tally 451224100
refuses tally__is_never__filled_by_hand 3 "is signed by louce tally" sh -c "echo '{}' >'$work/x.json'; '$louce' fill $township told_counts --data '$work/x.json' --as '$office' --passphrase-file '$work/pass'"
holds refusals__sign__nothing test "$(told)" -eq 0

# ---- taking in: one house more is done than this file holds
done_told=$(($(group 4 | sed "s/^0*//") + 1))
lie=$(valid "$(with 4 "$(printf %04d $done_told)")")
does digits__are_taken_in county tally $lie
holds digits__are_told__in_words grep -qF "Done: $done_told" "$work/out"
refuses digits__are_refused__twice 3 "this was taken in already" county tally "$lie"
refuses digits__are_refused__of_an_older_day 3 "has told a later day already: 2022-09-01" county tally "$(valid "$(echo "$code" | sed 's/^\(...\). ../\12 43/')")"
report() { there report bulletin --format csv >"$work/out" 2>&1; }
does bulletin__is_made__with_what_was_told report
holds bulletin__counts__what_was_told grep -qE "^$name \*,[0-9]+,$done_told," "$work/out"
holds bulletin__marks__what_was_told grep -qF "* Told by telephone, not proven by a stick yet: $name 2022-09-01" "$work/out"
for format in text xlsx pdf html; do
	does "bulletin__is_made__as_$format" there report bulletin --format $format --out "$work/b.$format"
done
does county__verifies__with_it "$louce" verify "$work/c/county.louce"

# ---- the stick comes
"$louce" export "$work/stick.louce" --as "$clerk" --passphrase-file "$work/pass" >/dev/null 2>&1
does stick__is_taken_in county import "$work/stick.louce"
does bulletin__is_made__after_the_stick report
holds bulletin__tells__what_was_refuted grep -qE "^Refuted by a stick .*: $name 2022-09-01：[0-9/]+ ≠ [0-9/]+" "$work/out"
holds bulletin__counts__what_the_stick_says sh -c "cut -d, -f -9 '$work/out' | grep -qxF '$bulletin'"
does right_digits__are_taken_in__after_all county tally "$code"
does bulletin__is_made__when_proven report
holds bulletin__says__no_more_of_it sh -c "! grep -qE '^(Refuted|\* Told)' '$work/out'"
holds bulletin__counts__what_is_proven sh -c "cut -d, -f -9 '$work/out' | grep -qxF '$bulletin'"
tap_end
