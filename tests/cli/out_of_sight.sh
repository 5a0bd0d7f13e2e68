#!/bin/sh
# No act of one person makes an open case disappear: taken out of the roster, joined with another house, or said to need no survey, its next act stays due.
# Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
says() { grep -qF -- "$1" "$work/out"; }
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
short() { echo "$1" | cut -c 1-12; }

"$louce" demo "$work/d" --buildings 20 --seed ui --single --no-ui >/dev/null 2>&1
village=451224204201
inspector=$(holder inspector $village) clerk=$(holder township_clerk 451224204)
# Houses of the village, by what was concluded and how far they are signed: PLACE in that order.
house() { sql "SELECT lower(hex(b.root)) FROM building b JOIN value_classification v USING (building) WHERE b.division = '$village' AND v.conclusion $1 ORDER BY b.root LIMIT 1 OFFSET $2"; }
hazard=$(house "= '2' AND b.level > 0" 0) severe=$(house "= '1'" 0) clean=$(house "= '3' AND b.level > 0" 0)
for each in hazard severe clean; do
	eval "[ -n \"\$$each\" ]" || { not_ok "house__is_there__$each"; tap_end; exit 1; }
done
answers() { # HOUSE FORM
	as "$inspector" history "$1" --json >"$work/history.json" 2>/dev/null
	sqlite3 :memory: "SELECT json_extract(readfile('$work/history.json'), '\$.values.$2')"
}
due() { "$louce" due 2>/dev/null | grep "$(short "$1")" | grep -qF "(Hazard)"; } # HOUSE: a case's next act

# ---- refilled with nothing found, what was signed keeps the case open
answers "$clean" classification >"$work/none.json"
does classification__is_milder__after_it_was_signed as "$inspector" fill "$hazard" classification --data "$work/none.json" --yes
holds due__names__the_case_that_stays_open due "$hazard"
refuses roster_out__of_an_open_case__is_no_inspectors_act 3 "a case weighs too much there (Hazard is open, next: " as "$inspector" roster out "$hazard" --reason x --yes
tap_end
