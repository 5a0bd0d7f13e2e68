#!/bin/sh
# The manifest of a village, that no house was left out: what it would say, signing it, when it is outdated, two side by side, and who may not. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 20 --seed ui --single
village=$("$louce" manifest | sed -n 's/^\([0-9]*\)  .*, \([1-9][0-9]*\) not accounted for;.*/\1/p' | head -n 1)
secretary=$(holder village_secretary "$village")
other=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT DISTINCT division FROM building WHERE division <> '$village' ORDER BY division LIMIT 1")
houses() { "$louce" manifest "$village" | sed -n 's/^    \([0-9a-f]\{12\}\)  .*/\1/p'; }
standing() { "$louce" manifest --json --area "$village" | sed -n 's/.*"standing":"\([a-z]*\)".*/\1/p'; }
houses >"$work/missing"
count=$(wc -l <"$work/missing")
all=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM building WHERE division = '$village'")

# ---- before
holds manifest__stands__of_no_village test "$("$louce" manifest | grep -c '; no manifest$')" -eq "$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT count(DISTINCT division) FROM building')"
"$louce" manifest >/dev/null
holds manifest__finds__villages_without_one test $? -eq 1
waiting=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM building WHERE division = '$village' AND task = 'form'")
holds manifest__names__each_house_that_waits_for_a_form test "$count" -eq "$waiting" -a "$count" -gt 2
holds manifest__counts__every_house_of_the_village test "$("$louce" manifest --json --area "$village" | sed -n 's/.*"houses":\([0-9]*\),.*/\1/p' | head -n 1)" = "$all"
"$louce" manifest "$village" >"$work/village"
holds manifest__tells__what_was_found_by_hamlet grep -qE '^[^ ]+  [0-9]+ houses: Surveyed [0-9]+; missing [0-9]+$' "$work/village"
name=$("$louce" manifest --json --area "$village" | sed -n 's/.*"name":"\([^"]*\)".*/\1/p')
holds manifest__takes__a_village_by_its_name sh -c "'$louce' manifest '$name' | cmp -s - '$work/village'"
holds manifest__gives_json__with_each_missing_house test "$("$louce" manifest "$village" --json | tr '{' '\n' | grep -c '^"building":.*"form":')" -eq "$count"

