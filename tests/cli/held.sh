#!/bin/sh
# What restricts the use of a house rises at once and falls with signatures alone: an appraisal that nobody confirmed, a milder conclusion that nobody signed,
# a second version beside the first and a signature that is taken back lift nothing; what was known of a house that stood there before, or before a later
# finding, answers nothing. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
. "${LOUCE_SRC:-.}/tests/support/loop.sh"
forbidden() { fact "$1" '"may_use":"3"' && says '"need_control":true' && says '"unsafe":true'; }
allowed() { fact "$1" '"may_use":"1"' && says '"need_control":false' && says '"unsafe":false'; }
register() { sqlite3 "$LOUCE_WORKSPACE" "SELECT f.may_use || f.need_control FROM fact f JOIN building b USING (building) WHERE b.root = x'$1'"; }
in_register() { [ "$(register "$1")" = "$2" ]; }

# ---- an appraisal
severe=$(houses 1 | head -n 1)
holds severe__may_not_be_used forbidden "$severe"
does grade_b__is_entered put "$clerk" "$severe" appraisal "$(appraisal HC2022-101 2022-09-20 2 2 1 '')" photo_cover photo_grade
report=$(newest)
holds grade_b__lifts_nothing__unconfirmed forbidden "$severe"
holds grade_b__lifts_nothing__in_the_register in_register "$severe" 31
refuses control__is_not_lifted__by_an_unconfirmed_grade 3 'Control is lifted only after' put "$inspector" "$severe" control "$(echo "$control" | sed 's/}$/,"control_lifted":true}/')" control_photo
does grade_b__is_confirmed as "$head" sign appraised:second_reader "$severe/$report"
holds grade_b__lifts__confirmed allowed "$severe"
does signature__is_taken_back as "$head" withdraw "$(newest)"
holds grade_b__lifts_nothing__when_its_signature_is_taken_back forbidden "$severe"
does grade_b__is_confirmed_again as "$head" sign appraised:second_reader "$severe/$report"
does grade_d__is_entered put "$clerk" "$severe" appraisal "$(appraisal HC2022-102 2022-09-22 4 2 1 ',"bad_parts":["1"]')" photo_cover photo_grade
holds grade_d__forbids__at_once forbidden "$severe"
does grade_d__is_given_back as "$head" sign appraised:second_reader "$severe/$(newest)" --return --reason '等级与报告不符'
holds grade_d__forbids__though_given_back forbidden "$severe"

# ---- a conclusion: a hazard in a house in business, then nothing found
some=$(for at in $(houses 2); do fact "$at" '"in_business":true' && echo "$at"; done | head -n 1)
holds some__may_not_be_used forbidden "$some"
first=$(authors "$some" classification) second=$(authors "$some" photo_check)
echo '{"part_ground":"1","part_walls":"1","part_frame":"1","part_slabs":"1","part_roof":"1","geo_hazard":false,"stack_load":false,"owner_is_safety":true,"safety_supervisor":"韦文生","determ_date":"2022-09-24","determiners":"'"$(name_of "$first")、$(name_of "$second")"'"}' >"$work/mild.json"
does milder__is_filled as "$first" fill "$some" classification --data "$work/mild.json" --yes
holds milder__is_what_stands fact "$some" '"conclusion":"3"'
holds milder__lifts_nothing__unsigned forbidden "$some"
holds milder__lifts_nothing__in_the_register in_register "$some" 31
holds case__waits__for_the_team is_next "$some" 'signature of Survey team (Hazard)'
for level in team:$second village:$(holder village_secretary) liaison:$(holder liaison_leader); do
	does "milder__is_signed__${level%%:*}" as "${level#*:}" sign "${level%%:*}" "$some"
	holds "milder__lifts_nothing__signed_by_${level%%:*}" forbidden "$some"
