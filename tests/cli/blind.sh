#!/bin/sh
# What a form's author must not see before he has filled it is in no way out: every command is run with a planted value, by who may still
# have to fill the form, and by nobody. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
sh "${LOUCE_SRC:-.}/tests/support/blind_county.sh" "$work" >"$work/out"
holds county__has__a_planted_value [ -s "$work/step" ]
village=451224204201 building=$(cat "$work/building") step=$(cat "$work/step")
author=$(cat "$work/author") checker=$(cat "$work/checker") secretary=$(cat "$work/secretary")

# ---- every command: a line each, with what it is asked. A command that is not here is not walked, and said so.
cat >"$work/walk" <<W
versions $building registration
versions $building registration --json
status
status --json
status --area $village --json
history $building
history $building --json
check
check --list
check --json
due
due --json
manifest $village --json
report roster --area $village
report roster --area $village --format csv
report planted_b --area $village
report planted_b --area $village --format csv
report planted_rules --area $village
print --yes sheet $building --out $work/no.pdf --overwrite
print --yes list $village --out $work/no.pdf --overwrite
report planted_b --area $village --format html
sample --area $village
sample --json
report quality
list --area $village
list --show floors_main,structure,part_slabs --area $village
list --count floors_main --area $village --format csv
dump --area $village
dump --format csv --table houses --area $village
draw
draw --json
people
people --json
key list --json
decide
decide propose $building $building --reason same
evidence $building $work/evidence
tally
tally --json
endorse
follow
officers
receipt
sign team $building
fill $building registration --data $work/empty.json
withdraw $step
move $building $village --reason same
export $work/out.louce --overwrite --json
verify
W
echo '{}' >"$work/empty.json"
"$louce" --help | sed -n 's/^  louce \([a-z]*\) .*/\1/p' | sort >"$work/commands"
# These change what the file is, or write about no house: demo init key request issue revoke forms roster import epoch rebuild doctor.
{ cut -d' ' -f1 "$work/walk"; printf '%s\n' demo init key request issue revoke forms roster import epoch rebuild doctor; } | sort -u >"$work/walked"
holds commands__are_walked__all cmp "$work/commands" "$work/walked"