# ---- refusals
options=
for house in $(cat "$work/missing"); do options="$options --missing $house=1"; done
first=$(head -n 1 "$work/missing")
rest=${options#*=1}
seen=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE division = '$village' AND task = 'sign' LIMIT 1")
away=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE division = '$other' LIMIT 1")
# shellcheck disable=SC2086 # a list of options
{
refuses manifest__is_refused__while_a_house_has_no_reason 3 "1 house is not accounted for and has no reason: $(echo "$first" | cut -c1-8) " as "$secretary" manifest "$village" $rest
refuses manifest__is_refused__without_any_reason 3 "$count houses are not accounted for and have no reason" as "$secretary" manifest "$village"
refuses manifest__is_refused__with_a_reason_that_is_none 3 '"77" is no reason why a house is missing; there are: 1 Nobody at home' as "$secretary" manifest "$village" --missing "$first=77" $rest
refuses manifest__is_refused__with_a_house_that_is_none 3 'no building' as "$secretary" manifest "$village" $options --missing "abcdef01=1"
refuses manifest__is_refused__with_a_house_that_is_accounted_for 3 'is accounted for: leave it out' as "$secretary" manifest "$village" $options --missing "$seen=1"
refuses manifest__is_refused__with_a_house_of_another_village 3 "is none of 金谷村委会 that counts" as "$secretary" manifest "$village" $options --missing "$away=1"
refuses manifest__is_refused__with_a_house_twice 3 'is named twice' as "$secretary" manifest "$village" $options --missing "$first=2"
refuses manifest__is_refused__without_a_house 3 'write it as BUILDING=REASON' as "$secretary" manifest "$village" $options --missing 1
refuses manifest__is_refused__to_another_role 3 'may not sign a manifest; this is for: Village Party secretary' as "$(holder inspector "$village")" manifest "$village" $options
refuses manifest__is_refused__of_another_village_than_one_s_own 3 "is outside the area of" as "$secretary" manifest "$other"
refuses manifest__is_refused__of_a_township 3 'is no village' as "$secretary" manifest "$(echo "$village" | cut -c1-9)" $options
refuses manifest__is_refused__of_a_village_that_is_none 3 'is no area of this county' as "$secretary" manifest 999999999999
refuses manifest__asks__who_signs 2 'who signs with --as' "$louce" manifest "$village" $options
holds manifest__stands__of_no_village_after_refusals test "$(standing)" = none
# A second one who signs for the village, on another laptop's file.
"$louce" key new Neu --new-passphrase-file "$work/pass" >/dev/null 2>&1
"$louce" request Neu --role village_secretary --area "$village" --passphrase-file "$work/pass" >"$work/out" 2>&1
does issue__gives__a_second_person_the_right as "$(holder county_officer)" issue "$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/out")" --sure
cp -r "$work/d" "$work/copy"

# ---- visits that met nobody
visitor=$(holder inspector "$village")
tries() { "$louce" manifest "$village" --json | tr '{' '\n' | sed -n "s/^\"building\":\"$first[0-9a-f]*\".*\"tries\":\([0-9]*\).*/\1/p"; }
echo '{"visited_on":"2022-08-30","visit_met":"1","visit_phone":"2","visit_danger":false}' >"$work/nobody.json"
echo '{"visited_on":"2022-08-31","visit_met":"4","visit_danger":false}' >"$work/outside.json"
echo '{"visited_on":"2022-08-31","visit_met":"3","visit_phone":"1","visit_danger":false}' >"$work/refused.json"
echo '{"visited_on":"2022-08-31","visit_met":"1","visit_phone":"1","visit_agreed":"2022-12-30","visit_danger":false}' >"$work/late.json"
holds manifest__counts__no_try_before_a_visit test "$(tries)" = 0
does visit__is_signed__where_nobody_was_home as "$visitor" fill "$first" visit --data "$work/nobody.json"
refuses visit__asks__for_a_photo_where_it_was_seen_from_outside 3 "Photo from outside" as "$visitor" fill "$first" visit --data "$work/outside.json"
refuses visit__asks__why_it_was_refused 3 "Why it was refused" as "$visitor" fill "$first" visit --data "$work/refused.json"
refuses visit__refuses__another_day_that_is_far_off 3 "60 days later" as "$visitor" fill "$first" visit --data "$work/late.json"
refuses visit__is_refused__to_a_secretary 3 "is signed by" as "$secretary" fill "$first" visit --data "$work/nobody.json"
does visit__is_signed__from_outside_with_a_photo as "$visitor" fill "$first" visit --data "$work/outside.json" --photo visit_photo="$(ls "$work"/d/inbox/*.jpg | head -n 1)"
holds manifest__counts__each_visit test "$(tries)" = 2
holds report__lists__where_nobody_got_in sh -c "'$louce' report visits --format csv | grep -q ',2,2022-08-31,只看了外观,'"

# ---- signed
hash=$("$louce" status --area "$village" | grep -i hash)
does manifest__is_signed__with_every_reason as "$secretary" manifest "$village" $options
}
holds manifest__tells__who_signed_it_and_what_it_says grep -qE "signed by .* on 2022-09-01 .*: $all houses, $count missing\$" "$work/out"
holds manifest__stands__once_signed test "$(standing)" = stands
"$louce" manifest --area "$village" >/dev/null
holds manifest__finds__nothing_where_it_stands test $? -eq 0
holds status__has_another_state_hash__with_a_manifest test "$hash" != "$("$louce" status --area "$village" | grep -i hash)"
does verify__finds__a_manifest_in_order "$louce" verify "$LOUCE_WORKSPACE"
holds manifest__keeps__the_reason_for_the_next_one test "$("$louce" manifest "$village" | grep -c 'Nobody at home, tried several times$')" -eq "$count"

# ---- outdated
inspector=$(holder inspector "$village")
pair=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT surveyors FROM value_registration WHERE surveyors IS NOT NULL AND building IN (SELECT building FROM building WHERE division = '$village') LIMIT 1")
echo "{\"survey_state\":\"3\",\"no_survey\":\"1\",\"no_survey_text\":\"村委会办公楼\",\"surveyors\":\"$pair\"}" >"$work/none.json"
as "$inspector" fill "$first" registration --data "$work/none.json" --photo photo_state="$(ls "$work"/d/inbox/*.jpg | sed -n 2p)" >"$work/out" 2>&1
holds manifest__is_outdated__when_a_missing_house_is_reached test "$(standing)" = outdated
holds manifest__says__what_came_since sh -c "'$louce' manifest --area '$village' | grep -q '; 1 missing then and not now\$'"
holds manifest__tells__why_a_house_is_not_needed sh -c "'$louce' manifest '$village' | grep -q 'Survey not needed: Not self-built 1'"
# shellcheck disable=SC2086
does manifest__is_signed__anew as "$secretary" manifest "$village" $rest
holds manifest__stands__signed_anew test "$(standing)" = stands
listing="{\"village\":\"$village\",\"group_name\":\"新屯\",\"road\":\"无\",\"owner_name\":\"韦小芳\"}"
echo "$listing" >"$work/new.json"
as "$inspector" fill --new listing --data "$work/new.json" >"$work/out" 2>&1
holds manifest__is_outdated__when_a_house_came test "$(standing)" = outdated
holds manifest__says__that_a_house_came sh -c "'$louce' manifest --area '$village' | grep -q '; 1 more house since, 1 missing now and not named\$'"

