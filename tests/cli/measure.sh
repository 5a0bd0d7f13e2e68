#!/bin/sh
# The classification by measures: an honest house of each kind costs no question, each rule comes up on its case through `louce fill`, and the
# conclusion follows from what was measured. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 40 --seed ui --single
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
village=451224204201
author=$(sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'inspector'
	AND body ->> '\$.data.areas[0]' = '$village' ORDER BY n LIMIT 1")
team=$(sql "SELECT group_concat(name, '、') FROM (SELECT DISTINCT body ->> '\$.data.name' AS name FROM step WHERE body ->> 'kind' = 'credential'
	AND body ->> '\$.data.role' = 'inspector' AND body ->> '\$.data.areas[0]' = '$village' ORDER BY 1)")
free() { sql "SELECT lower(hex(root)) FROM building WHERE division = '$village' AND task = 'form' AND task_name = 'registration' ORDER BY 1 LIMIT 1"; }
set -- "$work"/d/inbox/*_1.jpg
date=$(grep -aoE '20[0-9][0-9]:[01][0-9]:[0-3][0-9]' "$1" | head -n 1 | tr : -)
close=${4%1.jpg}1.jpg far=${4%1.jpg}2.jpg third=${4%1.jpg}3.jpg # of the shop; each other house has its own
other_close=${6%1.jpg}1.jpg raised_close=${7%1.jpg}1.jpg raised_far=${7%1.jpg}2.jpg
small=$(cd "${LOUCE_SRC:-.}" && pwd)/tests/data/small.jpg
owned=${8%1.jpg} second=${9%1.jpg} # of two houses of one owner

# ---- four houses: a shop of brick, a dwelling whose main structure was altered by professionals, one with a storey added by nobody of the
# trade, a dwelling of concrete
business='"has_sign":true,"rents_out":false,"has_customers":true,"owner_lives":false,"over10_asked":false,"biz_types":["3"],"biz_name":"便民商店","user_is_owner":true,"licences":["11"]'
dwelling='"has_sign":false,"rents_out":false,"has_customers":false,"licences":["7"]'
register() { # PHOTOS USE STRUCTURE FLOORS ALTERED... ; says the house's number
	register_photos=$1 register_house=${house:-$(free)}
	cat >"$work/registration.json" <<J
{"survey_state":"2","area_kind":["7"],"owner_kind":"1","owner_id":"451224190001010013","owner_phone":"07786322018","residents":4,$2,
"land_kind":"2","land_use":"21","floors_main":$4,"area_m2":186.5,"built_year":2005,"design_mode":"3","build_mode":"2","wall_material":"1",
"floor_slab":"3","roof":"3","structure":"$3",$5,"illegal":false,"surveyors":"$team","survey_date":"$date",
"_reasons":[{"rule":"QR-26","reason":"4"},{"rule":"QR-33","reason":"3"}$asked]}
J
	shift 5
	as "$author" fill "$register_house" registration --data "$work/registration.json" --photo photo_front="${register_photos}1.jpg" \
		--photo photo_side="${register_photos}2.jpg" --photo photo_plate="${register_photos}3.jpg" "$@" >"$work/registered" 2>&1 || { cat "$work/registered" && return 3; }
	echo "$register_house"
}
set -- "${1%1.jpg}" "${2%1.jpg}" "${3%1.jpg}" "${5%1.jpg}"
asked='' house=''
shop=$(register "$1" "$business" 1 3 '"altered":false' --photo photo_sign="${1}4.jpg")
holds register__takes__a_shop [ -n "$shop" ]
# All four have one owner's number, and his telephone.
refuses number_of_another_owner__is_asked_about 3 '_elsewhere: "Resident ID number" is that of 1 other house, "' register "$2" "$dwelling" 1 2 '"altered":false'
asked=',{"rule":"_elsewhere","reason":"3"}'
done_well='"altered":true,"floors_built":2,"alt_times":1,"alt_year":2010,"alt_kinds":["4"],"alt_main_struct":true,"alt_designed":true'
altered=$(register "$2" "$dwelling" 1 2 "$done_well" --photo photo_added="${2}4.jpg")
holds register__takes__an_altered_house [ -n "$altered" ]
done_badly='"altered":true,"floors_built":2,"alt_times":1,"alt_year":2010,"alt_kinds":["1"],"alt_main_struct":false,"alt_designed":false'
asked=''
refuses number_of_two_others__is_asked_about 3 '"Resident ID number" is that of 2 other houses' register "$3" "$dwelling" 1 3 "$done_badly" --photo photo_added="${3}4.jpg"
holds telephone__is_not_asked_about__at_the_third_house [ -z "$(grep "Owner's phone" "$work/out")" ]
asked=',{"rule":"_elsewhere","reason":"3"}'
raised=$(register "$3" "$dwelling" 1 3 "$done_badly" --photo photo_added="${3}4.jpg")
holds register__takes__a_raised_house [ -n "$raised" ]
asked=''
refuses telephone__is_asked_about__at_the_fourth_house 3 "\"Owner's phone\" is that of 3 other houses, as of \"" register "$4" "$dwelling" 3 2 '"altered":false'
asked=',{"rule":"_elsewhere","reason":"3"}'
concrete=$(register "$4" "$dwelling" 3 2 '"altered":false')
holds register__takes__a_house_of_concrete [ -n "$concrete" ]

# ---- a house of an owner who has one already in the same place, under another door
list() { # DOOR ; says the new house's number
	echo "{\"village\":\"$(sql "SELECT division FROM building WHERE lower(hex(root)) = '$shop'")\",\"group_name\":\"那亮\",\"road\":\"农村道路\",\"door_no\":\"$1\",\"owner_name\":\"韦大山\"}" >"$work/listing.json"
	as "$author" fill --new listing --data "$work/listing.json" --json | sed -n 's/.*"building": *"\([0-9a-f]*\)".*/\1/p'
}
house=$(list 901)
asked=',{"rule":"_elsewhere","reason":"3"},{"rule":"QR-62","reason":"5"},{"rule":"_picture","reason":"5"}'
taken=$(register "$owned" "$dwelling" 1 2 '"altered":false')
holds house__of_the_owner__is_taken [ "$taken" = "$house" ]
house=$(list 910)
refuses second_door__of_one_owner__is_asked_about 3 "has this owner in one place, and another door: is it the same house?" register "$second" "$dwelling" 1 2 '"altered":false'
house=''