done
does milder__is_signed__by_the_township as "$head" sign township "$some"
holds milder__lifts__signed_by_every_level fact "$some" '"need_control":false'
holds milder__may_be_used__until_it_is_appraised fact "$some" '"may_use":"2"'
does milder__is_given_back as "$head" sign township "$some" --return --reason '与现场不符'
holds milder__lifts_nothing__given_back forbidden "$some"
does rebuild__says_the_same "$louce" rebuild
holds milder__lifts_nothing__derived_anew in_register "$some" 31
# ---- a report that is older than a later finding
again() { # WHO HOUSE FORM CHANGES [--photo FIELD=FILE...]: what stands, with changes
	who=$1 at=$2 form=$3
	sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '\$.data' FROM step WHERE body ->> 'building' = '$2' AND body ->> 'kind' = '$3' ORDER BY n DESC LIMIT 1" |
		python3 -c 'import json, sys
data = {name: value for name, value in json.load(sys.stdin).items() if name == "_reasons" or not name.startswith("_")}
data.update(json.loads(sys.argv[1]))
print(json.dumps({name: value for name, value in data.items() if value is not None}))' "$4" >"$work/data.json"
	shift 4
	as "$who" fill "$at" "$form" --data "$work/data.json" --yes "$@"
}
owes() { "$louce" due >"$work/due"; grep "$(echo "$1" | cut -c1-12)" "$work/due" | grep -v '(Hazard)' >"$work/out"; says "$2"; } # HOUSE WHAT, beside its case
shops=$(for at in $(houses 2); do fact "$at" '"in_business":true' && echo "$at"; done)
shop=$(echo "$shops" | tail -n 1) old=$(echo "$shops" | grep -v "$some" | head -n 1)
holds shop__owes_an_appraisal__by_the_plan_s_day owes "$old" 'Professional appraisal: in 1 day'
does shop__is_appraised__as_fit put "$clerk" "$old" appraisal "$(appraisal HC2022-103 2022-09-20 4 2 1 '' | sed 's/"report_floors":4/"report_floors":2/; s/"grade":"4"/"grade":"2"/')" photo_cover photo_grade
does shop__is_confirmed as "$head" sign appraised:second_reader "$old/$(newest)"
owes "$old" -
holds shop__owes_no_appraisal__any_more says_not 'Professional appraisal'
does shop__is_found_in_danger__later again "$(authors "$old" classification)" "$old" classification '{"determ_date":"2022-09-24","safety_supervisor":"韦文生","safety_supervisor_phone":"13907781234","_reasons":[{"rule":"QR-62C","reason":"1"}]}' --photo findings/1/finding_photo="$(picture)"
taken=$((taken + 1))
holds shop__may_not_be_used__again forbidden "$old"
holds shop__owes_another_appraisal__by_a_day owes "$old" '2022-10-09'

# ---- pulled down, and built anew
does shop__is_under_control put "$inspector" "$shop" control "$(echo "$control" | sed 's/^{/{"control_date":"2022-09-10",/')" control_photo
does shop__has_its_notice put "$clerk" "$shop" notice "$(echo "$notice" | sed 's/^{/{"notice_date":"2022-09-10",/')" notice_photo
does shop__has_its_plan put "$clerk" "$shop" plan "$(echo "$plan" | sed 's/"plan_measures":\["3"\]/"plan_measures":["2"],"plan_date":"2022-09-12"/')" photo_promise
filed=$(newest)
does shop__has_its_plan__approved as "$head" sign filing:file_township "$shop/$filed"
does shop__has_its_plan__filed as "$office" sign filing:file_county "$shop/$filed"
does shop__is_built_anew put "$inspector" "$shop" work '{"work_state":"3","work_measures":["2"],"work_firm":"东兰建筑公司"}' photo_work
holds shop__is_surveyed_anew is_next "$shop" 'Registration (Hazard)'
set --
for field in photo_front photo_side photo_plate photo_sign photo_licence; do
	set -- "$@" --photo "$field=$(picture)"
	taken=$((taken + 1))
done
does shop__is_registered_anew again "$(authors "$shop" registration)" "$shop" registration '{"rebuilt_date":"2022-09-24","survey_date":"2022-09-24","owner_id":"451224190001010013","owner_phone":"07786322018","_reasons":[{"rule":"QR-62","reason":"1"}]}' "$@"
does shop__is_checked_anew again "$(authors "$shop" photo_check)" "$shop" photo_check '{}'
sed 's/"determ_date":"[^"]*"/"determ_date":"2022-09-24"/' "$work/mild.json" >"$work/data.json"
does shop__is_found_sound as "$(authors "$shop" classification)" fill "$shop" classification --data "$work/data.json" --yes
for of in "team:$(authors "$shop" photo_check)" "village:$(holder village_secretary)" "liaison:$(holder liaison_leader)" "township:$head"; do
	as "${of#*:}" sign "${of%%:*}" "$shop" >"$work/out" 2>&1
done
holds rebuilt__lifts_no_control__of_the_house_that_is_gone is_next "$shop" 'Strike-off (Hazard)'
does rebuilt__is_to_be_struck_off put "$clerk" "$shop" closure '{"closure_ground":"3","closure_control_ended":true}' photo_after
closure=$(newest)
does rebuilt__is_checked as "$head" sign strikeoff:strike_township "$shop/$closure"
does rebuilt__is_accepted as "$office" sign strikeoff:strike_county "$shop/$closure"
holds rebuilt__is_struck_off closed "$shop"
# other requests of the same day, that nobody signed: whichever comes last, the accepted one tells the ground
for request in 1 2 3; do
	put "$clerk" "$shop" closure "{\"closure_ground\":\"6\",\"closure_why\":\"原判定时看错了墙体，第${request}次复看没有裂缝\",\"closure_control_ended\":true}" photo_after photo_after_part
done
holds closure__has_others__of_its_day test "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM value_closure JOIN building USING (building) WHERE building.root = x'$shop'")" = 4
"$louce" report closures --format csv | grep ",$(sqlite3 "$LOUCE_WORKSPACE" "SELECT platform_no FROM value_listing JOIN building USING (building) WHERE root = x'$shop'")," >"$work/out"
holds closures__tells__the_ground_that_was_accepted says ',已销号,2022-09-24,拆除重建'

tap_end
