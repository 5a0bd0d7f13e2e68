#!/bin/sh
# What restricts the use of a house rises at once and falls with signatures alone: an appraisal that nobody confirmed, a milder conclusion that nobody signed,
# a second version beside the first and a signature that is taken back lift nothing. Speaks TAP.
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
echo '{"part_ground":"1","part_walls":"1","part_frame":"1","part_slabs":"1","part_roof":"1","geo_hazard":false,"stack_load":false,"owner_is_safety":true,"safety_supervisor":"韦书记","determ_date":"2022-09-24","determiners":"'"$(name_of "$first")、$(name_of "$second")"'"}' >"$work/mild.json"
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
tap_end