# ---- one classification: states of ground, walls, frame, floors, roof in digits; findings; what else is said
classify() { # HOUSE STATES FINDINGS MORE PHOTOS...
	classify_house=$1
	states=$(echo "$2" | sed 's/\(.\)\(.\)\(.\)\(.\)\(.\)/"part_ground":"\1","part_walls":"\2","part_frame":"\3","part_slabs":"\4","part_roof":"\5"/')
	called=${3:+1}${4:+1} # where nothing is concluded nobody is called
	echo "{$states${3:+,\"findings\":[$3]}${4:+,$4},\"owner_is_safety\":true,\"safety_supervisor\":\"覃志明\"," \
		"${called:+${quiet:-\"safety_supervisor_phone\":\"${phone:-07786325417}\",}}" \
		"\"determiners\":\"$team\",\"determ_date\":\"${day:-$date}\"}" >"$work/class.json"
	shift 4
	as "$author" fill "$classify_house" classification --data "$work/class.json" "$@"
}
concluded() { # HOUSE: conclusion, levels of its findings
	sql "SELECT (body ->> '\$.data.conclusion') || coalesce((SELECT ' ' || group_concat(f.value ->> 'finding_level', '') FROM json_each(body, '\$.data.findings') f), '')
		FROM step WHERE body ->> 'kind' = 'classification' AND body ->> 'building' = '$1' ORDER BY n DESC LIMIT 1"
}
gives() { # NAME WANTED HOUSE STATES FINDINGS MORE [PHOTOS...]
	gives_name=$1 gives_wanted=$2
	shift 2
	if classify "$@" >"$work/out" 2>&1 && [ "$(concluded "$1")" = "$gives_wanted" ]; then ok "$gives_name"; else
		echo "gave $(concluded "$1"), wanted $gives_wanted" >>"$work/out"
		not_ok "$gives_name"
	fi
}
seen() { echo "{\"part\":\"$1\",\"defect\":\"$2\",\"place\":\"一层\"${3:+,$3}}"; }
one="--photo findings/1/finding_photo=$close"
two="$one --photo findings/2/finding_photo=$far"
three="$two --photo findings/3/finding_photo=$third"
crack() { seen 1 301 "\"direction\":\"2\",\"several\":$1,\"width_mm\":$2,\"length_m\":1.5"; }

