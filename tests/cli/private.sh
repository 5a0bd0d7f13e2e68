#!/bin/sh
# louce report, of what is private: made for one person whose keys open all of it, refused to others, never with gaps. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1664000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
does demo__is_made "$demo" "$work/d" --buildings 12
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
officer=$(holder county_officer 451224)
inspector=$(holder inspector)
village=$(sql "SELECT body ->> '\$.data.areas[0]' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.person' = '$inspector'
	AND body ->> '\$.data.role' = 'inspector' ORDER BY n LIMIT 1")
elsewhere=$(sql "SELECT division FROM building WHERE division IS NOT NULL AND division <> '$village' ORDER BY 1 DESC LIMIT 1")

refuses report__is_refused__to_nobody 3 'holds personal data: it is made for a person who proves to be one' "$louce" report register
does report__is_made__for_who_may_read as "$officer" report register
holds report__says__for_whom grep -q "^Holds personal data: made for " "$work/out"
holds report__has__owners_and_telephones grep -qE '^YS[0-9]+ .* 农村道路 [0-9]+ +[^ ]+ +0778[0-9]{7} ' "$work/out"
holds report__has__no_gap test "$(grep -cE '^YS[0-9]+ .* 0778[0-9]{7} ' "$work/out")" -eq "$(grep -cE '^YS[0-9]+ ' "$work/out")"
formats="csv html"
! has_office || formats="$formats xlsx"
for format in $formats; do
	does report__is_written__as_$format as "$officer" report register --format $format --out "$work/register.$format"
	holds report__is_for_its_owner_alone__as_$format test "$(stat -c %a "$work/register.$format")" = 600
done
holds report__says__for_whom__as_csv grep -q "Holds personal data: made for " "$work/register.csv"
holds report__says__for_whom__as_html grep -q "Holds personal data: made for " "$work/register.html"
does report__is_made__for_a_team_of_its_village as "$inspector" report register --area "$village"
holds report__of_its_village__has_owners grep -qE '^YS[0-9]+ .* 0778[0-9]{7} ' "$work/out"
refuses report__is_refused__where_the_keys_do_not_open_it 3 'does not open with your keys; choose an area that is yours' as "$inspector" report register --area "$elsewhere"
refuses report__is_refused__where_they_open_a_part_of_it 3 'does not open with your keys; choose an area that is yours' as "$inspector" report register
refuses hazards__is_refused__to_nobody 3 'holds personal data' "$louce" report hazard_register
does hazards__is_made__for_who_may_read as "$officer" report hazard_register
does roster__without_what_is_private__is_made__for_all "$louce" report roster
holds roster__without_what_is_private__has_no_owner sh -c "! grep -q 0778 '$work/out'"
export LOUCE_CLOCK=1664300000
refuses report__is_refused__of_a_day_that_is_past 3 'nothing private is kept of a day that is past' as "$officer" report register --date 2022-09-25
tap_end
