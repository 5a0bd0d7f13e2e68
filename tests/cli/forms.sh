#!/bin/sh
# louce forms check: a pack with one thing wrong is refused, with the file and a sentence that says what. Speaks TAP.
set -u
louce=${LOUCE_BUILD:-.}/louce
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LOUCE_HOME="$work/home" LANGUAGE=en LC_ALL=C.UTF-8
n=0

# fresh: the campaign's pack again
fresh() { rm -rf "$work/forms"; mkdir "$work/forms"; cp "$LOUCE_DATADIR"/forms/*.yaml "$LOUCE_DATADIR"/forms/*.csv "$work/forms/"; }
# wrong NAME FILE SED TEXT [OTHER]: after the change TEXT stands in what check says, behind FILE (or OTHER) and a line
wrong() {
	fresh
	cp "$work/forms/$2" "$work/before"
	sed -i "$3" "$work/forms/$2"
	n=$((n + 1))
	"$louce" forms check "$work/forms" >"$work/out" 2>&1
	code=$?
	if ! cmp -s "$work/before" "$work/forms/$2" && [ $code -eq 3 ] && grep -qE "^${5:-$2}:[0-9]+: .*$4" "$work/out"; then
		echo "ok $n - forms_check__refuses__$1"
	else
		echo "not ok $n - forms_check__refuses__$1"
		sed 's/^/# /' "$work/out" | head -n 5
	fi
}
fresh
n=1
if "$louce" forms check "$work/forms" >"$work/out" 2>&1; then echo "ok 1 - forms_check__accepts__the_campaigns_pack"; else
	echo "not ok 1 - forms_check__accepts__the_campaigns_pack"
	sed 's/^/# /' "$work/out"
fi

wrong a_type_of_a_column_that_is_none reports.yaml '0,/type: code/s//type: kode/' 'none of the words that may stand here'
wrong a_shared_field_that_is_no_photo patrol.yaml 's/^    type: select_one patrol_cause$/&\n    shared: true/' 'only a photo can stand at several houses'
wrong a_sum_of_words reports.yaml '0,/column: division, type: text, label: {zh: 行政区划, en: Division}/s//column: division, type: text, total: true, label: {zh: 行政区划, en: Division}/' 'the column "division" is no number'
wrong a_change_of_no_column reports.yaml 's/change_of: done/change_of: dune/' 'there is no column "dune"'
wrong a_view_that_is_a_form reports.yaml 's/view: case_plans/view: plan/' '"plan" is a form, a list or a table of the register'
wrong two_views_of_a_name reports.yaml 's/view: case_plans/view: case_works/' 'there are two views "case_works"'
wrong a_view_below_the_one_that_reads_it reports.yaml 's/view: case_houses/view: case_before/; s/view: case_closures/view: case_houses/' 'no such table: case_closures'
wrong a_column_in_a_view reports.yaml 's/p.plan_measures AS plan_measures/p.plan_masures AS plan_measures/' 'no such column: p.plan_masures'
wrong private_values_in_a_view reports.yaml 's/FROM case_houses h JOIN plan p/FROM case_houses h JOIN pf_listing p/' 'no such table: pf_listing'
wrong private_values_in_a_report_for_all reports.yaml 's/, private: true//' 'no such table: pf_listing'
wrong a_function_of_the_program_in_a_report reports.yaml "0,/p.owner_name AS owner/s//louce_private(p.building, p.building, 'listing', 'owner_name') AS owner/" 'louce_private'
# ---- each mistake at the line of its key, not at that of what the key stands in
# at_its_line NAME FILE LINE SED TEXT: what check says of the line that LINE finds, a pattern
at_its_line() {
	fresh
	line=$(grep -n "$3" "$work/forms/$2" | sed -n '1s/:.*//p')
	sed -i "$4" "$work/forms/$2"
	n=$((n + 1))
	"$louce" forms check "$work/forms" >"$work/out" 2>&1
	if grep -q "^$2:$line: $5" "$work/out"; then echo "ok $n - forms_check__tells__the_line_of_$1"; else
		echo "not ok $n - forms_check__tells__the_line_of_$1"
		sed 's/^/# /' "$work/out" | head -n 5
	fi
}
at_its_line a_version pack.yaml '^version:' 's/^version: 1$/version: 0/' 'version: versions count from 1'
at_its_line a_type registration.yaml 'type: geopoint' '0,/type: geopoint/s//type: point/' 'type: the type "point" is not known'
at_its_line a_range registration.yaml 'range: \[1, 15\]' '0,/range: \[1, 15\]/s//range: [1]/' 'range: two numbers'
wrong a_rule_of_several_about_nothing rules.yaml 's/{rule: QR-07, form: registration, field: owner_phone}/{rule: QR-07, form: registration}/' 'each line names a photo or a field'
wrong a_rule_of_several_about_two_things rules.yaml 's/{rule: QR-07, form: registration, field: owner_phone}/{rule: QR-07, form: registration, field: owner_phone, photo: photo_front}/' 'each line names a photo or a field'
wrong a_rule_of_several_about_no_field rules.yaml 's/{rule: QR-07, form: registration, field: owner_phone}/{rule: QR-07, form: registration, field: owner_fone}/' 'owner_fone'
# ---- sources
wrong a_field_of_no_source listing.yaml 's/source: division_codes/source: plan_2_1 division_kodes/' 'source: there is no source "division_kodes"'
wrong a_rule_of_a_remark rules.yaml '0,/source: gb_11643/s//source: "[suggest]; gb_11643"/' 'source: there is no source "\[suggest\];"'
wrong a_paper_of_no_source papers.yaml '0,/^  source: plan_2_1$/s//  source: plan_9/' 'source: there is no source "plan_9"'
wrong a_source_twice pack.yaml 's/source: gb_2260,/source: gb_11643,/' 'there are two sources "gb_11643"'
wrong a_source_without_words pack.yaml 's/{source: gb_2260, label: {zh: GB.T 2260, en: GB.T 2260}}/{source: gb_2260}/' 'label: this key is missing'
# ---- papers
wrong a_paper_with_an_unknown_word papers.yaml '0,/{house}/s//{hause}/' '"\{hause\}" is no word of papers'
wrong a_paper_with_an_open_part papers.yaml '0,/\[{group_name}\]/s//[{group_name}/' 'a part that may be left out begins with'
wrong a_paper_with_a_field_of_many_slots papers.yaml '0,/{house}/s//{patrol_date}/' '"\{patrol_date\}" is no word of papers'
wrong a_paper_of_a_village_with_a_field_of_houses papers.yaml '0,/"{township_name}  {village_name}"/s//"{owner_name}"/' '"\{owner_name\}" is no word of papers'
wrong a_paper_with_an_unknown_key papers.yaml '0,/  official: true/s//  offical: true/' 'offical: this key is not known here'
wrong a_paper_about_nothing papers.yaml '0,/about: division/s//about: moon/' 'none of the words that may stand here'
wrong a_paper_from_no_form papers.yaml 's/from: notice/from: notise/' 'there is no form "notise" of a house'
wrong a_paper_twice papers.yaml 's/^- paper: card/- paper: sheet/' 'there are two papers "sheet"'
wrong a_paper_that_the_list_does_not_have lists.yaml '/name: "placard"/d' 'the list "paper" has no choice "placard"' papers.yaml
wrong a_record_of_no_form papers.yaml 's/record: \[listing,/record: [lasting,/' 'there is no form "lasting"'
wrong photos_of_no_form papers.yaml 's/photos: \[registration,/photos: [registratoin,/' 'there is no form "registratoin"'
wrong signatures_of_no_chain papers.yaml 's/signatures: survey/signatures: sorvey/' '"sorvey" is no chain over a list of forms'
wrong signatures_of_a_chain_over_slots papers.yaml 's/signatures: survey/signatures: strikeoff/' '"strikeoff" is no chain over a list of forms'
wrong a_code_of_a_text papers.yaml 's/code: \[conclusion,/code: [group_name,/' '"group_name" is no public field of one choice, number, day'
wrong a_code_of_what_is_private papers.yaml 's/code: \[conclusion,/code: [owner_phone,/' '"owner_phone" is no public field'
wrong a_code_without_levels papers.yaml '/^      levels: survey/d' 'is no chain over a list of forms'
wrong a_block_of_two_kinds papers.yaml 's/^    - signatures: survey/    - signatures: survey\n      new_page: true/' 'a block is one of'
wrong a_table_on_the_paper_of_a_house papers.yaml '0,/  about: division/s///' 'is about something that has no such block'
wrong a_condition_that_reads_what_is_private papers.yaml '0,/when: "selected(notice_kinds/s//when: "owner_phone IS NOT NULL OR selected(notice_kinds/' 'it reads a private field, and who cannot read it'
wrong a_condition_of_no_field papers.yaml "s/^  relevant: \"survey_state IS NOT NULL\"/  relevant: \"survey_stote IS NOT NULL\"/" '"survey_stote"'
wrong a_list_keyed_into_no_form papers.yaml 's/form: visit, day/form: visits, day/' 'there is no form "visits" of a house'
wrong a_list_keyed_into_the_prints papers.yaml 's/form: visit, day: visited_on/form: print, day: print_serial/' 'there is no form "print" of a house'
wrong a_list_keyed_into_another_form papers.yaml 's/fields: \[visit_met,/fields: [land_kind,/' '"land_kind" is no public field of the form "visit"'
wrong a_list_keyed_into_what_is_private papers.yaml 's/fields: \[visit_met, visit_phone, visit_danger\]/fields: [visit_met]/; s/day: survey_date, tick: survey_state/day: survey_date, fields: [owner_phone], tick: survey_state/' '"owner_phone" is no public field of the form "registration"'
wrong a_list_with_a_column_of_words papers.yaml 's/fields: \[visit_met,/fields: [visit_refusal,/' '"visit_refusal" cannot be keyed so'
wrong a_list_with_a_box_of_no_choice papers.yaml 's/tick: survey_state, as: "2"/tick: survey_state, as: "9"/' '"survey_state" cannot be keyed so'
wrong a_list_with_a_day_that_is_none papers.yaml 's/day: visited_on/day: visit_met/' '"visit_met" cannot be keyed so'
wrong a_list_with_two_kinds_of_boxes papers.yaml 's/^        keyed:/        tick: true\n        keyed:/' 'has boxes of its own'
wrong a_table_by_no_column papers.yaml 's/group: group_name/group: hamlet/' 'there is no column "hamlet"'
wrong a_table_that_reads_what_is_private papers.yaml 's/label: {zh: 门牌号, en: Door number}, private: true/label: {zh: 门牌号, en: Door number}/; s/, private: true}/}/' 'no such table: pf_listing'
wrong prints_in_a_form_that_does_not_repeat papers.yaml 's/{form: print,/{form: registration,/' '"registration" is no form that repeats'
wrong a_serial_in_another_form papers.yaml 's/serial: print_serial/serial: notice_no/' '"notice_no" is no public text of the form "print"'
wrong an_unknown_key registration.yaml '0,/required: true/s//requierd: true/' 'requierd: this key is not known here'
wrong a_missing_key registration.yaml '/^label:/d' 'label: this key is missing'
wrong an_unknown_list registration.yaml 's/select_multiple area$/select_multiple aria/' 'there is no list "aria"'
wrong an_unknown_type registration.yaml '0,/type: integer/s//type: intiger/' 'the type "intiger" is not known'
wrong an_unknown_form classification.yaml 's/^after: \[registration\]/after: [registratoin]/' 'there is no form "registratoin"'
wrong an_unknown_role photo_check.yaml 's/^by: \[inspector\]/by: [inspektor]/' 'there is no role "inspektor"'
wrong a_manifest_without_its_list pack.yaml 's/{missing: not_reached/{missing: none/' 'there is no list "none"'
wrong a_manifest_of_more_reasons_than_digits pack.yaml 's/{missing: not_reached/{missing: biz/' 'are 1 to 9: each has a digit'
wrong a_manifest_by_a_private_field pack.yaml 's/by: group_name/by: road/' '"road" is no text of the form that starts a building, or is private'
wrong a_manifest_by_a_field_of_another_form pack.yaml 's/by: group_name/by: no_survey_text/' '"no_survey_text" is no text of the form that starts a building'
wrong a_manifest_told_by_a_text pack.yaml 's/state: \[survey_state/state: [group_name/' '"group_name" is no choice of one that a house has once'
wrong a_manifest_with_tries_that_do_not_repeat pack.yaml 's/tries: visit/tries: registration/' '"registration" is no form of houses that repeats'
wrong a_manifest_with_an_unknown_key pack.yaml 's/^manifest: {/&nothing: 1, /' 'nothing'
wrong an_unknown_list_of_reasons pack.yaml 's/^reasons: reason/reasons: none/' 'there is no list "none"'
wrong reasons_whose_words_are_no_number lists.yaml 's/columns: {words: integer}/columns: {words: text}/' 'is an integer: 1 where words are wanted'
wrong an_unknown_deadline registration.yaml 's/^due: recheck/due: never/' 'there is no deadline "never"'
wrong an_unknown_deadline_of_a_question registration.yaml '0,/required: true/s//required: true\n    due: never/' 'there is no deadline "never"'
wrong a_day_for_a_question_that_may_stay_empty photo_check.yaml '/name: photo_check_note/a\    due: recheck' 'only a question that must be answered is due'
wrong an_unknown_deadline_in_a_report reports.yaml '0,/u.day < :date/s//u.day < deadline('"'never'"')/' 'sql: there is no deadline "never"'
wrong half_a_day_beside_an_answer classification.yaml "0,/determ_date >= '2022-05-01'/s//determ_date >= '2022-05'/" 'it compares "determ_date", a day, with .2022-05., which is no whole one'
wrong half_a_day_beside_a_fact papers.yaml "0,/when: \"may_use = '3'\"/s//when: \"may_use_until < '2022-10'\"/" 'it compares "may_use_until", a day, with .2022-10., which is no whole one'
wrong half_a_day_in_a_report reports.yaml "0,/u.day < :date/s//b.determ_date < '2022'/" 'it compares "determ_date", a day, with .2022., which is no whole one'
wrong an_office_that_is_no_choice referral.yaml 's/{to: ref_dept/{to: ref_no/' '"to" is a choice of one at its top'
wrong a_place_that_everybody_reads referral.yaml 's/where: ref_place}/where: ref_words}/' '"where" a text that is private'
wrong a_paper_of_an_office_that_is_no_boolean dept_reply.yaml 's/keyed: reply_keyed}/keyed: reply_done}/' '"reply_done" is no boolean at the top'
wrong hamlets_covered_by_a_form_of_houses pack.yaml 's/^covers: {form: grid/covers: {form: registration/' '"registration" is no form about a village'
wrong hamlets_that_are_private pack.yaml '/^covers:/s/of: group_name/of: road/' '"road" is no text of the form that starts a building'
wrong an_unknown_field_in_an_expression rules.yaml '0,/area_m2 \/ 100/s//area_m3 \/ 100/' '"area_m3"'
wrong an_unknown_function rules.yaml '0,/id_ok({field})/s//id_fine(owner_id)/' 'id_fine'
wrong a_function_that_is_not_listed rules.yaml '0,/id_ok({field})/s//load_extension(owner_id)/' 'load_extension'
wrong a_table_of_the_program rules.yaml '0,/id_ok({field}) = 0/s//EXISTS (SELECT 1 FROM sqlite_schema)/' 'expr'
wrong two_expressions rules.yaml '0,/id_ok({field}) = 0/s//1; DELETE FROM building/' 'expr'
wrong an_expression_that_breaks_out rules.yaml '0,/id_ok({field}) = 0/s//1) FROM b --/' 'expr'
wrong a_name_that_stands_twice photo_check.yaml 's/name: photo_floors/name: floors_main/' 'stands already at'
wrong a_name_of_sql photo_check.yaml 's/name: photo_check_note/name: select/' 'is taken by the program'
wrong forms_in_a_circle registration.yaml 's/^after: \[listing\]/after: [classification]/' 'in a circle'
wrong a_relevant_over_a_private_field registration.yaml "0,/relevant: \"survey_state = '3'\"/s//relevant: \"owner_name = 'x'\"/" 'private'
wrong a_relevant_that_changes_with_the_day registration.yaml "0,/relevant: \"survey_state = '3'\"/s//relevant: \"today() > '2022'\"/" 'today'
wrong a_range_the_wrong_way registration.yaml '0,/range: \[0, 99\]/s//range: [99, 0]/' 'the smaller first'
wrong a_label_without_chinese photo_check.yaml 's/^label: {zh: [^,]*, /label: {/' 'the Chinese text .zh. is missing'
wrong broken_yaml lists.yaml '3s/^/  - : [/' 'YAML'
wrong a_private_group registration.yaml '0,/type: group/s//type: group\n    private: true/' 'write it on each field'
wrong an_anchor pack.yaml 's/^version: 1/version: \&x 1/' 'anchors'
wrong a_key_twice pack.yaml 's/^version: 1/version: 1\nversion: 2/' 'stands twice'
wrong a_date_that_does_not_exist pack.yaml '0,/date: 2022-09-16/s//date: 2022-02-30/' 'a date that exists'
wrong a_choice_twice lists.yaml '0,/name: "2"/s//name: "1"/' 'stands twice in this list'
wrong a_rule_twice rules.yaml 's/^- rule: QR-02$/- rule: QR-01/' 'two rules'
wrong a_rule_of_several_forms_twice rules.yaml 's/rule: QR-64W,/rule: QR-64M,/' 'two rules'
wrong a_rule_of_several_forms_without_one rules.yaml 's/rule: QR-64W, form: work,/rule: QR-64W,/' 'form: this key is missing'
wrong a_rule_of_several_forms_for_another_photo rules.yaml 's/photo: photo_work}/photo: photo_worc}/' 'photo_worc'
wrong a_report_over_the_journal reports.yaml '0,/FROM divisions d/s//FROM step d/' 'no such table'
wrong a_report_over_the_schema reports.yaml '0,/count(b.building) AS surveyed/s//(SELECT count(*) FROM sqlite_schema) AS surveyed/' 'may not read'
wrong a_report_that_writes reports.yaml '0,/SELECT (SELECT count/s//DELETE FROM b; SELECT (SELECT count/' 'sql'
wrong a_partition_without_its_column reports.yaml 's/whole: surveyed/whole: surveiled/' 'there is no column "surveiled"'
wrong a_table_with_a_line_too_short pack.yaml 's/^    columns: {built_as: text, /&storeys: integer, /' 'this line has 6 values, and the table 7 columns' structure_parts.csv
wrong an_answer_asked_about_at_one_house registration.yaml 's/asked_from: 4/asked_from: 1/' 'a number of houses, 2 at least'
wrong a_date_asked_about registration.yaml 's/^        type: decimal/&\n        asked_from: 2/' 'at a text, phone or ID number'
wrong a_table_that_a_rule_names_otherwise pack.yaml 's/table: structure_parts/table: parts/' 'no list or table of the pack' rules.yaml
wrong a_bad_division divisions.csv '5s/,/;/' '12 digits'
wrong an_unknown_level divisions.csv '5s/,township,/,parish,/' 'no level of divisions'
wrong a_root_without_a_division listing.yaml 's/type: division/type: text/' 'exactly one field of type division'
wrong a_list_without_a_name registration.yaml '0,/select_multiple area$/s//select_multiple/' 'the list to choose from is missing'
wrong a_list_for_a_number registration.yaml '0,/type: integer/s//type: integer area/' 'only select_one and select_multiple name a list'
wrong a_default_of_what_is_carried registration.yaml '0,/carry: true/s//carry: true\n        default: "1"/' 'what is carried over has no default'
wrong a_default_of_what_is_calculated classification.yaml '0,/calculation: "CASE WHEN part_ground/s//default: "1"\n    calculation: "CASE WHEN part_ground/' 'what is calculated has no default'
wrong a_default_in_a_row classification.yaml '0,/range: \[0, 999.9\]/s//range: [0, 999.9]\n        default: "1"/' 'a row of a repeat begins empty'
wrong a_default_of_an_unknown_field registration.yaml '0,/default: "today()"/s//default: "todai"/' '"todai"'
wrong a_default_its_author_is_blind_to photo_check.yaml '/name: photo_floors/a\    default: "floors_main"' 'author is blind'
wrong a_default_that_would_open_what_is_private photo_check.yaml '/name: photo_check_note/a\    default: "owner_id"' 'it reads a private field, and would put'
wrong a_default_that_is_no_whole_number photo_check.yaml '/name: photo_floors/a\    default: "2.7"' 'a default of this field is a whole number'
wrong a_default_that_never_ends photo_check.yaml '/name: photo_floors/a\    default: "(SELECT count(*) FROM divisions p, divisions q, divisions r, divisions s, divisions t)"' 'its answer cannot be worked out'
wrong a_default_of_what_an_act_fills listing.yaml "/name: $(sed -n 's/^gone: //p' "$LOUCE_DATADIR/forms/listing.yaml")\$/a\\    default: \"'x'\"" 'what an act of its own fills has no default'
wrong choices_without_a_list photo_check.yaml '/name: photo_floors/a\    choices: "1"' 'only select_one and select_multiple choose from a list'
wrong choices_by_an_unknown_column registration.yaml 's/choices: "land = land_kind"/choices: "lant = land_kind"/' '"lant"'
wrong people_in_a_number photo_check.yaml '/name: photo_floors/a\    people: [inspector]' 'is picked from the people'
wrong people_of_an_unknown_role registration.yaml 's/people: \[inspector\]/people: [inspektor]/' 'there is no role "inspektor"'
wrong an_optional_field_that_must_be_filled photo_check.yaml '/name: photo_floors/a\    optional: true' 'cannot be optional'
wrong a_group_without_fields registration.yaml '$a\  - name: nothing\n    type: group\n    label: {zh: 空, en: Empty}' 'a group or repeat needs its fields'
wrong fields_in_a_number photo_check.yaml '/name: photo_floors/a\    fields: [{name: deeper, type: integer, label: {zh: 深, en: Deep}}]' 'only a group or repeat holds fields'
wrong a_note_with_a_value photo_check.yaml '0,/type: integer/s//type: note\n    calculation: "1"/' 'this type holds no value'
wrong a_root_that_repeats listing.yaml 's/^by:/repeat: true\nby:/' 'the form that starts a building cannot repeat'
wrong a_root_that_is_no_form pack.yaml 's/^root: listing/root: lists/' 'the form that starts a building is not among the forms'
wrong a_signature_over_a_repeat classification.yaml 's/^by:/repeat: true\nby:/' 'is covered by a chain of its own' pack.yaml
wrong a_form_twice pack.yaml 's/^forms: \[listing,/forms: [listing, listing,/' 'there are two forms "listing"' listing.yaml
wrong a_level_twice pack.yaml 's/level: liaison$/level: village/' 'there are two levels "village"'
wrong a_list_twice lists.yaml '$a\- list: area\n  choices: [{name: "1", label: {zh: 一, en: One}}]' 'there are two lists "area"'
wrong a_report_twice reports.yaml 's/report: annex2$/report: annex1/' 'there are two reports "annex1"'
wrong a_form_that_is_a_number pack.yaml 's/^forms: \[listing,/forms: [listing, [x],/' 'is expected'
wrong reasons_without_a_choice lists.yaml 's/^- list: reason$/- list: reason\n  choices: []\n- list: reason_before/' 'a list of reasons needs a choice'
wrong a_pack_name_in_capitals pack.yaml 's/^pack: .*/pack: Self Built/' 'a name of small letters, digits and - is expected'
wrong version_nought pack.yaml 's/^version: 1/version: 0/' 'versions count from 1'
wrong a_version_in_words pack.yaml 's/^version: 1/version: one/' 'a whole number is expected here'
wrong a_flag_in_words registration.yaml '0,/required: true/s//required: perhaps/' 'true or false is expected here'
wrong a_kind_of_error_nine rules.yaml '0,/kind: [0-6]/s//kind: 9/' 'the kinds of error are 0 to 6'
wrong columns_in_a_row lists.yaml '0,/columns: {[^}]*}/s//columns: [x]/' 'a map of column names and types is expected'
wrong a_column_in_capitals lists.yaml '0,/columns: {[a-z_]*:/s//columns: {Unit:/' 'this is no column name'
wrong two_documents pack.yaml '$a\---\nmore: 1' 'a file holds one document'
wrong a_key_that_is_a_list pack.yaml '$a\? [a, b]\n: 1' 'a key must be a plain name'
wrong nested_too_deep pack.yaml "\$a\\deep: $(printf '%0.s[' $(seq 40))$(printf '%0.s]' $(seq 40))" 'maps and lists are nested too deep'
levels=
for level in a b c d e f g h i j k l; do
	levels="$levels\\n      - {level: l$level, label: {zh: 一, en: One}, by: [inspector], bulk: {when: \"1\", percent: 5, least: 5}}"