# honest houses
gives none__is_found__without_a_question 3 "$shop" 11111 '' ''
gives none__is_found__in_a_house_of_concrete 3 "$concrete" 11111 '' ''
# shellcheck disable=SC2086 # words apart: the photos
{
gives level__follows__from_the_width__severe '1 S' "$shop" 12111 "$(crack false 12)" '' $one
gives level__follows__from_the_width__some '2 G' "$shop" 12111 "$(crack false 4)" '' $one
gives level__follows__from_the_number '1 S' "$shop" 12111 "$(crack true 7)" '' $one
quiet=' '
gives level__below_the_limits__stays_recorded '3 N' "$shop" 11121 "$(seen 5 406 '"width_mm":0.2,"length_m":1')" '' $one
quiet=
gives infill_of_concrete__is_measured__by_its_own_limit '2 G' "$concrete" 12111 "$(seen 1 306 '"width_mm":2,"length_m":1')" '' --photo findings/1/finding_photo="$other_close"
gives ground__by_its_finding__is_a_geological_hazard '1 S' "$shop" 21111 "$(seen 3 101 '"distance_m":2,"slope_m":6,"moving":true')" '' $one
holds ground__tells__the_kind [ "$(sql "SELECT body -> '\$.data.geo_kinds' FROM step WHERE body ->> 'kind' = 'classification' ORDER BY n DESC LIMIT 1")" = '["1"]' ]
gives loads__are_told__by_their_finding '2 G' "$shop" 11121 "$(seen 5 801 '')" '' $one
holds loads__are_told__once [ "$(sql "SELECT body ->> '\$.data.stack_load' FROM step WHERE body ->> 'kind' = 'classification' ORDER BY n DESC LIMIT 1")" = 1 ]
gives storey_added__by_nobody_of_the_trade__is_a_finding '2 G' "$raised" 11111 "$(seen 99 803 '')" '' --photo findings/1/finding_photo="$raised_close"
gives storey_added__beside_a_crack__is_severe '1 GG' "$raised" 12111 "$(seen 99 803 ''),$(crack false 4)" '' --photo findings/1/finding_photo="$raised_close" \
	--photo findings/2/finding_photo="$raised_far"
gives storey_added__beside_a_hairline__is_severe '1 GN' "$raised" 11121 "$(seen 99 803 ''),$(seen 5 406 '"width_mm":0.2,"length_m":1')" '' \
	--photo findings/1/finding_photo="$raised_close" --photo findings/2/finding_photo="$raised_far"
gives cracks__told_one_by_one__are_several '1 SS' "$shop" 12111 "$(crack false 7),$(crack false 7.5)" '' $two
gives crack__of_any_direction__is_severe_by_its_width '1 S' "$shop" 12111 "$(seen 1 301 '"direction":"3","several":true,"width_mm":45,"length_m":3')" '' $one
gives infill_of_concrete__can_fall '1 S' "$concrete" 12111 "$(seen 1 304 '')" '' --photo findings/1/finding_photo="$other_close"
gives canopy__is_told__under_the_roof '1 S' "$shop" 11112 "$(seen 4 407 '"width_mm":1,"length_m":1')" '' $one
}
gives team__may_be_stricter__up_to_severe 1 "$shop" 11111 '' '"own_conclusion":"1","own_reason":"邻房正在开挖","own_parts":["3"]'

