#!/bin/sh
# Forms about divisions: who may fill them, history, their reports, two versions, what a hostile writer signs. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 20 --seed ui --single
secretary=$(holder village_secretary)
of_secretary() { sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '\$.data.$1' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.person' = '$secretary'"; }
village=$(of_secretary 'areas[0]')
called=$(of_secretary name)
other=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT DISTINCT division FROM building WHERE division <> '$village' ORDER BY division LIMIT 1")
township=$(echo "$village" | cut -c1-9)
county=$(echo "$village" | cut -c1-6)
officer=$(holder county_officer)
house=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE division = '$village' LIMIT 1")
hamlet=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT group_name FROM value_listing l JOIN building b USING (building) WHERE b.division = '$village' LIMIT 1")
state() { "$louce" status --area "$1" | sed -n 's/.*state hash //p'; }
row() { printf '{"grid_group":"%s","grid_person":"%s","grid_duty":"3","grid_phone":"13800000001","grid_since":"2022-08-01"}' "$1" "$2"; }
grid() { printf '{"grid_rows":[%s]}' "$1"; }

# ---- filled
grid "$(row "$hamlet" 韦建国)" >"$work/grid.json"
before=$(state "$village")
elsewhere=$(state "$other")
does grid__is_signed__by_the_secretary as "$secretary" fill "$village" grid --data "$work/grid.json"
holds status__has_another_state_hash__with_a_grid test "$before" != "$(state "$village")" -a "$elsewhere" = "$(state "$other")"
holds history__tells__what_was_signed_about_a_village sh -c "'$louce' history '$village' | grep -q 'Who answers for which hamlet  $called\$'"
name=$("$louce" manifest --json --area "$village" | sed -n 's/.*"name":"\([^"]*\)".*/\1/p')
holds history__takes__a_village_by_its_name sh -c "'$louce' history '$name' | grep -q 韦建国"
holds history__gives_json__without_a_building sh -c "'$louce' history '$village' --json | grep -q '\"grid_person\":\"韦建国\"' && ! '$louce' history '$village' --json | grep -q '\"building\"'"
holds history__has__the_hash_of_the_state sh -c "'$louce' history '$village' | grep -q 'state hash [0-9a-f]\\{64\\}\$'"
holds report__names__who_answers_for_a_hamlet sh -c "'$louce' report grid_register --format csv | grep -q '$hamlet,[0-9]*,韦建国,网格员,13800000001,2022-08-01'"
holds report__tells__of_hamlets_without_anybody sh -c "'$louce' report grid_register --format csv | grep -q '无人负责'"
does verify__finds__a_grid_in_order "$louce" verify "$LOUCE_WORKSPACE"
does rebuild__gives__the_same sh -c "h=\$('$louce' status | sed -n 's/.*state hash //p'); '$louce' rebuild >/dev/null && test \"\$h\" = \"\$('$louce' status | sed -n 's/.*state hash //p')\""
grid "$(row "$hamlet" 韦建国),$(row 全村 覃秀英)" >"$work/grid.json"
does grid__is_corrected as "$secretary" fill "$village" grid --data "$work/grid.json"
holds grid__stands__once_corrected test "$("$louce" history "$village" | grep -c 'a newer version replaced it')" -eq 1
holds report__names__who_answers_for_the_whole_village sh -c "'$louce' report grid_register --format csv | grep -q '$hamlet,,覃秀英'"

# A form about a township that nobody filled is due as those of houses are. 
forms=$work/forms
mkdir "$forms"
cp "$LOUCE_DATADIR"/forms/*.yaml "$LOUCE_DATADIR"/forms/*.csv "$forms/"
sed -i "s/^about: village/&\ndue: recheck/" "$forms/grid.yaml"
sed -i 's/^version: 1/version: 2/' "$forms/pack.yaml"
as "$officer" forms publish "$forms" --yes >"$work/out" 2>&1
as "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer' LIMIT 1 OFFSET 1")" \
	endorse "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1")" --yes >>"$work/out" 2>&1
holds due__names__the_village_that_lacks_a_form sh -c "'$louce' due --area '$other' | grep -q '^2022-09-16  $other  $other  .*  \[Village Party secretary, .*\]  Who answers for which hamlet: in 15 days\$'"
holds due__gives_json__without_a_building sh -c "'$louce' due --area '$other' --json | tr '{' '\n' | grep '\"form\":\"grid\"' | grep -v building | grep -q '\"deadline\":\"recheck\",\"date\":\"2022-09-16\"'"
holds due__leaves_out__where_it_stands sh -c "! '$louce' due --area '$village' | grep -q 'Who answers for which hamlet'"
holds due__of_a_role__has_it__for_who_may_fill_it sh -c "'$louce' due --area '$other' --role village_secretary | grep -q hamlet && ! '$louce' due --area '$other' --role inspector | grep -q hamlet"
holds due__is_past__a_day_later sh -c "'$louce' due --area '$other' --date 2022-09-17 | grep -q 'hamlet: overdue by 1 day'"

echo '{"lv_day":"2022-08-20","lv_leader":"黄副县长","lv_problem":"无人机照片缺","lv_solver":"住建局","lv_by":"2022-08-25"}' >"$work/visit.json"
does visit__is_signed__by_the_office as "$officer" fill "$village" leader_visit --data "$work/visit.json"
does visit__is_signed__again_as_another as "$officer" fill "$village" leader_visit --data "$work/visit.json"
holds report__lists__both_and_what_is_late test "$("$louce" report leader_visits --format csv | grep -c '住建局,2022-08-25,,1')" -eq 2
printf '{"event_on":"2022-08-30","event_kind":"1","event_hours":24,"event_places":[{"event_township":"%s000"}]}' "$township" >"$work/event.json"
does event__is_signed__about_the_county as "$officer" fill "$county" event --data "$work/event.json"
does report__lists__houses_to_patrol "$louce" report event_patrols --format csv
sed 's/"event_township":"[0-9]*"/"event_township":"'"$village"'"/' "$work/event.json" >"$work/wrong.json"

# ---- refused
refuses event__is_refused__with_a_village 3 "A township is wanted" as "$officer" fill "$county" event --data "$work/wrong.json"
refuses grid__is_refused__to_another_role 3 "is signed by" as "$(holder inspector "$village")" fill "$village" grid --data "$work/grid.json"
refuses grid__is_refused__of_another_village 3 "is outside the area of" as "$secretary" fill "$other" grid --data "$work/grid.json"
refuses grid__is_refused__of_a_township 3 "is about a village: give its twelve digits" as "$secretary" fill "$township" grid --data "$work/grid.json"
refuses event__is_refused__of_a_village 3 "is about the county: give its six digits" as "$officer" fill "$village" event --data "$work/event.json"
refuses grid__is_refused__of_a_village_that_is_none 3 "is no area of this county" as "$officer" fill 451224999999 grid --data "$work/grid.json"
refuses grid__is_refused__of_a_house 3 "is no area of this county" as "$secretary" fill "$house" grid --data "$work/grid.json"
refuses registration__is_refused__of_a_village 3 "there is no building" as "$(holder inspector "$village")" fill "$village" registration --data "$work/grid.json"
echo '{}' >"$work/empty.json"
refuses grid__is_refused__when_it_is_empty 3 "Persons" as "$secretary" fill "$village" grid --data "$work/empty.json"
grid "" >"$work/rows.json"
refuses grid__is_refused__with_an_empty_list_of_rows 3 "must be filled" as "$secretary" fill "$village" grid --data "$work/rows.json"
sed 's/\[{.*}\]/[]/' "$work/event.json" >"$work/rows.json"
refuses event__is_refused__with_an_empty_list_of_rows 3 "must be filled" as "$officer" fill "$county" event --data "$work/rows.json"
sed 's/\[\({.*}\)\]/[\1,\1]/' "$work/event.json" >"$work/twice.json"
refuses event__is_refused__with_a_township_twice 3 "each only once" as "$officer" fill "$county" event --data "$work/twice.json"
for above in 45 4512 45122; do
	refuses "history__is_refused__of_what_the_county_lies_in__$above" 3 "no building" "$louce" history "$above"
done
refuses grid__is_refused__of_what_the_county_lies_in 3 "is no area of this county" as "$officer" fill 45 event --data "$work/event.json"
refuses history__is_refused__of_what_is_neither 3 "no building" "$louce" history 999999999999
tap_end