walk() { # AS...
	rm -f "$work/shown"
	: >"$work/shown"
	# by the names of JSON, by the labels of a history, and as roster cells
	while read -r words; do
		rm -rf "$work/out.louce" "$work/no.pdf" "$work/evidence"
		mkdir "$work/evidence"
		# shellcheck disable=SC2086
		"$louce" $words "$@" </dev/null >"$work/said" 2>&1
		case $words in # these tell of all houses, also of those whose check stands
		list* | dump*) grep "$(echo "$building" | cut -c 1-8)\|PLANTED" "$work/said" >"$work/of_it" || : ; mv "$work/of_it" "$work/said" ;;
		esac
		for paper in "$work/evidence"/*.pdf; do # the file beside it is for who may read it, and sealed
			[ ! -e "$paper" ] || pdftotext -layout "$paper" - >>"$work/said"
		done
		[ ! -e "$work/no.pdf" ] || pdftotext -layout "$work/no.pdf" - >>"$work/said"
		grep -oE \
			'PLANTED-NAME|QR-PLANTED|PLANTED was found|"?floors_main"?: ?[0-9]|"?(structure|wall_material|use_class|biz_types)"?: ?["[]|"?(has_sign|altered)"?: ?(true|false)|photo_(sign|licence|added)|Structure:? +[A-Z]|Class of use:? +[A-Z]|Main storeys above ground: [0-9]' "$work/said" | sort -u | sed "s|^|$words: |" >>"$work/shown"
	done <"$work/walk"
	cat "$work/shown" >"$work/out"
}
# Where something is to be shown, the commands alone of which that is asked.
walk_of() { # PATTERN AS...
	mv "$work/walk" "$work/whole"
	grep -E -- "$1" "$work/whole" >"$work/walk"
	shift
	walk "$@"
	mv "$work/whole" "$work/walk"
}
walk --as "$checker" --passphrase-file "$work/pass"
holds commands__hide__a_blind_value__from_the_checker test ! -s "$work/shown"
# All reasons of this house are for what hidden rules found: nothing says that there were any.
for words in "history $building" "history $building --json" "versions $building registration" "versions $building registration --json"; do
	keeps_from "reasons__leave_no_trace__$(echo "$words" | tr -d "$building ")" '_reasons|[Rr]easons?"?:' as "$checker" $words
done
walk
holds commands__hide__a_blind_value__from_nobody_unlocked test ! -s "$work/shown"
walk_of '^(print --yes sheet|history|versions) ' --as "$author" --passphrase-file "$work/pass"
holds commands__show__it__to_its_author__print grep -q '^print --yes sheet.*PLANTED-NAME' "$work/shown"
for command in history versions; do
	holds "commands__show__it__to_its_author__$command" grep -q "^$command.*PLANTED-NAME" "$work/shown"
	for hidden in structure wall_material use_class has_sign altered; do
		holds "commands__show__${hidden}__to_its_author__$command" grep -q "^$command.*$hidden" "$work/shown"
	done
done
# When a private photo was taken is sealed with the values: a rule on it is judged by who holds the key, and by nobody else.
refuses history__judges__the_day_of_a_private_photo__not_for_nobody 0 "QR-62  warning" "$louce" history "$building"
keeps_from history__judges__the_day_of_a_private_photo__for_who_may_read_it "QR-62.*not judged" as "$author" history "$building"
walk_of '^(history|versions|report planted|check)' --as "$secretary" --passphrase-file "$work/pass"
holds commands__show__the_photo_of_the_sign__to_its_author grep -q '^versions.*photo_sign' "$work/shown"
for command in history versions 'report planted_b' 'report planted_rules' check; do
	holds "commands__show__it__to_a_secretary__$command" grep -q "^$command.*PLANTED" "$work/shown"
done
# A roster row that hides nothing: what was found there weighs too much for him, or not; the refusal is the same, and says neither.
sed -i -e 's/^version: .*/version: 3/' "$work/forms/pack.yaml"
sed -i 's/building_name, //' "$work/forms/photo_check.yaml"
sed -i 's/^- rule: QR-14$/- rule: QR-14-NEW/' "$work/forms/rules.yaml"
sed -i 's/^relevant: "second_look"$/relevant: "0"/' "$work/forms/reinspection.yaml" # that is blind, too, and would hide the same
newest() { sqlite3 "$LOUCE_WORKSPACE" 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1'; }
does forms__publish__a_third_pack as "$(holder county_officer 451224)" forms publish "$work/forms" --yes
does endorse__puts__it_in_force as "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '\$.data.person' FROM step
	WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer' LIMIT 1 OFFSET 1")" endorse "$(newest)" --yes
printf 'history %s\nhistory %s --json\nversions %s registration\n' "$building" "$building" "$building" >"$work/all" && mv "$work/walk" "$work/kept"
mv "$work/all" "$work/walk"
walk --as "$checker" --passphrase-file "$work/pass"
holds commands__hide__a_reason_whose_rule_has_another_name test ! -s "$work/shown"
mv "$work/kept" "$work/walk"
cat >"$work/class.json" <<J
{"part_ground":"1","part_walls":"1","part_frame":"1","part_slabs":"1","part_roof":"1","own_conclusion":"2","own_reason":"墙裂","own_parts":["1"],"owner_is_safety":true,"safety_supervisor":"覃志明",
"safety_supervisor_phone":"07786325417","determiners":"$(cat "$work/team")","determ_date":"$(cat "$work/date")"}
J
sed 's/"own_conclusion.*"own_parts":\["1"\],//; s/"safety_supervisor_phone":"[0-9]*",//' "$work/class.json" >"$work/light.json"
does fill__plants__that_nothing_was_found as "$author" fill "$building" classification --data "$work/light.json"
# The totals count what the rows say, for who may not be told of a task as for who may.
for person in "$checker" "$author" "$secretary"; do
	as "$person" status --area $village --list --json >"$work/rows" 2>&1
	for task in form sign added none; do
		holds "status__counts__what_its_rows_say__$task" [ "$(sed 's/.*"tasks":{[^}]*"'$task'":\([0-9]*\).*/\1/;q' "$work/rows")" = \
			"$(grep -o '"task":"'$task'"' "$work/rows" | wc -l)" ]
	done
done
# What the house waits for follows from what was answered: that an appraisal is due where nothing was found says that there is business. Who may
# still check the house hears nothing of it, whatever the way; its author and the county do, and so does everybody who checked.
cat >"$work/asks" <<W
due --area $village
due --area $village --json
due --area $village --date 2030-01-01
history $building
history $building --json
status --area $village --list
status --area $village --list --json
list --area $village --show _number,_stage,_waits,_day --format csv
report overdue_list --area $village --date 2030-01-01 --format csv
report overdue_list --area $village --date 2030-01-01
manifest $village --json
W
asks() { # AS...: each that tells of an appraisal at the house
	while read -r words; do
		# shellcheck disable=SC2086
		"$louce" $words "$@" </dev/null >"$work/said" 2>&1
		case $words in
		history*) cat "$work/said" ;;
		*) sed 's/},{/}\n{/g' "$work/said" | grep "$(echo "$building" | cut -c 1-8)" ;;
		esac | grep -qiE 'appraisal"|Appraisal' && echo "$words"
	done <"$work/asks" | sed "s, --area $village,,; s, $building,,"
}
asks --as "$author" --passphrase-file "$work/pass" >"$work/out"
cp "$work/out" "$work/told"
for words in due 'due --json' history 'history --json' 'report overdue_list'; do
	holds "author__hears__that_an_appraisal_is_due__$words" grep -q "^$words" "$work/told"