# ---- what is refused
refuses conclusion__is_never_milder 3 "own_conclusion" classify "$shop" 12111 "$(crack false 12)" '"own_conclusion":"2","own_reason":"裂缝旧","own_parts":["1"]' \
	--photo findings/1/finding_photo="$close"
cat >"$work/open.json" <<J
{"part_ground":"1","part_frame":"1","part_slabs":"1","part_roof":"1","owner_is_safety":true,"safety_supervisor":"覃志明","determiners":"$team","determ_date":"$date"}
J
refuses part__is_said__by_somebody 3 "part_walls" as "$author" fill "$shop" classification --data "$work/open.json"
refuses finding__of_a_sound_part 3 "holds a choice that is not offered" classify "$shop" 11112 "$(crack false 4)" '' --photo findings/1/finding_photo="$close"
refuses finding__of_another_material 3 "holds a choice that is not offered" classify "$concrete" 12111 "$(crack false 4)" '' --photo findings/1/finding_photo="$close"
refuses finding__of_another_roof 3 "holds a choice that is not offered" classify "$shop" 11112 "$(seen 4 703 '')" '' --photo findings/1/finding_photo="$close"
refuses finding__of_another_frame 3 "holds a choice that is not offered" classify "$concrete" 11211 "$(seen 2 602 '')" '' --photo findings/1/finding_photo="$close"
refuses finding__of_other_storeys 3 "holds a choice that is not offered" classify "$shop" 21111 "$(seen 3 203 '"tilt_permille":40')" '' \
	--photo findings/1/finding_photo="$close"
refuses finding__without_its_measure 3 "width_mm" classify "$shop" 12111 "$(seen 1 301 '"direction":"2","several":false,"length_m":1')" '' \
	--photo findings/1/finding_photo="$close"
refuses finding__without_its_words 3 "defect_note" classify "$shop" 12111 "$(seen 1 901 '')" '' --photo findings/1/finding_photo="$close"
refuses finding__without_its_photo 3 "finding_photo" classify "$shop" 12111 "$(crack false 4)" ''
refuses faulty_part__without_a_finding 3 "suggested" classify "$shop" 12111 '' ''
# what is said for a question that is not called for is never left out without a word
counted() { sql "SELECT count(*) FROM step WHERE body ->> 'kind' = 'classification' AND body ->> 'building' = '$1'"; }
before=$(counted "$shop")
refuses findings__of_sound_parts__are_not_lost 3 "findings): does not apply here" classify "$shop" 11111 "$(seen 1 304 '')" '' \
	--photo findings/1/finding_photo="$close"
refuses photo__of_a_row_that_is_not_there 3 "finding_photo, row 1): is a photo of a row" classify "$shop" 11111 '' '' \
	--photo findings/1/finding_photo="$close"
refuses measure__that_the_finding_does_not_ask 3 "tilt_permille, row 1): does not apply here" classify "$shop" 12111 "$(seen 1 303 '"tilt_permille":90')" '' \
	--photo findings/1/finding_photo="$close"
refuses owner__beside_another_who_answers 3 "safety_owner): does not apply here" classify "$shop" 11111 '' '"safety_owner":"覃志明"'
holds answers__not_asked_for__sign_nothing [ "$(counted "$shop")" = "$before" ]

