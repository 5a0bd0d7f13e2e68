#!/bin/sh
# From a hazard to its strike-off, by commands: a severe house through every form; a house in business that is stopped, treated and used again; one that an
# appraisal finds fit; and one that a later grade opens anew. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
# In this pack the photo of a patrol may serve several houses.
installed=${LOUCE_DATADIR:-${LOUCE_BUILD:-.}/share}
mkdir "$work/share" && ln -s "$(cd "$installed" && pwd)"/* "$work/share" && rm "$work/share/forms" && cp -rL "$installed/forms" "$work/share/forms"
sed 's/^  - name: patrol_photo$/&\n    shared: true/' "$installed/forms/patrol.yaml" >"$work/patrol.yaml" && cp "$work/patrol.yaml" "$work/share/forms/patrol.yaml"
export LOUCE_DATADIR="$work/share"
. "${LOUCE_SRC:-.}/tests/support/loop.sh"

# ---- a severe house, through every form
severe=$(houses 1 | head -n 1)
short=$(echo "$severe" | cut -c1-8)
holds severe__is_under_control__and_next_is_the_notice is_next "$severe" 'Notice and proof of service (Hazard)'
first_form_is() { "$louce" history "$1" --json >"$work/out" && sed 's/.*"next":\[//; s/\],"delivered.*//' "$work/out" | grep -o '"task":"form","form":"[a-z_]*"' | head -n 1 | grep -q "\"$2\"$"; } # HOUSE FORM
holds house__names__the_next_act_of_the_case__before_other_forms first_form_is "$severe" notice
holds severe__may_not_be_used fact "$severe" '"may_use":"3"'
refuses control__is_refused__with_people_in_the_house 3 'Use of the whole house is stopped, yet people are in it' put "$inspector" "$severe" control "$(echo "$control" | sed 's/"people_after":0/"people_after":2/')" control_photo
refuses control__is_refused__without_its_measures 3 'sealed off' put "$inspector" "$severe" control "$(echo "$control" | sed 's/"1","3"/"5"/')" control_photo
refuses control__is_not_lifted__in_danger 3 'Control is lifted only after' put "$inspector" "$severe" control "$(echo "$control" | sed 's/}$/,"control_lifted":true}/')" control_photo
does control__is_renewed put "$inspector" "$severe" control "$control" control_photo
refuses notice__is_refused__by_who_may_not 3 'is signed by Township clerk, County office' put "$inspector" "$severe" notice "$notice" notice_photo
does notice__is_served put "$clerk" "$severe" notice "$notice" notice_photo
holds severe__wants__a_plan_next is_next "$severe" 'Plan for the building (Hazard)'
refuses closure__is_refused__before_the_work 3 'No report of progress' put "$clerk" "$severe" closure '{"closure_ground":"2","closure_control_ended":true,"done_date":"2022-09-23"}' photo_after photo_after_part
does appraisal__is_entered__from_the_paper put "$clerk" "$severe" appraisal "$(appraisal HC2022-001 2022-09-10 4 2 1 ',"bad_parts":["1"]')" photo_cover photo_grade
report=$(newest)
holds severe__waits__for_the_second_reader is_next "$severe" 'signature of Second reader of the report (Hazard)'
refuses appraisal__is_not_confirmed__by_who_entered_it 3 'another person' as "$clerk" sign appraised:second_reader "$severe/$report"
does appraisal__is_confirmed__by_another as "$head" sign appraised:second_reader "$severe/$report"
holds control__stands__after_the_first_grade is_next "$severe" 'Plan for the building (Hazard)'
does plan__is_made put "$clerk" "$severe" plan "$plan" photo_promise
plan_of=$(newest)
holds plan__waits__for_the_township is_next "$severe" 'signature of Township (Hazard)'
refuses plan__is_not_filed__over_the_township 3 'the level below has not approved' as "$office" sign filing:file_county "$severe/$plan_of"
does plan__is_approved__by_the_township as "$head" sign filing:file_township "$severe/$plan_of"
does plan__is_filed__by_the_county as "$office" sign filing:file_county "$severe/$plan_of"
holds severe__wants__the_work_next is_next "$severe" 'Progress of the work (Hazard)'
does work__goes_on put "$inspector" "$severe" work '{"work_date":"2022-09-22","work_state":"2","work_measures":["3"],"work_percent":50,"work_firm":"东兰建筑公司"}' photo_work
holds work__stays_next__until_it_is_done is_next "$severe" 'Progress of the work (Hazard)'
does work__is_done put "$inspector" "$severe" work '{"work_date":"2022-09-23","work_state":"3","work_measures":["3"],"work_firm":"东兰建筑公司"}' photo_work
holds severe__wants__a_new_grade__before_the_strike_off is_next "$severe" 'Professional appraisal (Hazard): in 98 days'
refuses closure__is_refused__without_a_new_grade 3 'appraisal as A or B' put "$clerk" "$severe" closure '{"closure_ground":"2","closure_control_ended":true,"done_date":"2022-09-23"}' photo_after photo_after_part
does appraisal__of_the_strengthened_house__is_entered put "$clerk" "$severe" appraisal "$(appraisal HC2022-002 2022-09-23 2 2 1 '' | sed 's/{"rule":"QR-56","reason":"1"},//')" photo_cover photo_grade
report=$(newest)
does appraisal__of_the_strengthened_house__is_confirmed as "$head" sign appraised:second_reader "$severe/$report"
holds severe__may_be_used__again fact "$severe" '"may_use":"1"'
holds plan__waits__for_nobody__once_the_work_is_done owes_nothing "$severe" '"chain":"filing"'
holds severe__wants__control_lifted__before_the_strike_off is_next "$severe" 'Control (Hazard): in 98 days'
does control__is_lifted__with_the_grade put "$inspector" "$severe" control "$(echo "$control" | sed 's/}$/,"control_lifted":true}/')" control_photo
refuses closure__is_refused__because_nobody_lives_there 3 'is no ground' put "$clerk" "$severe" closure '{"closure_ground":"2","closure_control_ended":true,"done_date":"2022-09-23","closure_note":"无人居住"}' photo_after photo_after_part
refuses closure__is_refused__of_work_later_than_its_grade 3 'older than the work' put "$clerk" "$severe" closure '{"closure_ground":"2","closure_control_ended":true,"done_date":"2022-09-24"}' photo_after photo_after_part
refuses closure__is_refused__under_control 3 'Control is not lifted yet' put "$clerk" "$severe" closure '{"closure_ground":"2","closure_control_ended":false,"done_date":"2022-09-23"}' photo_after photo_after_part
refuses closure__is_refused__done_before_it_was_found 3 'before the hazard was found' put "$clerk" "$severe" closure '{"closure_ground":"2","closure_control_ended":true,"done_date":"1950-01-01"}' photo_after photo_after_part
holds severe__wants__its_survey_signed__before_the_strike_off is_next "$severe" 'signature of Survey team (Hazard)'
does closure__is_asked_for put "$clerk" "$severe" closure '{"closure_ground":"2","closure_control_ended":true,"done_date":"2022-09-23"}' photo_after photo_after_part
closure=$(newest)
holds strike_off__waits__for_the_survey is_next "$severe" 'signature of Survey team (Hazard)'
refuses strike_off__is_refused__over_a_survey_that_nobody_signed 3 'is not done yet' as "$head" sign strikeoff:strike_township "$severe/$closure"
does severe__is_signed__by_every_level sign_survey "$severe"
holds closure__waits__for_the_township is_next "$severe" 'signature of Township on site (Hazard)'
does closure__is_checked__on_site as "$head" sign strikeoff:strike_township "$severe/$closure"
does closure__is_accepted__by_the_county as "$office" sign strikeoff:strike_county "$severe/$closure"
holds severe__is_struck_off closed "$severe"
told() { # HOUSE: what a file of it proves
	rm -rf "$work/evidence"
	mkdir "$work/evidence"
	as "$office" evidence --yes "$1" "$work/evidence" && { "$louce" verify "$work"/evidence/*.louce || test $? -eq 1; }
}
lot() { sed -n "/^$1\$/,/^[^ ]/p" "$work/out" | grep '^  '; } # HEADING: the lines under it, in what was told
does struck_off__has_its_evidence told "$severe"
holds struck_off__is_told__as_closed sh -c "grep -q '^  .*Hazard: closed' '$work/out'"
holds struck_off__is_told__as_used_again grep -q '^  May it be used: Yes' "$work/out"
holds strike_off__stands test "$(lot 'What stands:' | grep -c '^  \(Closure\|Strike-off\|County\|Township on site\)')" -ge 2
holds nothing__is_owed__when_it_is_struck_off owes_nothing "$severe" '"task":"[^"]*","chain":"\(filing\|appraised\|strikeoff\)'

# ---- opened anew by a later grade
does appraisal__finds_it_dangerous__again put "$clerk" "$severe" appraisal "$(appraisal HC2022-003 2022-09-24 4 2 1 ',"bad_parts":["1"]')" photo_cover photo_grade
report=$(newest)
holds case__is_open_again is_next "$severe" 'signature of Second reader of the report (Hazard)'
does open_again__has_its_evidence told "$severe"
holds open_again__is_told__with_what_it_waits_for grep -q '^  Hazard is open, next: signature of .*Second reader of the report' "$work/out"
holds strike_off__is_told__to_end_nothing sh -c "grep -q '^Signed as its end, but the case is open:$' '$work/out'"
as "$head" sign appraised:second_reader "$severe/$report" >/dev/null 2>&1
as "$head" withdraw "$(newest)" >/dev/null 2>&1
does withdrawn__has_its_evidence told "$severe"
holds withdrawal__is_told__in_words sh -c "sed -n '/^What stands:/,/^[^ ]/p' '$work/out' | grep -q '^  Signature taken back: Second reader of the report: '"
does appraisal__is_confirmed__again as "$head" sign appraised:second_reader "$severe/$report"
holds case__begins_anew__with_control is_next "$severe" 'Control (Hazard)'
holds severe__may_not_be_used__again fact "$severe" '"may_use":"3"'


# ---- struck off by skipping: the plan was never filed
skipped=$(houses 2 | tail -n 1)
appraisal HC2022-090 2022-09-20 2 1 4 ',"bad_parts":["1"]' | sed 's/"grade":"2"/"grade":"4"/' | with_days >"$work/data.json"
does skipped__is_appraised__as_dangerous as "$clerk" fill "$skipped" appraisal --data "$work/data.json" --photo photo_cover="$(drawn 501)" --photo photo_grade="$(drawn 502)"
does skipped__is_confirmed__as_dangerous as "$head" sign appraised:second_reader "$skipped/$(newest)"
unsafe_houses() { "$louce" report platform_summary --format csv | sed -n 2p | cut -d, -f 34; }
unsafe=$(unsafe_houses)
does skipped__has_a_plan put "$clerk" "$skipped" plan "$(echo "$plan" | sed 's/"plan_measures":\["3"\]/"plan_measures":["1"]/')" photo_promise
does skipped__is_demolished put "$inspector" "$skipped" work '{"work_state":"3","work_measures":["1"],"work_firm":"东兰建筑公司"}' photo_work
refuses work__is_refused__of_nobody 3 'Who works' put "$inspector" "$skipped" work '{"work_state":"3","work_measures":["1"],"work_firm":"/"}' photo_work
refuses plan__is_refused__without_end 3 'nor two years after' put "$clerk" "$skipped" plan "$(echo "$plan" | sed 's/2022-12-31/9999-12-31/')" photo_promise
refuses plan__is_refused__of_one_word 3 'over and over' put "$clerk" "$skipped" plan "$(echo "$plan" | sed 's/"plan_text":"[^"]*"/"plan_text":"无无无无无无无无无无无无无无无无无无无无无"/')" photo_promise
does skipped__is_to_be_struck_off put "$clerk" "$skipped" closure '{"closure_ground":"1","done_date":"2022-09-24"}' photo_after
closure=$(newest)
refuses strike_off__is_refused__over_what_was_skipped 3 'is not done yet' as "$head" sign strikeoff:strike_township "$skipped/$closure"
holds skipped__stays_open still_open "$skipped"
platform_no() { sqlite3 "$LOUCE_WORKSPACE" "SELECT platform_no FROM value_listing JOIN building USING (building) WHERE root = x'$1'"; }
state_of() { "$louce" report closures --format csv | grep -F "$(platform_no "$1")" >"$work/out"; grep -qF ",$2," "$work/out"; } # HOUSE STATE
holds closures__says__of_an_early_request__what_comes_first state_of "$skipped" 待前面环节办完
holds strike_off__waits__for_what_was_skipped owes_nothing "$skipped" '"chain":"strikeoff"'
refuses return__is_refused__with_a_kind_of_none 3 'the kind from 1 to 6' as "$head" sign strikeoff:strike_township "$skipped/$closure" --return --reason 没有 --error closure_ground:7
does strike_off__is_given_back__with_its_kind as "$head" sign strikeoff:strike_township "$skipped/$closure" --return --reason 现场未拆 --error closure_ground:2
holds strike_off__says__what_was_wrong fact "$skipped" '"errors":[{"field":"closure_ground","kind":2}]'

# ---- demolished: nothing of it is severe, hazardous or owed once the county has accepted that
does gone__has_its_notice put "$clerk" "$skipped" notice "$notice" notice_photo
as "$head" sign filing:file_township "$skipped/$(sql_root "$skipped" plan)" >/dev/null 2>&1
does gone__has_its_plan_filed as "$office" sign filing:file_county "$skipped/$(sql_root "$skipped" plan)"
does gone__is_to_be_struck_off put "$clerk" "$skipped" closure '{"closure_ground":"1","done_date":"2022-09-24"}' photo_after
closure=$(newest)
holds gone__is_in_danger__while_nobody_signed fact "$skipped" '"hazard":true'
as "$head" sign strikeoff:strike_township "$skipped/$closure" >"$work/out" 2>&1
holds gone__is_in_danger__while_nobody_signed_its_survey fact "$skipped" '"hazard":true'
does gone__is_signed__by_every_level sign_survey "$skipped"
does gone__is_checked as "$head" sign strikeoff:strike_township "$skipped/$closure"
holds gone__is_in_danger__while_the_county_did_not_sign fact "$skipped" '"unsafe":true'
does gone__is_accepted as "$office" sign strikeoff:strike_county "$skipped/$closure"
holds gone__is_struck_off closed "$skipped"
holds gone__is_no_unsafe_house__of_the_summary test "$(unsafe_houses)" -eq $((unsafe - 1))
holds gone__is_no_hazard fact "$skipped" '"hazard":false'
holds gone__is_under_no_control fact "$skipped" '"need_control":false'
holds gone__owes_no_appraisal owes_nothing "$skipped" '"form":"appraisal"'
"$louce" report hazards --format csv >"$work/out" 2>&1
holds hazards__lists__no_house_that_is_gone says_not "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT platform_no FROM value_listing JOIN building USING (building) WHERE root = x'$skipped'")"
# A correction of what the closed case is about: it is asked first.
echo '{"part_ground":"1","part_walls":"1","part_frame":"1","part_slabs":"1","part_roof":"1","geo_hazard":false,"stack_load":false,"owner_is_safety":true,"safety_supervisor":"韦文生","determiners":"'"$(sqlite3 "$LOUCE_WORKSPACE" "SELECT json_extract(body, '\$.data.determiners') FROM step WHERE body ->> 'building' = '$skipped' AND body ->> 'kind' = 'classification' LIMIT 1")"'","determ_date":"2022-09-24"}' >"$work/data.json"
cp "$work/data.json" "$work/classified.json"
refuses classification__of_a_closed_case__is_asked_first 3 'Township on site' as "$inspector" fill "$skipped" classification --data "$work/data.json"
holds gone__stays_struck_off__when_the_answer_is_no closed "$skipped"

# ---- a house in business is stopped, found fit, and used again
some=$(for at in $(houses 2); do "$louce" history "$at" --json | grep -q '"in_business":true' && echo "$at"; done | head -n 1)
holds some__must_be_under_control fact "$some" '"need_control":true'
before=$taken
refuses report_of_another_house__is_asked_about 3 '_elsewhere: "Report number" is that of 1 other house' put "$clerk" "$some" appraisal "$(appraisal HC2022-002 2022-09-20 2 2 1 '')" photo_cover photo_grade
taken=$before # they are the next ones still
does some__is_appraised__as_fit put "$clerk" "$some" appraisal "$(appraisal HC2022-004 2022-09-20 2 2 1 '')" photo_cover photo_grade
report=$(newest)
does some__is_confirmed as "$head" sign appraised:second_reader "$some/$report"
holds fit_house__goes__the_shorter_way is_next "$some" 'Control (Hazard)'
holds fit_house__may_be_used fact "$some" '"may_use":"1"'
does fit_house__is_out_of_control put "$inspector" "$some" control "$(echo "$control" | sed 's/}$/,"control_lifted":true}/')" control_photo
does fit_house__is_signed__by_every_level sign_survey "$some"
holds fit_house__wants__the_strike_off__last is_next "$some" 'Strike-off (Hazard)'
does fit_house__is_to_be_struck_off put "$clerk" "$some" closure '{"closure_ground":"5","closure_control_ended":true}' photo_after photo_after_part
closure=$(newest)
does fit_house__is_checked as "$head" sign strikeoff:strike_township "$some/$closure"
does fit_house__is_accepted as "$office" sign strikeoff:strike_county "$some/$closure"
holds fit_house__is_struck_off closed "$some"

# ---- no hazard by the team, D by a report, then B: the case is open, and nothing else says hazard
fine=$(for at in $(houses 3); do "$louce" history "$at" --json | grep -q '"in_business":true' && echo "$at"; done | head -n 1)
for report in HC2022-005:2022-09-20:4 HC2022-006:2022-09-23:2; do
	IFS=: read -r number day grade <<-R
	$report
	R
	put "$clerk" "$fine" appraisal "$(appraisal "$number" "$day" "$grade" 2 1 "$([ "$grade" = 2 ] || echo ',"bad_parts":["1"]')")" photo_cover photo_grade
	as "$head" sign appraised:second_reader "$fine/$(newest)" >"$work/out" 2>&1
done
holds case__stays_open__after_the_better_grade still_open "$fine"

# ---- what came between
does enforcement__is_recorded put "$clerk" "$severe" enforcement '{"enforced_why":"2","enforced_by":["1","4"],"order_no":"东联执2022-1","order_kind":"2","order_done":"1"}' photo_order
refuses enforcement__is_refused__of_one_department 3 'At least two departments' put "$clerk" "$severe" enforcement '{"enforced_why":"2","enforced_by":["1"],"order_no":"东联执2022-2","order_kind":"2","order_done":"1"}'
does patrol__is_recorded put "$inspector" "$severe" patrol '{"patrol_cause":"3","patrol_found":false}'
"$louce" report ledger --area "$village" --format csv >"$work/out" 2>&1
holds ledger__has__the_struck_off_house says '已销号'
holds ledger__has__nothing_of_the_earlier_case__of_a_house_opened_anew grep -qE "^$(platform_no "$severe"),.*,D级（整幢危房）,不得使用,,,,[0-9-]*,$" "$work/out"
holds ledger__has__a_house_without_hazard__while_its_case_is_open rows_of 'B级' 2
"$louce" report closures --format csv >"$work/out" 2>&1
holds closures__has__a_house_that_is_struck_off says ',已销号,'
holds closures__has__the_ground_of_it says '维修加固后鉴定为A级或B级'
# its survey is filled again since: what was applied for and accepted waits for the signatures below it
holds closures__has__the_fit_house state_of "$some" 已销号
cp "$work/classified.json" "$work/data.json"
does fit_house__is_classified_again as "$inspector" fill "$some" classification --data "$work/data.json" --yes
holds fit_house__waits__for_its_survey is_next "$some" 'signature of Survey team (Hazard)'
holds closures__says__that_the_survey_is_to_be_signed state_of "$some" 待排查结论签字
# nothing is found there by now, and every level has signed that: the strike-off was about another conclusion, and is asked for anew
does fit_house__is_signed_again__as_without_hazard sign_survey "$some"
holds fit_house__is_to_be_struck_off_anew is_next "$some" 'Strike-off (Hazard)'
holds fit_house__may_be_used__by_its_report fact "$some" '"may_use":"1"'
holds closures__says__that_it_is_to_be_asked_for_anew state_of "$some" 待重新申请
holds closures__has__no_day_and_no_ground__of_what_counts_no_more grep -q ',待重新申请,,$' "$work/out"
holds closures__says__what_comes_first__of_the_house_opened_by_a_later_grade state_of "$severe" 待前面环节办完
holds closures__has__no_measure_of_the_earlier_case__of_it grep -q ',D级（整幢危房）,,,待前面环节办完,,' "$work/out"
echo '{"closure_ground":"6","closure_why":"复核后墙面仅抹灰层开裂","closure_control_ended":true}' >"$work/data.json"
does fit_house__is_asked_for_anew as "$clerk" fill "$some" closure --data "$work/data.json" --photo photo_after="$(drawn 503)" --photo photo_after_part="$(drawn 504)"
closure=$(newest)
holds closures__says__that_it_waits state_of "$some" 待审核
as "$head" sign strikeoff:strike_township "$some/$closure" >"$work/out" 2>&1
does fit_house__is_accepted__as_without_hazard as "$office" sign strikeoff:strike_county "$some/$closure"
holds closures__has__it__struck_off_again state_of "$some" 已销号
holds fit_house__is_struck_off__again closed "$some"
"$louce" report enforcement --format csv >"$work/out" 2>&1
holds enforcement__has__the_order says ',有隐患仍在经营或使用,'
holds enforcement__has__the_decision_and_that_it_was_carried_out sh -c "grep -qE '东联执2022-1.*,责令停业,,已执行,' '$work/out'"
"$louce" report platform_summary --format csv >"$work/out" 2>&1
holds summary__counts__what_was_put_right test "$(sed -n 2p "$work/out" | cut -d, -f 39-42 | awk -F, '{ print ($1 == $2 + $3 + $4) ($1 >= 1) }')" = 11
"$louce" report doubles --format csv >"$work/out" 2>&1
holds doubles__are_none says_not 'HC2022-004'
does verify__proves__all_of_it "$louce" verify "$LOUCE_WORKSPACE"

# ---- behind the day: the notice is printed, handed over, and then recorded under the number that it bears
export LOUCE_CLOCK=1666000000
late=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building JOIN fact USING (building) WHERE unsafe AND division = '$village' AND building NOT IN (SELECT building FROM value_notice) LIMIT 1")
served=$(echo "$notice" | sed 's/"notice_no":"[^"]*",//; s/"notice_until":"[^"]*",//')
if "$louce" print 2>&1 | grep -q 'without printing'; then
	served=$(echo "$served" | sed 's/^{/{"notice_no":"20221017-1",/')
else
	does notice__was_printed__the_day_before_too env LOUCE_CLOCK=1665900000 "$louce" print --yes notice "$late" --out "$work/early.pdf" --as "$clerk" --passphrase-file "$work/pass"
	does notice__is_printed__before_it_is_served as "$clerk" print --yes notice "$late" --out "$work/notice.pdf"
	does notice__is_printed__once_more as "$clerk" print --yes notice "$late" --out "$work/again.pdf"
fi
does notice__is_recorded__behind_the_day put "$clerk" "$late" notice "$served" notice_photo
of_notice() { sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '\$.data.$1' FROM step WHERE body ->> 'building' = '$late' AND body ->> 'kind' = '$2' ORDER BY n DESC LIMIT 1"; }
holds notice__is_recorded__under_its_printed_number sh -c "case $(of_notice notice_no notice) in 20221017-1|$(of_notice print_serial print)) ;; *) false ;; esac"
holds notice__gives__seven_days__behind_the_day test "$(of_notice notice_until notice)" = 2022-10-24

# ---- a report that is older than what was found later answers nothing
"$louce" report enforcement --format csv >"$work/out" 2>&1
holds enforcement__has__no_house_that_is_appraised says_not "$(platform_no "$some")"
sed 's/"determ_date":"2022-09-24"/"determ_date":"2022-09-25","safety_supervisor_phone":"07786325417","own_conclusion":"2","own_reason":"墙面新裂缝","own_parts":["1"]/' "$work/classified.json" >"$work/data.json"
does fit_house__is_found_in_danger__after_its_report as "$inspector" fill "$some" classification --data "$work/data.json" --yes
"$louce" report enforcement --format csv >"$work/out" 2>&1
holds enforcement__has__a_house_whose_report_is_older sh -c "grep -F '$(platform_no "$some")' '$work/out' | grep -q ',逾期未鉴定,.*,尚未执法,'"
"$louce" report departments --format csv >"$work/out" 2>&1
holds departments__says__by_when__a_house_whose_report_is_older sh -c "grep -F '$(platform_no "$some")' '$work/out' | grep -q ',2022-10-10,'"
holds departments__has__no_house_that_is_gone says_not "$(platform_no "$skipped")"
# an order of before says nothing of what was found later, one of after it does
does enforcement__is_recorded__of_it put "$clerk" "$some" enforcement '{"enforced_why":"1","enforced_by":["1","4"],"order_no":"东联执2022-9","order_kind":"2","order_done":"1"}' photo_order
"$louce" report enforcement --format csv >"$work/out" 2>&1
holds enforcement__calls__for_it_no_more sh -c "! grep -F '$(platform_no "$some")' '$work/out' | grep -q 尚未执法"

# ---- one photo at two houses, in forms of which no rule of the pack asks it
with_photo() { # WHO HOUSE FORM JSON FIELD=FILE [REASON]
	echo "$4" | sed "s/}\$/,\"_reasons\":[{\"rule\":\"_picture\",\"reason\":\"${6-}\"}]}/; s/,\"_reasons\":\[{[^}]*\"reason\":\"\"}\]//" | with_days >"$work/data.json"
	as "$1" fill "$2" "$3" --data "$work/data.json" --photo "$5"
}
patrol='{"patrol_cause":"3","patrol_found":true,"patrol_words":"东墙裂缝加宽","patrol_handled":true}'
photo_of_two() { "$louce" check --rule _picture --list "$@" >"$work/out" 2>&1 || true; }
does control__of_one_house__is_signed with_photo "$inspector" "$late" control "$control" "control_photo=$(drawn 601)"
photo_of_two
holds check__finds__no_photo_at_two_houses says 'The rules find nothing'
refuses control__of_another_house__with_its_photo__is_asked_about 3 '_picture: "Photo of the control" is the same photo as one of' with_photo "$inspector" "$some" control "$control" "control_photo=$(drawn 601)"
refuses patrol__with_its_photo__is_asked_about 3 '_picture: "Photo" is the same photo as one of' with_photo "$inspector" "$some" patrol "$patrol" "patrol_photo=$(drawn 601)"
# A picture that another program saved again: one step of its quantization is another.
python3 -c 'import sys
picture = bytearray(open(sys.argv[1], "rb").read())
picture[picture.index(b"\xff\xdb") + 5 + 63] ^= 1
open(sys.argv[2], "wb").write(picture)' "$(drawn 601)" "$work/again.jpg"
refuses patrol__with_one_that_looks_like_it__is_asked_about 3 '_picture: "Photo" looks like a photo of' with_photo "$inspector" "$some" patrol "$patrol" "patrol_photo=$work/again.jpg"
does control__of_another_house__with_its_photo__is_signed__with_a_reason with_photo "$inspector" "$some" control "$control" "control_photo=$(drawn 601)" 1
photo_of_two
holds check__finds__the_photo_at_both_houses rows_of 'is the same photo as one of' 2
holds check__names__the_first_house grep -q "^_picture  *warning *$(echo "$late" | cut -c1-12) " "$work/out"
photo_of_two --json
holds check__says__which_was_signed_over sh -c "tr '{' '\n' <'$work/out' | grep '$some' | grep -q '\"waived\":true' && tr '{' '\n' <'$work/out' | grep '$late' | grep -q '\"waived\":false'"
"$louce" check --rule _picture >"$work/out" 2>&1
holds check__counts__the_photo_by_village says 'a photo that stands at another house, too, or looks like another one'
does patrol__of_one_house__is_signed with_photo "$inspector" "$late" patrol "$patrol" "patrol_photo=$(drawn 603)"
does patrol__of_another_house__with_a_photo_that_serves_several__is_not_asked_about with_photo "$inspector" "$some" patrol "$patrol" "patrol_photo=$(drawn 603)"
photo_of_two
holds check__finds__nothing_more rows_of 'is the same photo as one of' 2
{ head -c 2 "$(drawn 602)" && printf '\377\376\000\004ab' && tail -c +3 "$(drawn 602)"; } >"$work/kept.jpg"
does order__of_one_house__is_signed with_photo "$clerk" "$late" enforcement '{"enforced_why":"1","enforced_by":["1","4"],"order_no":"东联执2022-10","order_kind":"2","order_done":"1"}' "photo_order=$(drawn 602)"
refuses order__of_another_house__with_its_private_photo__is_asked_about 3 '_picture: "Photo of the order" is the same photo as one of' \
	with_photo "$clerk" "$some" enforcement '{"enforced_why":"1","enforced_by":["1","4"],"order_no":"东联执2022-11","order_kind":"2","order_done":"1"}' "photo_order=$work/kept.jpg"
refuses control__with_a_private_photo_of_another_house__is_asked_about 3 '_picture: "Photo of the control" is the same photo as one of' \
	with_photo "$inspector" "$some" control "$control" "control_photo=$(drawn 602)"

# one photo of one house, in two acts of it
does control__with_a_photo_of_its_own__is_signed with_photo "$inspector" "$late" control "$control" "control_photo=$(drawn 605)"
refuses control__of_a_later_day__with_the_same_photo__is_asked_about 3 '_picture: "Photo of the control" is the same photo as "Photo of the control" in "Control" of this house' \
	with_photo "$inspector" "$late" control "$control" "control_photo=$(drawn 605)"
# each photo of a house is told, not its first alone, and a reason is one for its form
does patrol__of_one_house__with_a_third_photo__is_signed with_photo "$inspector" "$some" patrol "$patrol" "patrol_photo=$(drawn 604)"
does control__of_another_house__with_it__is_signed__with_a_reason with_photo "$inspector" "$late" control "$control" "control_photo=$(drawn 604)" 1
photo_of_two
holds check__finds__both_photos__at_both_houses rows_of 'is the same photo as one of' 4
told_of() { [ "$(tr '{' '\n' <"$work/out" | grep "$1" | grep -c "\"waived\":$2")" -eq "$3" ]; } # HOUSE WAIVED TIMES
photo_of_two --json
holds check__says__that_one_photo_was_signed_over told_of "$late" true 1
holds check__says__that_the_other_one_was_not told_of "$late" false 1
"$louce" check --rule _picture --by village >"$work/out" 2>&1
holds check__counts__each_of_them grep -q "^ *2 *0 *4 *0 *0 *2 " "$work/out"
# ... also where a rule of the pack finds it
sqlite3 "$LOUCE_WORKSPACE" "SELECT writefile('$work/front.jpg', p.data) FROM photo p JOIN photo_of o ON o.id = lower(hex(p.id)) JOIN building b USING (building)
	WHERE o.field = 'photo_front' AND b.root = x'$late' LIMIT 1" >"$work/out"
does patrol__with_the_front_of_another_house__is_signed__with_a_reason with_photo "$inspector" "$some" patrol "$patrol" "patrol_photo=$work/front.jpg" 1
"$louce" check --rule _picture --by village >"$work/out" 2>&1
holds check__counts__what_was_signed_over_in_two_forms_of_one_house__twice grep -q "^ *[0-9]* *0 *[0-9]* *0 *0 *3 " "$work/out"
"$louce" check --rule QR-61 --list >"$work/out" 2>&1
holds rule_of_the_pack__says__where_the_photo_stands grep -q "$(echo "$late" | cut -c1-12) .*\"Front\" stands at " "$work/out"
"$louce" history "$late" >"$work/out" 2>&1
holds page_of_the_house__says__where_the_photo_stands says 'stands at "'
holds page_of_the_house__has__what_is_found_of_its_photos says '"Photo of the control" is the same photo as one of "'
as "$clerk" check --list >"$work/out" 2>&1
holds check__judges__what_is_sealed__for_who_may_read_it sh -c "! grep '$village' '$work/out' | grep -q 'not judged'"
tap_end