done
asks --as "$checker" --passphrase-file "$work/pass" >"$work/out"
holds checker__hears__of_no_appraisal test ! -s "$work/out"
asks >"$work/out"
holds nobody__hears__of_no_appraisal test ! -s "$work/out"
roster_out() { refuses "roster_out__tells_nothing__$1" 3 "what was found there is hidden from you" as "$checker" roster out "$building" --reason x --yes; }
does fill__plants__a_conclusion as "$author" fill "$building" classification --data "$work/class.json"
roster_out of_what_weighs_much
holds roster_out__says__no_finding sh -c "! grep -q 'weighs\|found there: \|()' '$work/out'"
does fill__plants__a_light_conclusion as "$author" fill "$building" classification --data "$work/light.json"
roster_out of_what_weighs_little
# What else tells storeys: the height, what is wrong with the floors, and what another system recorded.
sed 's/"part_slabs":"1"/"safety_supervisor_phone":"07786325417","part_slabs":"2","findings":[{"part":"5","defect":"801","place":"一层"}]/' "$work/light.json" >"$work/found.json"
set -- "$work"/d/inbox/*_1.jpg
does fill__plants__a_finding as "$author" fill "$building" classification --data "$work/found.json" --photo findings/1/finding_photo="${3%1.jpg}4.jpg" --yes
printf '%s\n' '村: village' '组: group_name' '路: road' '门牌: door_no' '楼名: building_name' '户主: owner_name' '层数: p_floors_main' '结构: p_structure' >"$work/map"
printf '%s\n' '村,组,路,门牌,楼名,户主,层数,结构' "$village,巴英,农村道路,45,PLANTED-HALL,班小燕,9,1" >"$work/t.csv"
does roster__plants__a_record as "$(holder county_officer 451224)" roster import "$work/t.csv" --map "$work/map" --yes
told='"height_m"|"part_slabs"|"defect"|"finding_basis"|"damage_part"|"stack_load"|"p_floors_main"|"p_structure"|二层及以上|上层堆|Height'
for command in history\ $building history\ $building\ --json versions\ $building\ classification versions\ $building\ platform report\ hazards; do
	# shellcheck disable=SC2086
	keeps_from "checker__sees__no_storeys__$command" "$told" as "$checker" $command
	# shellcheck disable=SC2086
	keeps_from "nobody__sees__no_storeys__$command" "$told" "$louce" $command
done
echo '{"photo_floors":3,"photo_structure":"1","photo_business":true,"photo_addition":false,"photo_good":true}' >"$work/check.json"
does fill__signs__the_photo_check as "$checker" fill "$building" photo_check --data "$work/check.json"
walk_of '^(history|versions|report planted|check)' --as "$checker" --passphrase-file "$work/pass"
does history__shows__the_checker__all as "$checker" history "$building" --json
for word in height_m part_slabs defect p_floors_main p_structure; do
	holds "checker__sees__${word}__once_the_form_stands" grep -q "\"$word\"" "$work/out"
done
for command in history versions 'report planted_b' 'report planted_rules' check; do
	holds "commands__show__it__once_the_form_stands__$command" grep -q "^$command.*PLANTED" "$work/shown"
done

# ---- what stands under _reasons, and photos that are given again as they are stored
with_reasons() { # JSON
	sed "s|\"_reasons\":.*|\"_reasons\":[{\"rule\":\"QR-64\",\"reason\":\"5\"},{\"rule\":\"QR-05\",\"reason\":\"3\"},$1]}|" \
		"$work/registration.json" >"$work/again.json"
}
photos() { sqlite3 "$LOUCE_WORKSPACE" "SELECT body -> '\$.photos' FROM step WHERE body ->> 'kind' = 'registration' ORDER BY n DESC LIMIT 1"; }
ids() { photos | sed 's/},{/}\n{/g' | grep -v photo_licence | grep -oE '"id":"[0-9a-f]*"' | sort; }
was=$(ids)
set -- "$work"/d/inbox/*_1.jpg
set -- --photo photo_licence="$2" # that is sealed
for field in photo_front photo_side photo_plate photo_sign; do
	id=$(photos | sed 's/},{/}\n{/g' | grep "\"$field\"" | grep -oE '"id":"[0-9a-f]*"' | cut -d'"' -f4)
	sqlite3 "$LOUCE_WORKSPACE" "SELECT writefile('$work/$field.jpg', data) FROM photo WHERE id = x'$id'" >/dev/null
	set -- "$@" --photo "$field=$work/$field.jpg"
done
with_reasons '{"rule":"QR-14-NEW","reason":"99","words":"  "}'
refuses fill__takes__no_blank_words 3 "give one of these reasons" as "$author" fill "$building" registration --data "$work/again.json" --yes "$@"
with_reasons '{"rule":"QR-14-NEW","reason":"99","words":"不详"}'
refuses fill__takes__no_filler 3 "the words given as the reason say nothing" as "$author" fill "$building" registration --data "$work/again.json" --yes "$@"
for nothing in 无 没有。 墙 1 12 ok 正常 啊啊啊 。， None; do
	with_reasons "{\"rule\":\"QR-14-NEW\",\"reason\":\"99\",\"words\":\"$nothing\"}"
	refuses "fill__takes__no_words_that_say_nothing__$nothing" 3 "the words given as the reason say nothing" as "$author" fill "$building" registration --data "$work/again.json" --yes "$@"
done
with_reasons '{"rule":"QR-14-NEW","reason":"2"},{"rule":"QR-14-NEW","reason":"bad"}'
refuses fill__takes__one_reason_of_a_rule 3 "two reasons stand under _reasons" as "$author" fill "$building" registration --data "$work/again.json" --yes "$@"
with_reasons '{"rule":"QR-14-NEW","reason":"99","words":" 小房 "},{"rule":"QR-15","reason":"2"}'
does fill__leaves_out__a_reason_for_nothing as "$author" fill "$building" registration --data "$work/again.json" --yes "$@"
holds fill__says__what_it_leaves_out grep -q 'QR-64: found nothing, so the reason given for it is left out' "$work/out"
holds fill__says__that_there_is_no_such_rule grep -q 'QR-15: the forms have no such rule, so the reason given for it is left out' "$work/out"
holds fill__keeps__photos_that_are_given_as_they_are_stored test "$was" = "$(ids)" -a -n "$was"
# An old photo is found by who holds the key, also once the form is signed again with what is stored of it; its day stands nowhere in clear.
licence=$(ls "$work"/d/inbox/*_1.jpg | sed -n 2p) old=$(date -d "$(cat "$work/date") - 10 days" +%Y:%m:%d)
LC_ALL=C sed "s/$(tr - : <"$work/date")/$old/g" "$licence" >"$work/old.jpg"
with_reasons '{"rule":"QR-14-NEW","reason":"99","words":" 小房 "},{"rule":"QR-62","reason":"2"}'
for photo; do # all but the licence of today
	shift
	case $photo in --photo | photo_licence=*) ;; *) set -- "$@" --photo "$photo" ;; esac
done
does fill__takes__an_old_licence as "$author" fill "$building" registration --data "$work/again.json" --yes "$@" --photo photo_licence="$work/old.jpg"
as "$author" history "$building" >"$work/out" 2>&1
holds history__finds__the_old_licence sh -c "grep 'QR-62  warning' '$work/out' | grep -qv 'not judged'"
refuses history__judges__the_old_licence__not_for_nobody 0 "the day of the survey  (not judged" "$louce" history "$building"
holds day__of_the_old_licence__stands_nowhere_in_clear sh -c "sqlite3 '$LOUCE_WORKSPACE' \"SELECT body -> '\$.photos' FROM step WHERE body ->> 'kind' = 'registration'\" |
	sed 's/},{/}\n{/g' | grep vnd.louce.private | grep -c '\"original\":null,\"taken\":null' | grep -qx 3"
# ---- what a spot check finds proves that the warning was right
echo '{"s_use_class":"1","s_floors_main":5,"s_structure":"1","s_altered":false,"s_conclusion":"3","s_photo_good":true}' >"$work/spot.json"
proved() { "$louce" check --by rule --area $village --json >"$work/out" 2>&1 && sed 's/},{/}\n{/g' "$work/out" | grep QR-14-NEW | grep -q "\"proved\":$1"; }
holds board__says__of_no_warning_yet_that_it_was_right proved 0
echo "detail 2 7801 $LOUCE_CLOCK $work/spot.jpg" | "${LOUCE_BUILD:-.}/tests/support/pictures" >/dev/null
does spotcheck__finds__other_storeys as "$(holder county_officer 451224)" fill "$building" spotcheck --data "$work/spot.json" --photo s_photo="$work/spot.jpg" --yes
holds board__says__that_the_warning_was_right proved 1
holds fill__trims__words sh -c "sqlite3 '$LOUCE_WORKSPACE' \"SELECT body -> '\$.data._reasons' FROM step WHERE body ->> 'kind' = 'registration'
	ORDER BY n DESC LIMIT 1\" | grep -q '\"小房\"'"
tap_end