# ---- each rule
: >"$work/fired"
fires() { # RULE NAME HOUSE STATES FINDINGS MORE [PHOTOS...]
	fires_rule=$1 fires_name=$2
	shift 2
	echo "$fires_rule" >>"$work/fired"
	refuses "rule__comes_up__$fires_name" 3 "$fires_rule: " classify "$@"
	holds "rule__comes_up__alone__$fires_name" [ "$(grep -oE '^(QR-[0-9A-Z]*|A4): ' "$work/out" | sort -u)" = "$fires_rule: " ]
}
# shellcheck disable=SC2086
{
refuses phone__is_refused__in_an_open_text 3 'tells a telephone or identity number' classify "$shop" 11111 '' '"other_hazard":"问 0778-632 1234"'
fires QR-42C wall_taken_out_of_a_house_that_was_not_altered "$shop" 12111 "$(seen 1 802 '')" '' $one
fires QR-44 altered_by_professionals_and_nothing_found "$altered" 11111 '' ''
fires QR-44E storey_added_and_not_told "$raised" 11111 '' ''
fires QR-47 width_close_to_its_limit "$shop" 12111 "$(crack false 9.4)" '' $one
fires QR-47 width_just_above_its_limit "$shop" 12111 "$(crack false 10.5)" '' $one
fires QR-47 tilt_close_to_its_limit "$shop" 21111 "$(seen 3 204 '"tilt_permille":19')" '' $one
fires QR-48 tilt_in_per_cent "$shop" 21111 "$(seen 3 204 '"tilt_permille":2.5')" '' $one
fires QR-48 width_in_hundredths "$shop" 12111 "$(crack false 120)" '' $one
fires QR-48E loss_as_a_share "$shop" 12111 "$(seen 1 305 '"loss_percent":0.3')" '' $one
fires QR-48 length_in_centimetres "$shop" 12111 "$(seen 1 301 '"direction":"2","several":false,"width_mm":4,"length_m":80')" '' $one
fires QR-48 landslide_far_away "$shop" 21111 "$(seen 3 102 '"distance_m":250')" '' $one
fires QR-48E tilt_as_a_share "$shop" 21111 "$(seen 3 204 '"tilt_permille":0.025')" '' $one
fires QR-48E tilt_that_no_house_stands "$shop" 21111 "$(seen 3 204 '"tilt_permille":400')" '' $one
fires QR-48O what_the_list_does_not_have "$concrete" 12111 "$(seen 1 901 '"defect_note":"填充墙歪斜约3厘米"')" '' --photo findings/1/finding_photo="$other_close"
quiet=' '
fires QR-49 slope_found_and_nothing_concluded "$shop" 21111 "$(seen 3 101 '"distance_m":20,"slope_m":5,"moving":false')" '' $one
quiet=
fires QR-53 one_of_two_faulty_parts_without_a_finding "$shop" 12112 "$(crack false 4)" '' $one
fires QR-54 part_of_a_shop_not_seen "$shop" 11131 '' ''
fires QR-54 wall_of_a_shop_not_seen_and_a_fault_found "$shop" 13121 "$(seen 5 801 '')" '' $one
fires QR-54E wall_of_a_shop_not_seen_and_nothing_found "$shop" 13111 '' ''
fires QR-54E no_part_of_a_shop_seen "$shop" 33333 '' ''
fires QR-54S neither_walls_nor_ground_seen "$concrete" 33111 '' ''
fires QR-54N part_not_seen_and_nothing_found "$concrete" 11131 '' ''
fires A4 three_kinds_of_lesser_findings "$shop" 12121 "$(crack false 4),$(seen 1 303 ''),$(seen 5 801 '')" '' $three
fires QR-61C photo_of_another_house "$shop" 12111 "$(crack false 4)" '' --photo findings/1/finding_photo="${2}1.jpg"
fires QR-61D one_photo_of_two_findings "$shop" 12111 "$(crack false 4),$(crack false 3.9)" '' $one --photo findings/2/finding_photo="$close"
fires QR-46 one_crack_in_two_rows "$shop" 12111 "$(crack false 4),$(crack false 4)" '' $two
fires QR-16F place_that_says_nothing "$shop" 12111 "$(crack false 4 | sed 's/一层/墙/')" '' $one
day=$(command date -d "$date 9 days ago" +%F)
fires QR-62C photo_of_another_day "$shop" 12111 "$(crack false 4)" '' $one
day=
# a report found the shop fit the day before the crack was photographed
echo '{"appraisal_body":"河池市房屋安全鉴定有限公司","appraisal_uscc":"91350100M000100Y43","body_listed":true,"report_no":"HC2022-101","site_date":"'"$(command date -d "$date 1 day ago" +%F)"'","appraisal_date":"'"$(command date -d "$date 1 day ago" +%F)"'","grade":"2","advice":"1","report_floors":3,"report_structure":"1","engineers":"韦国强","_reasons":[{"rule":"QR-56","reason":"1"}]}' >"$work/report.json"
does report__finds_the_shop_fit as "$(holder township_clerk)" fill "$shop" appraisal --data "$work/report.json" --photo photo_cover="$far" --photo photo_grade="$third"
day=$(command date -d "$date 2 days ago" +%F)
fires QR-62G crack_of_after_the_report_dated_before_it "$shop" 12111 "$(crack false 4)" '' $one
day=
fires QR-64C small_photo "$shop" 12111 "$(crack false 4)" '"_reasons":[{"rule":"QR-62C","reason":"1"}]' --photo findings/1/finding_photo="$small"
phone=13800000000
refuses rule__comes_up__made_up_phone 3 'QR-07C: ' classify "$shop" 12111 "$(crack false 4)" '' $one
phone=13977813977
refuses rule__comes_up__phone_that_repeats_itself 3 'QR-07D: ' classify "$shop" 12111 "$(crack false 4)" '' $one
phone=
}
sed 's/"safety_supervisor":"[^"]*"/"safety_supervisor":"不详"/; s/"owner_is_safety":true/"owner_is_safety":false,"safety_owner":"无","safety_owner_phone":"13912345670"/' "$work/class.json" >"$work/filler.json"
printf '%s\n' QR-02C QR-02S QR-02V QR-03S QR-03V QR-67F QR-67WF >>"$work/fired" # QR-02C: who classifies is picked, and no filler is among them; QR-03S, QR-03V, QR-67F, QR-67WF: the owner is sealed here
refuses rule__comes_up__filler 3 "QR-02V: " as "$author" fill "$shop" classification --data "$work/filler.json" --photo findings/1/finding_photo="$close"
holds rule__comes_up__filler_of_each_field grep -q 'QR-02S: ' "$work/out"
awk '/^- /{ rule = $3; form = 0 } /^  level: /{ asks = $2 != "info" } /^  form: /{ form = asks && $2 == "classification" } /^  scope: county$/{ form = 0 } /^  expr: /&&form{ print rule }' "$LOUCE_DATADIR/forms/rules.yaml" | sort >"$work/rules"
sort -u "$work/fired" >"$work/tried"
cmp "$work/rules" "$work/tried" >"$work/out" 2>&1
holds rules__are_tried__all cmp -s "$work/rules" "$work/tried"
# a reason answers a question that is one, and no refusal
# shellcheck disable=SC2086
gives measured_again__is_taken__with_its_reason '2 G' "$shop" 12111 "$(crack false 9.4)" '"_reasons":[{"rule":"QR-47","reason":"2"}]' $one