done
wrong sixteen_levels pack.yaml "/^    levels:/s/\$/$levels/" 'a chain has at most 15 levels'
wrong a_chain_over_nothing pack.yaml '/^    covers:/d' 'over a list of forms .covers. or over each of one repeat form'
wrong a_chain_over_an_empty_list pack.yaml 's/^    covers:.*/    covers: []/' 'a chain covers at least one form'
wrong a_chain_over_each_and_a_list pack.yaml '/^    covers:/s/$/\n    each: listing/' 'one of the two'
wrong a_chain_over_each_of_one_form pack.yaml 's/^    covers:.*/    each: listing/' 'there is no repeat form "listing"'
wrong a_chain_twice pack.yaml '/^deadlines:/i\  - {chain: survey, label: {zh: 二}, covers: [listing], levels: [{level: a, label: {zh: 一}, by: [inspector]}]}' 'two chains "survey"'
wrong a_chain_without_levels pack.yaml '/^deadlines:/i\  - {chain: plan, label: {zh: 二}, covers: [listing], levels: []}' 'a chain needs a level'
wrong no_chain pack.yaml '/^chains:/,/^deadlines:/{/^deadlines:/!d}; s/^deadlines:/chains: []\ndeadlines:/' 'a pack needs a chain'
wrong the_key_of_format_1 pack.yaml 's/^chains:/chain:/' 'chain: this key is not known here'
wrong a_kind_of_error_twice pack.yaml 's/- kind: 2$/- kind: 1/' 'a number of its own from 1 to 6'
wrong a_summary_of_another_form pack.yaml 's/^    covers:.*/    covers: [listing, registration]/' 'in no form of the chain'
wrong a_summary_that_is_private pack.yaml 's/^    summary:.*/    summary: owner_name/' 'must be a select_one that is not private'
wrong an_unknown_form_in_a_chain pack.yaml 's/^    covers: .listing,/    covers: [list,/' 'there is no form "list"'
wrong a_private_field_depended_on classification.yaml 's/^depends: .*/depends: [owner_name]/' 'the private field "owner_name" cannot be compared'
wrong a_repeat_depended_on photo_check.yaml 's/^depends: .*/depends: [findings]/' '"findings" is no single value or photo'
wrong its_own_field_depended_on classification.yaml 's/^depends: .*/depends: [part_walls]/' '"part_walls" is a field of this form'
wrong a_default_that_would_judge classification.yaml '/name: part_walls/a\    default: "'"'1'"'"' 'a person makes it: it has no default'
wrong a_judgement_of_the_last_house classification.yaml '/name: part_walls/a\    carry: true' 'a person makes it at each house'
wrong a_default_that_would_judge_by_what_is_asked classification.yaml '/name: own_conclusion/a\    default: "suggested"' 'it has no default'
wrong a_form_about_something_else photo_check.yaml 's/^by: .*/&\nabout: street/' 'none of the words'
wrong a_form_about_a_division_after_another photo_check.yaml 's/^by: .*/&\nabout: village/' 'comes after no other'
wrong a_form_after_one_that_repeats closure.yaml 's/^after: .*/after: [control]/' 'repeats: no form can come after'
wrong a_form_about_a_division_in_a_chain photo_check.yaml 's/^by: .*/&\nabout: village/; /^after:/d; /^blind:/d' 'is about a division' pack.yaml
wrong a_private_field_about_a_division grid.yaml '/name: grid_duty/a\        private: true' 'in a form about a division nothing is private'
wrong a_photo_about_a_division leader_visit.yaml 's/type: person/type: photo/' 'holds no photos'
wrong a_copy_about_a_division grid.yaml 's/^about: .*/&\ncopy_of: {forms: [visit], prefix: g_}/' 'copies none of a building'
wrong a_division_that_reads_a_house grid.yaml 's/"grid_since <= today()/"conclusion IS NULL AND grid_since <= today()/' '"conclusion": a form about a division reads its own fields, division, lists and tables alone'
wrong a_division_that_reads_a_fact leader_visit.yaml "s/relevant: .*/relevant: \"hazard\"/" '"hazard": a form about a division reads its own'
wrong a_division_that_reads_slots_of_houses leader_visit.yaml "s/relevant: .*/relevant: \"EXISTS (SELECT 1 FROM patrol)\"/" '"patrol": a form about a division reads its own'
wrong a_house_that_reads_a_division visit.yaml 's/"visit_danger = 1"/"lv_problem IS NULL"/' '"lv_problem" of a form about a division, which no building has'
wrong a_house_that_reads_rows_of_a_division visit.yaml 's/"visit_danger = 1"/"EXISTS (SELECT 1 FROM grid_rows)"/' '"grid_rows" of a form about a division, which no building has'
wrong a_house_that_reads_slots_of_a_division visit.yaml 's/"visit_danger = 1"/"EXISTS (SELECT 1 FROM leader_visit)"/' '"leader_visit" of a form about a division, which no building has'
wrong rows_of_no_report grid.yaml 's/type: repeat/&\n    from: nobody/' 'there is no report "nobody"'
wrong rows_of_a_private_report grid.yaml 's/type: repeat/&\n    from: register/' 'there is no report "register" that shows nothing private'
wrong rows_without_a_column grid.yaml 's/type: repeat/&\n    from: annex1/' '"grid_group" is no column of the report "annex1"'
wrong rows_of_a_house classification.yaml 's/type: repeat/&\n    from: annex1/' 'only a repeat of a form about a division'
wrong a_root_form_about_a_division listing.yaml 's/^by: .*/&\nabout: village/' 'is about no division'
wrong a_repeat_form_that_others_are_distinct_from classification.yaml 's/^by: .*/&\nrepeat: true/' 'has many authors' pack.yaml
wrong a_case_without_its_form pack.yaml 's/{form: notice, when: unsafe, .*}/{form: notise}/' 'there is no repeat form "notise"'
wrong a_case_about_the_form_that_ends_it pack.yaml 's/^    of: .*/    of: [listing, photo_check]/; s/^    closes: closure/    closes: photo_check/' '"photo_check" ends the case itself'
wrong a_team_that_is_no_answer pack.yaml 's/^  team: surveyors/  team: owner_phone/' '"owner_phone" is no answer that a house has once, or is private'
wrong wrong_answers_of_no_table pack.yaml 's/SELECT x.building AS building, x.ruled AS field FROM rulings x/SELECT x.building AS building, x.ruled AS field FROM rulingz x/' 'no such table: rulingz'
wrong a_rule_over_the_county_that_blocks rules.yaml '/^- rule: QR-70/,/level: info/s/level: info/level: error/' 'judges no form: its level is info'
wrong a_rule_over_the_county_that_is_no_query rules.yaml '/^- rule: QR-13/,/GROUP BY/s/GROUP BY village HAVING/GROUPED BY village HAVING/' 'syntax error'
wrong an_unknown_field_depended_on classification.yaml 's/^depends: .*/depends: [floorz]/' 'there is no field "floorz"'
fresh
rm "$work/forms/divisions.csv"
n=$((n + 1))
"$louce" forms check "$work/forms" >"$work/out" 2>&1
if [ $? -eq 3 ] && grep -q "missing from the pack\|divisions.csv" "$work/out"; then echo "ok $n - forms_check__refuses__a_missing_file"; else
	echo "not ok $n - forms_check__refuses__a_missing_file"
	sed 's/^/# /' "$work/out" | head -n 5
fi
echo "1..$n"
