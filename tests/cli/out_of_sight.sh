#!/bin/sh
# No act of one person makes an open case disappear: taken out of the roster, joined with another house, or said to need no survey, its next act stays due.
# Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
says() { grep -qF -- "$1" "$work/out"; }
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
short() { echo "$1" | cut -c 1-12; }

"$demo" "$work/d" --buildings 20 --seed ui --single
village=451224204201
inspector=$(holder inspector $village) clerk=$(holder township_clerk 451224204)
# Houses of the village, by what was concluded and how far they are signed: PLACE in that order.
house() { sql "SELECT lower(hex(b.root)) FROM building b JOIN value_classification v USING (building) WHERE b.division = '$village' AND v.conclusion $1 ORDER BY b.root LIMIT 1 OFFSET $2"; }
hazard=$(house "= '2' AND b.level > 0" 0) severe=$(house "= '1'" 0) clean=$(house "= '3' AND b.level > 0" 0) plain=$(house "= '3' AND b.level = 0" 0)
for each in hazard severe clean plain; do
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

# ---- joined with a house where nothing was found
"$louce" check >"$work/out" 2>&1
holds check__finds__no_house_that_steps_aside sh -c "! grep -q 'steps aside' '$work/out'"
as "$clerk" decide same "$clean" "$severe" --reason 一栋 >"$work/out" 2>&1
holds decide__keeps__the_house_with_the_open_case grep -qE "$(echo "$severe" | cut -c 1-12) .* is counted, $(echo "$clean" | cut -c 1-12) .* steps aside" "$work/out"
holds due__names__the_case_of_the_house_that_is_counted due "$severe"
as "$clerk" decide apart "$clean" "$severe" --reason 两栋 >/dev/null 2>&1
# A hazard that comes to the house that steps aside already.
answers "$severe" classification | sed 's/}$/,"_reasons":[{"rule":"QR-62C","reason":"1"}]}/' >"$work/severe.json"
set -- "$work"/d/inbox/*_4.jpg
as "$clerk" decide same "$plain" "$clean" --reason 一栋 >"$work/out" 2>&1
full() { sql "SELECT lower(hex(root)) FROM building WHERE hex(root) LIKE '$1%'"; }
stays=$(full "$(sed -n 's/.*: \([0-9a-f]*\) .* is counted.*/\1/p' "$work/out")") aside=$(full "$(sed -n 's/.*is counted, \([0-9a-f]*\) .* steps aside.*/\1/p' "$work/out")")
does classification__finds__a_hazard_in_the_house_that_steps_aside as "$inspector" fill "$aside" classification --data "$work/severe.json" \
	--photo findings/1/finding_photo="$1" --yes
holds due__names__the_case_that_steps_aside due "$aside"
"$louce" due >"$work/out" 2>&1
holds due__says__as_which_it_is_counted says "; the house is counted as house $(echo "$stays" | cut -c 1-8)"
# The house that is counted cannot be read: nobody says that no case is open there.
break_house() { sql "SELECT n FROM step WHERE body ->> 'building' = '$1' AND body ->> 'kind' = 'classification' ORDER BY n DESC LIMIT 1" >"$work/n"
	sql "SELECT writefile('$work/body', body) FROM step WHERE n = $(cat "$work/n")" >/dev/null; sql "UPDATE step SET body = '{' WHERE n = $(cat "$work/n")"; }
mend_house() { sql "UPDATE step SET body = CAST(readfile('$work/body') AS TEXT) WHERE n = $(cat "$work/n")"; }
break_house "$stays"
refuses due__is_refused__where_a_counted_house_cannot_be_read 3 'was altered' "$louce" due
refuses roster_out__is_refused__where_a_house_cannot_be_read 3 'was altered' as "$clerk" roster out "$stays" --reason 一栋 --yes
mend_house
break_house "$aside"
refuses questions__are_refused__where_a_house_cannot_be_read 3 'was altered' as "$clerk" decide
mend_house
"$louce" check >"$work/out" 2>&1
holds check__says__where_a_case_stepped_aside says "1 house is counted for one that steps aside with a worse finding"
"$louce" decide >"$work/out" 2>&1
holds decide__names__the_case_that_stepped_aside says "steps aside for this house, and its case goes on there: Hazard is open, next: "
as "$inspector" fill "$stays" classification --data "$work/none.json" --yes >/dev/null 2>&1
"$louce" decide >"$work/out" 2>&1
holds look_at_the_house_that_is_counted__ends__no_case says "its case goes on there: Hazard is open, next: "

# ---- said to be demolished, by one person
team=$(answers "$severe" registration | sed 's/.*"surveyors":"\([^"]*\)".*/\1/')
date=$(grep -aoE '20[0-9][0-9]:[01][0-9]:[0-3][0-9]' "$2" | head -n 1 | tr : -)
echo "{\"survey_state\":\"4\",\"no_survey_text\":\"现场已经拆平\",\"_reasons\":[{\"rule\":\"QR-26\",\"reason\":\"1\"}],\"surveyors\":\"$team\",\"survey_date\":\"$date\"}" >"$work/demolished.json"
does registration__says__that_the_house_is_demolished as "$inspector" fill "$severe" registration --data "$work/demolished.json" --photo photo_state="$2" --yes
holds due__names__the_case_of_a_house_that_is_said_to_be_demolished due "$severe"
refuses roster_out__of_a_house_that_is_said_to_be_demolished__is_no_inspectors_act 3 "too much" as "$inspector" roster out "$severe" --reason x --yes

# ---- taken out by who may decide
refuses roster_out__of_an_open_case__wants_more_than_a_yes 3 "add --yes --open-case" as "$clerk" roster out "$hazard" --reason 没有 --yes
does roster_out__takes_out__a_house_with_an_open_case as "$clerk" roster out "$hazard" --reason 没有 --yes --open-case
holds due__names__the_case_of_a_house_that_was_taken_out due "$hazard"
"$louce" check >"$work/out" 2>&1
holds check__says__where_a_case_was_taken_out says "1 open case belongs to a house that was taken out of the roster"
does roster_back__brings_it_back as "$clerk" roster back "$hazard"
"$louce" check >"$work/out" 2>&1
holds check__says__so__no_more sh -c "! grep -q 'taken out of the roster' '$work/out'"
tap_end