# ---- the quality board: what was signed over, and whether it was right; what is wrong at many houses; the same elsewhere
checks() { as "$clerk" check "$@"; } # who looks at no photo blindly sees it all
clerk=$(holder township_clerk)
board() { # RULE: what the board says of its author
	checks --by person --rule "$1" --json 2>&1
}
name=$(sql "SELECT body ->> '\$.data.name' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.person' = '$author' LIMIT 1")
board QR-47 >"$work/out"
holds board__tells__who_signed_over_a_warning grep -qF "{\"code\":\"$author\",\"name\":\"$name\",\"houses\":1,\"errors\":0,\"warnings\":1,\"notes\":0,\"unjudged\":0,\"undecided\":0,\"waived\":1,\"proved\":0}" "$work/out"
checks --rule QR-47 --list --json >"$work/out" 2>&1
holds finding__is_told__as_signed_over grep -qF '"judged":true,"undecided":false,"waived":true' "$work/out"
# shellcheck disable=SC2086
gives crack__is_measured_anew '2 G' "$shop" 12111 "$(crack false 4)" '' $one
board QR-47 >"$work/out"
holds board__tells__that_the_warning_was_right grep -qF '"houses":0,"errors":0,"warnings":0,"notes":0,"unjudged":0,"undecided":0,"waived":1,"proved":1}' "$work/out"
"$louce" rebuild >"$work/out" 2>&1
board QR-47 >"$work/out"
holds board__is_the_same__after_a_rebuild grep -qF '"waived":1,"proved":1}' "$work/out"
does board__counts__by_team checks --by team
holds board__names__the_team grep -qF "$team" "$work/out"
"$louce" check --rule QR-47 >"$work/out" 2>&1
holds finding__that_tells_of_a_photo__is_told_to_nobody_at_all grep -qF 'The rules find nothing.' "$work/out"
refuses board__is_counted__by_what_there_is 3 'by rule, kind, village, team or person, not by "colour"' checks --by colour
checks --rule QR-70 >"$work/out" 2>&1
holds houses__of_their_own__are_not_alike grep -qF 'The rules find nothing.' "$work/out"
house=$raised
asked=',{"rule":"_elsewhere","reason":"3"}'
does third_house__is_told__as_the_first register "$3" "$dwelling" 1 2 '"altered":false'
house=$concrete
does fourth_house__is_told__as_the_first register "$4" "$dwelling" 1 2 '"altered":false'
house=''
checks --rule QR-70 >"$work/out" 2>&1
holds four_houses__told_alike__are_found grep -qE '^ +4 +1 .* QR-70 note: ' "$work/out"
holds notes__end__without_a_fault [ "$(board QR-70 | grep -c '"notes":4')" = 1 ]
does houses__that_answer_the_same__are_listed checks --rule QR-70 --like "$altered"
holds houses__that_answer_the_same__stand_a_line_each [ "$(grep -c . "$work/out")" -gt 5 ]
for other in "$altered" "$raised" "$concrete" "$taken"; do
	number=$(sql "SELECT coalesce(v.platform_no, v.census_house_no, substr(lower(hex(g.root)), 1, 8)) FROM building g JOIN value_listing v USING (building) WHERE lower(hex(g.root)) = '$other'")
	holds house__that_answers_the_same__is_among_them grep -qF "$number" "$work/out"
done
refuses sealed_answers__are_not_searched_by 3 'houses are looked for by open answers alone' checks --rule QR-04 --like "$altered"
refuses house__to_compare_with__needs_a_rule 3 '--rule the rule' checks --like "$altered"
# hamlets that are left out: more than three in ten
holds hamlets__are_told_here [ "$(checks --rule QR-13 | grep -c QR-13)" = 0 ]
{ echo 村,组,路,户主 && seq 1 "$(sql "SELECT count(*) FROM building WHERE division = '$village'")" | sed "s/.*/$village,无,农村道路,韦大&/" |
	sed 'y/0123456789/零一二三四五六七八九/;s/^[^,]*/'$village/; } >"$work/t.csv"
printf '村: village\n组: group_name\n路: road\n户主: owner_name\n' >"$work/map"
does roster__without_hamlets__is_taken as "$(holder county_officer 451224)" roster import "$work/t.csv" --map "$work/map"
checks --rule QR-13 >"$work/out" 2>&1
holds hamlets__that_are_left_out__are_found grep -qE '^ +[0-9]+ +1 .* QR-13 note: ' "$work/out"
tap_end