# ---- two side by side
options=
for house in $(houses); do options="$options --missing $house=2"; done
# shellcheck disable=SC2086
(
	export LOUCE_HOME="$work/copy/home" LOUCE_WORKSPACE="$work/copy/county.louce"
	options=
	for house in $(houses); do options="$options --missing $house=3"; done
	as Neu manifest "$village" $options && as Neu export "$work/other.louce"
) >"$work/out" 2>&1
does import__takes__a_manifest_signed_elsewhere "$louce" import "$work/other.louce"
holds manifest__stands_twice__when_two_signed test "$(standing)" = two
holds manifest__tells__of_both test "$("$louce" manifest --area "$village" | grep -c '^    signed by ')" -eq 2
does verify__finds__two_in_order "$louce" verify "$LOUCE_WORKSPACE"
# shellcheck disable=SC2086
does manifest__is_signed__over_both as "$secretary" manifest "$village" $options
holds manifest__stands__after_both test "$(standing)" = stands

# ---- the township's task force: one head, a deputy, each person once
force() { # force PHONE PERSON:DUTY...
	phone=$1 rows=
	shift
	for row in "$@"; do
		rows="$rows,{\"force_person\":\"${row%:*}\",\"force_duty\":\"${row#*:}\",\"force_post\":\"${post:-主任}\",\"force_villages\":\"${of:-全部}\",\"force_since\":\"2022-08-30\"}"
	done
	echo "{\"force_rows\":[${rows#,}],\"force_phone\":\"$phone\"}" >"$work/force.json"
	as "$(holder county_officer)" fill "$(echo "$village" | cut -c1-9)" task_force --data "$work/force.json"
}
refuses task_force__is_refused__without_a_deputy 3 'QR-97:' force 07786322018 班美兰:1
refuses task_force__is_refused__with_two_heads 3 'QR-97:' force 07786322018 班美兰:1 韦文达:1 韦文高:2
refuses task_force__is_refused__with_a_person_twice 3 'QR-97D:' force 07786322018 班美兰:1 班美兰:2
refuses task_force__is_refused__with_a_number_that_is_none 3 'No phone number' force 12345 班美兰:1 韦文达:2
refuses task_force__is_refused__with_a_made_up_number 3 'QR-07T:' force 13800000000 班美兰:1 韦文达:2
refuses task_force__is_refused__with_a_title_for_a_name 3 'QR-97N:' force 07782112345 李书记:1 韦文达:2
refuses task_force__is_refused__with_somebody 3 'QR-97N:' force 07782112345 某某:1 韦文达:2
refuses task_force__is_refused__with_a_person_twice_by_a_blank 3 'QR-97D:' force 07782112345 班美兰:1 '班 美兰':2
of=火星村
refuses task_force__is_refused__with_a_village_of_elsewhere 3 'QR-97V:' force 07782112345 班美兰:1 韦文达:2
of= post=无
refuses task_force__is_refused__without_a_post 3 'QR-97P:' force 07782112345 班美兰:1 韦文达:2
post=
post=$(printf '村主任%040d' 0)
refuses task_force__is_refused__with_a_post_too_long 3 'Post (force_post, row 2): ' force 07782112345 班美兰:1 韦文达:2
post=副镇长
given() { # given DATA: the form as another program wrote it
	echo "$1" >"$work/force.json"
	as "$(holder county_officer)" fill "$(echo "$village" | cut -c1-9)" task_force --data "$work/force.json"
}
row='{"force_person":"班美兰","force_duty":"1","force_post":"主任","force_villages":"全部","force_since":"2022-08-30"}'
once() { test "$(grep -c "$1" "$work/out")" -eq 1; }
refuses task_force__is_refused__with_a_row_that_is_none 3 '(force_rows, row 2): must be a row' given "{\"force_rows\":[$row,\"班美兰\"],\"force_phone\":\"07782112345\"}"
holds task_force__tells__of_it_once once 'must be a row'
refuses task_force__is_refused__with_rows_that_are_none 3 '(force_rows): must be a list of rows' given '{"force_rows":"班美兰","force_phone":"07782112345"}'
refuses task_force__is_refused__with_what_no_row_has 3 'nosuch (row 2): is no field' given "{\"force_rows\":[$row,{\"nosuch\":1}],\"force_phone\":\"07782112345\"}"
holds task_force__tells__of_what_no_row_has_once once 'nosuch'
refuses task_force__is_refused__with_reasons_that_are_none 3 '"_reasons" is wrong: it must be a list' given "{\"force_rows\":[$row],\"_reasons\":5}"
refuses task_force__is_refused__with_reasons_of_no_rule 3 '"_reasons" is wrong: it must be a list' given "{\"force_rows\":[$row],\"_reasons\":[{\"rule\":7,\"reason\":\"1\"}]}"
refuses task_force__is_refused__with_a_mark_nobody_knows 3 '_remarks: is no field' given "{\"force_rows\":[$row],\"_remarks\":\"x\"}"
does task_force__is_signed force 07782112345 班美兰:1 韦文达:2 韦文高:2
tap_end
