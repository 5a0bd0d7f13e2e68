#!/bin/sh
# Every command explains itself, and each mistake that a person can make at the command line is answered with its sentence. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_HOME="$work/demo/home"
# says NAME CODE TEXT COMMAND...: it ends with CODE and says TEXT
says() {
	name=$1 code=$2 text=$3
	shift 3
	"$@" >"$work/out" 2>&1 </dev/null
	got=$?
	echo "exit $got, wanted $code and: $text" >>"$work/out"
	holds "$name" [ "$got" -eq "$code" ] && sed -i '$d' "$work/out"
	holds "${name}__with_its_sentence" grep -qF -- "$text" "$work/out"
}

# ---- help
says help__explains__what_louce_is 0 "signed safety surveys" "$louce" --help
commands=$(sed -n 's/^  louce \([a-z]*\) .*/\1/p' "$work/out")
holds help__lists__every_command [ "$(echo "$commands" | wc -l)" -ge 28 ]
for command in $commands; do
	says "help__explains__$command" 0 "usage: louce $command" "$louce" "$command" --help
	holds "help__gives_an_example__$command" grep -q "for example: louce $command" "$work/out"
	for role in $(sed -n 's/^for example: .* --\(role\|to\) \([a-z_]*\).*/\2/p' "$work/out"); do
		named_roles=$((${named_roles:-0} + 1))
		holds "help__names_a_role_that_is__$command" grep -q "role: $role\$" "$LOUCE_DATADIR/forms/pack.yaml"
	done
	LANGUAGE=zh_CN "$louce" "$command" --help >"$work/zh" 2>&1
	holds "help__speaks_chinese__$command" grep -q "用法：louce $command" "$work/zh"
done

holds help__names__roles_in_examples [ "${named_roles:-0}" -ge 1 ]

# ---- what is missing from a line
usage() { # NAME TEXT WORDS...
	name=$1 text=$2
	shift 2
	says "usage__$name" 2 "$text" "$louce" "$@"
}
usage command_unknown '"nothing" is no command' nothing
usage command_misspelt 'did you mean "request"' reqest
usage language_unknown '"fr" is no language of louce' --lang fr status
usage command_unknown_behind_a_workspace '"nothing" is no command' -w x.louce nothing
usage command_that_names_no_file '"x.lou" is no command' x.lou
says file_alone__opens_the_screens 2 "the screens need a terminal" "$louce" x.louce
usage file_and_a_word '"x.louce" is no command' x.louce nothing
usage demo "name the folder to make" demo
usage demo_buildings '--buildings takes a whole number from 1 to 1000000, not "many"' demo x --buildings many
usage init_threshold_word '--threshold takes a whole number' init county x --county 451224 --name X --threshold two
usage export_part '--part-mib takes a whole number' export x --part-mib 0
usage revoke_receipt '--receipt takes a whole number' revoke Anna --receipt newest
usage officers_threshold '--threshold takes a whole number' officers --officer Anna --threshold -1
usage init "say whether a county or a device" init
says init_officer__is_asked_for 3 "name at least one officer" "$louce" init county "$work/x.louce" --county 451224 --name X
says key_name__with_an_invisible_character 3 "the character U+200B at place 3 is not seen" "$louce" key new "$(printf 'An\342\200\213na')"
for flaw in '\342\200\256' '\001' '\377' 'a\314\200\314\200\314\200\314\200\314\200\314\200\314\200\314\200\314\200'; do
	LANGUAGE=zh_CN "$louce" key new "$(printf "An${flaw}na")" >"$work/out" 2>&1
	holds key_name__speaks_chinese_of__"$(printf '%s' "$flaw" | tr -d '\\')" sh -c "! grep -qE 'character|byte|marks| at place' '$work/out'"
done
usage key_name "a word is empty" key new ""
usage key "say new, list, change, copy, restore or requests" key
usage request "name the person, the role and the area" request Anna
usage issue "name the code of the request" issue
usage key_list_of_one "say new, list, change, copy, restore or requests" key list Anna
usage key_requests_of_one "say new, list, change, copy, restore or requests" key requests Anna
usage forms "say check or publish" forms
usage roster "say import or template, and name the table" roster
usage fill "name the building, or the division, and the form" fill
usage fill_new "the form" fill --new
usage sign "name the level and at least one building" sign team
usage withdraw "name the sign-off by the first digits" withdraw
usage export "name the file to write" export
usage import "name the files" import
usage revoke "name the credential or the person" revoke
usage epoch "say why with --reason" epoch
usage decide "say keep and a step, or same, apart, propose or withdraw and two buildings" decide perhaps
usage move "name the building and the village" move
usage versions "name the building and the form" versions
usage verify "name the file" verify
usage history "name the building" history
usage report "name the report" report roster hazards
usage option_value "an option lacks its value" status --area
says screens_without_a_terminal 2 "the screens need a terminal" "$louce" -w "$work/x.louce"
says no_workspace__is_asked_for 3 "name the workspace with -w FILE" "$louce" status

# ---- a county to be mistaken in
"$demo" "$work/demo" --buildings 20 --seed ui --single >"$work/out" 2>&1
says workspace__may_stand__before_the_command 0 '"state_hash":' "$louce" -w "$work/demo/county.louce" status --json
export LOUCE_WORKSPACE="$work/demo/county.louce"
inspector=$(holder inspector 451224204201)
officer=$(holder county_officer 451224)
as() {
	key=$1
	shift
	"$louce" "$@" --as "$key" --passphrase-file "$work/pass"
}
refuses() { # NAME TEXT COMMAND...
	name=$1 text=$2
	shift 2
	says "refuses__$name" 3 "$text" "$@"
}
building() { "$louce" status --list --json | tr '{' '\n' | sed -n "s/.*\"building\":\"\([0-9a-f]*\)\".*\"task\":\"$1\",\"name\":\"$2\".*/\1/p" | head -n 1; }
empty=$(building form registration)
signed=$(building sign village)
returned=$(building returned village)
holds demo__has__houses_to_try_it_on [ ${#empty}${#signed}${#returned} = 646464 ]

mkfifo "$work/pipe"
for way in "status -w $work/pipe" "verify $work/pipe" "import $work/pipe -w $LOUCE_WORKSPACE" "roster import $work/pipe" "forms check $work"; do
	case $way in
	forms*) refuses "no_file__${way%% *}" "pack.yaml" "$louce" forms check "$work" ;;
	roster*) refuses "pipe__roster" "is no ordinary file" timeout 20 "$louce" roster import "$work/pipe" --as "$inspector" --passphrase-file "$work/pass" ;;
	# shellcheck disable=SC2086
	*) refuses "pipe__${way%% *}" "is no ordinary file" timeout 20 "$louce" $way ;;
	esac
done
refuses escape_in_a_name 'there is no file "x\x1b]0;y\x07"' "$louce" verify "$(printf 'x\033]0;y\007')"

refuses status_area 'is no area of this county' "$louce" status --area 999
refuses check_area 'is no area of this county' "$louce" check --area 451224999
refuses decide_area 'is no area of this county' "$louce" decide --area 4512241
refuses due_area 'is no area of this county' "$louce" due --area 45122420420
refuses export_area 'is no area of this county' as "$officer" export "$work/nowhere.louce" --area 451224999
holds export_area__writes_nothing [ ! -e "$work/nowhere.louce" ]
for way in status check due decide 'report annex1'; do
	# shellcheck disable=SC2086
	"$louce" $way --area 451224204 >"$work/by-digits" 2>&1
	# shellcheck disable=SC2086
	"$louce" $way --area 金谷乡 >"$work/by-name" 2>&1
	holds "area_by_name__${way%% *}" cmp -s "$work/by-digits" "$work/by-name"
	holds "area_by_name__${way%% *}__is_one" sh -c "[ -s '$work/by-name' ] && ! grep -q '^louce: ' '$work/by-name'"
	# shellcheck disable=SC2086
	refuses "area_of_no_name__${way%% *}" '"金谷" is no area of this county' "$louce" $way --area 金谷
done
does village_by_name_behind_its_township "$louce" status --area 金谷乡金谷村委会
refuses export_area_of_no_name '"金谷" is no area of this county' as "$officer" export "$work/nowhere.louce" --area 金谷
someone=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '$.data.name' FROM step WHERE body ->> 'kind' = 'credential' LIMIT 1")
"$louce" people "$someone" >"$work/out" 2>&1
holds people__lists__one_by_name grep -q "$someone" "$work/out"
holds people__lists__nobody_else [ "$(grep -c "^  [0-9a-f]\{8\}" "$work/out")" = "$(grep -c "^  [0-9a-f]\{8\}  [^ ]*$someone" "$work/out")" ]
refuses people__refuses__a_name_nobody_has 'nobody here is called "Nemo"' "$louce" people Nemo
for way in status check due decide people endorse 'report annex1' 'history YS000000001' 'versions YS000000001 listing' 'key requests' 'receipt' \
	"export $work/nowhere.louce" "withdraw ffffffff" "sign team YS000000001" "forms publish $LOUCE_DATADIR/forms" "roster import $work/pass" \
	"issue 0000" "revoke Anna --reason retired" "officers --officer Anna"; do
	# shellcheck disable=SC2086
	refuses "unknown_person__$(echo "$way" | cut -d ' ' -f 1-2 | tr -c 'a-z\n' _)" 'there is no key of "Nobody" on this machine' as Nobody $way
done
refuses versions_form 'there is no form "nothing" in the form pack; there are: listing' "$louce" versions YS000000001 nothing
refuses sign_chain 'there is no chain "nothing" in the form pack; there are: survey' as "$inspector" sign nothing:team YS000000001
refuses return_field 'no form has a field "nothing"' as "$inspector" sign team YS000000001 --return --reason x --error nothing:1
refuses return_kind '"floors_main:77" is no error of a field' as "$inspector" sign team YS000000001 --return --reason x --error floors_main:77
refuses return_kind_in_a_row '"findings/1/defect:77" is no error of a field' as "$inspector" sign team YS000000001 --return --reason x --error findings/1/defect:77
refuses revoke_person 'no standing credential goes by "Nobody"' as "$officer" revoke Nobody --reason retired
refuses init_device_of_a_slip "check the name" "$louce" init device "$work/slip.louce"
refuses init_device_from_a_slip "there is no file \"$work/slip2.louce\"" "$louce" init device "$work/slip.louce" "$work/slip2.louce"
refuses init_device_from_no_stick "it is not a louce file" "$louce" init device "$work/slip.louce" "$work/pass"
holds init_device_of_a_slip__makes_nothing [ -z "$(find "$work" -maxdepth 1 -name 'slip*')" ]
refuses report_area 'is no area of this county' "$louce" report annex1 --area 999999
says refuses__a_word_too_many 2 'it takes no word but its name' "$louce" status please
says refuses__two_workspaces 2 'the option -w is given twice' "$louce" status -w "$LOUCE_WORKSPACE" -w "$LOUCE_WORKSPACE"
says refuses__two_areas 2 'the option --area is given twice' "$louce" status --area 45 --area 46
refuses demo_again "--fresh makes it anew" "$louce" demo "$work/demo" --no-ui
mkdir "$work/own"
cp "$LOUCE_WORKSPACE" "$work/own/county.louce"
refuses demo_over_a_workspace "holds a workspace that is no demonstration" "$louce" demo "$work/own" --fresh --no-ui
# A real county is one wherever it lies, also beside keys as a demonstration's, and half-made or not.
mkdir -p "$work/real"
LOUCE_HOME="$work/real/home" "$louce" key new Otto --passphrase-file "$work/pass" >/dev/null 2>&1
LOUCE_HOME="$work/real/home" "$louce" init county "$work/real/county.louce" --county 451224 --name X --officer Otto --passphrase-file "$work/pass" >/dev/null 2>&1
refuses demo_over_a_real_county "holds a workspace that is no demonstration" "$louce" demo "$work/real" --fresh --no-ui
: >"$work/real/.louce-demo-unfinished"
refuses demo_over_a_real_county_with_a_mark "holds a workspace that is no demonstration" "$louce" demo "$work/real" --no-ui
mkdir "$work/papers" && echo mine >"$work/papers/letter"
refuses demo_beside_other_files "is not empty; give the demonstration a folder of its own" "$louce" demo "$work/papers" --no-ui
holds demo_leaves_other_files grep -q mine "$work/papers/letter"
# A mark alone lets nothing go: not the file of a laptop that asks for its first right, nor one that cannot be read.
mkdir "$work/asks" "$work/strange"
LOUCE_HOME="$work/asks/home" "$louce" init device "$work/asks/county.louce" --empty >/dev/null 2>&1
: >"$work/asks/.louce-demo-unfinished"
refuses demo_over_a_laptops_file "holds a workspace that is no demonstration" "$louce" demo "$work/asks" --no-ui
holds demo_leaves_the_laptops_file [ -s "$work/asks/county.louce" ]
echo mine >"$work/strange/county.louce"
: >"$work/strange/.louce-demo-unfinished"
refuses demo_over_what_cannot_be_read "is left alone, since nobody can see whose workspace is in it" "$louce" demo "$work/strange" --no-ui
holds demo_leaves_what_cannot_be_read grep -q mine "$work/strange/county.louce"
holds demo_leaves_the_county env LOUCE_HOME="$work/real/home" "$louce" verify "$work/real/county.louce"
refuses init_digits "its 6 digits are expected" "$louce" init county "$work/x.louce" --county 4512 --name X --officer "$officer" --passphrase-file "$work/pass"
refuses init_demo_key "is a key of the demonstration" "$louce" init county "$work/x.louce" --county 451224 --name X --officer "$officer" --passphrase-file "$work/pass"
LOUCE_HOME="$work/mine" "$louce" key new Otto --passphrase-file "$work/pass" >/dev/null 2>&1
refuses init_threshold "a county has one officer, or three and more" env LOUCE_HOME="$work/mine" "$louce" init county "$work/x.louce" --county 451224 --name X \
	--officer Otto --threshold 2 --passphrase-file "$work/pass"
ln -s loop "$work/loop"
own() { LOUCE_HOME="$work/mine" "$louce" init county "$1" --county 451224 --name X --officer Otto --passphrase-file "${2:-$work/pass}"; }
says refuses__init_where_nothing_can_be_seen 4 'cannot be read: Too many levels of symbolic links' own "$work/loop/x.louce"
says refuses__a_passphrase_file_that_cannot_be_read 4 '/pass" cannot be opened' own "$work/x.louce" "$work/loop/pass"
mkdir -p "$work/x.louce.local/full"
says refuses__init_where_the_notes_have_no_place 4 'x.louce.local" cannot be written' own "$work/x.louce"
holds init_that_failed__leaves__no_workspace [ ! -e "$work/x.louce" ]
rm -r "$work/x.louce.local"
says init__works__when_they_have 0 'is founded' own "$work/x.louce"
rm "$work"/x.louce*
refuses init_device_again "is a device of" "$louce" init device "$LOUCE_WORKSPACE"
refuses key_name "is no name" "$louce" key new " " --passphrase-file "$work/pass"
for name in 李书记 王主任 某某 '张三?' 12 阿旺 '李书记kn'; do
	refuses "key_of_no_name__$name" "if the person is called so, add --sure" env LOUCE_HOME="$work/mine" "$louce" key new "$name" --passphrase-file "$work/pass"
done
says key_of_no_name__is_made__when_it_is_sure 0 'A key for 阿旺 is made' env LOUCE_HOME="$work/mine" "$louce" key new 阿旺 --sure --passphrase-file "$work/pass"
refuses county_title "does not say whether it is a county" env LOUCE_HOME="$work/mine" "$louce" init county "$work/x.louce" --county 451224 --name 东兰 \
	--officer Otto --passphrase-file "$work/pass"
refuses key_of_many "is the name of more than one key here" as 班秋菊 receipt
refuses passphrase_missing "no passphrase was given" "$louce" receipt --as "$inspector"
refuses request_area "name at least one area" "$louce" request "$inspector" --role inspector --passphrase-file "$work/pass"
refuses issue_unknown "there is no request with the code" as "$officer" issue "0000 0000 0000 0000"
refuses request_of_a_stranger "is a key of the demonstration" sh -c "'$louce' init device '$work/y.louce' --empty >/dev/null && '$louce' request '$inspector' --role inspector \
	--area 451224204201 -w '$work/y.louce' --passphrase-file '$work/pass'"
refuses endorse_unknown "there is no single step" as "$officer" endorse ffffffff
refuses withdraw_no_sign_off "only a sign-off can be withdrawn" as "$inspector" withdraw "$(echo "$signed" | cut -c 1-16)"
refuses report_unknown "nothing" "$louce" report nothing
refuses rule_unknown "there is no rule" "$louce" check --rule QR-999

# ---- JSON for programs: one value on standard output, also where there is nothing; refused where there is none
json() { # NAME COMMAND...
	json_name=$1
	shift
	"$@" >"$work/json" 2>"$work/out"
	cat "$work/json" >>"$work/out"
	holds "json__is_one_value__$json_name" [ "$(sqlite3 :memory: "SELECT json_valid(CAST(readfile('$work/json') AS TEXT))")" = 1 ]
}
while read -r words; do
	# shellcheck disable=SC2086
	json "$words" as "$officer" $words --json
done <<W
status
status --list --area 451224204201
history $signed
check
check --rule QR-21
due
decide
versions $signed registration
people
people $officer
key list
key requests
endorse
roster imports
export $work/json.louce
W
json import "$louce" import "$work/json.louce" --json
rm -f "$work/json.louce"
echo '{"village":"451224204201","group_name":"那亮","road":"农村道路","door_no":"97","owner_name":"韦小"}' >"$work/v.json"
echo '{"village":"451224204201","group_name":"那亮，电话13800001111","road":"农村道路","door_no":"98","owner_name":"韦小","_reasons":[{"rule":"_twin","reason":"1"}]}' >"$work/told.json"
json fill as "$inspector" fill --new listing --data "$work/v.json" --json
while read -r words; do
	# shellcheck disable=SC2086
	says "json__is_refused__of_${words%% -*}" 2 'it has nothing for a program to read: leave --json out' "$louce" $words --json
done <<W
verify $LOUCE_WORKSPACE
rebuild
report annex1
receipt
officers
follow
key new Wer
roster template $work/json.xlsx
decide same $signed $empty
endorse 0123
sign team $empty
withdraw $signed
issue 0123
W

# ---- what the rules find: counted by rule and village, and each finding on a line
"$louce" check >"$work/counted"
"$louce" check --list >"$work/listed"
"$louce" check --json | tr '{' '\n' | grep -c '"rule":' >"$work/json"
sum() { awk -v from="$2" -v to="$3" "$1 { for (i = from; i <= to; i++) sum += \$i } END { print sum + 0 }" "$work/counted"; }
holds check__lists__as_many_in_json [ "$(wc -l <"$work/listed")" -eq "$(cat "$work/json")" ]
holds check__counts__what_it_lists_by_rule [ "$(sum '$6 ~ /^[A-Z_]/ && $1 ~ /^[0-9]+$/' 1 1)" -eq "$(grep -vc 'not judged' "$work/listed")" ]
holds check__counts__what_it_lists_by_village [ "$(sum 'length($8) == 12' 2 4)" -eq "$(grep -vc 'not judged' "$work/listed")" ]
holds check__counts__what_it_cannot_judge_by_village [ "$(sum 'length($8) == 12' 5 5)" -eq "$(grep -c 'not judged' "$work/listed")" ]
holds check__says__how_many_in_all grep -q "^$(grep -vc 'not judged' "$work/listed") findings at [0-9]* houses" "$work/counted"
LANGUAGE=zh_CN "$louce" check --list >"$work/zh"
holds check__lists__levels_in_words sh -c "grep -qE '^QR-[0-9A-Z]+ +(错误|警告|提示) +[0-9a-f]{12}  [0-9]{12}  ' '$work/zh' && ! grep -E '  *(error|warning|info) ' '$work/zh'"
holds check__lists__what_each_rule_says grep -qF '不得填“未知”' "$work/zh"
# Who can open what is private is told what the rules find there; elsewhere nobody is.
"$louce" check --list --area 451224204201 >"$work/closed"
as "$inspector" check --list --area 451224204201 >"$work/opened"
holds check__leaves__what_is_private_to_whoever_may_read_it grep -q 'not judged' "$work/closed"
holds check__judges__what_its_reader_can_open [ -s "$work/opened" ]
holds check__leaves__nothing_that_its_reader_can_open [ "$(grep -c 'not judged' "$work/opened")" = 0 ]
grep -v 'not judged' "$work/closed" >"$work/judged"
holds check__finds__no_less_by_it sh -c "[ -s '$work/judged' ] && ! grep -qvxFf '$work/opened' '$work/judged'"
says check__counts__what_its_reader_can_open 0 ', of these 0 errors; 0 more cannot be judged: they hang on private values that are sealed for others' \
	as "$inspector" check --area 451224204201
says check__says__who_could_open_it 0 'cannot be judged without private values: --as opens them to whoever may read them' "$louce" check
cut -c 33-44 "$work/listed" >"$work/out"
holds check__lists__village_by_village sort -c "$work/out"
says check__of_one_rule__counts_its_villages 0 'With --rule ID' "$louce" check --rule QR-10
holds check__of_one_rule__counts_no_other [ "$(grep -c 'QR-' "$work/out")" -eq 1 ]
holds check__in_an_area__lists_that_alone sh -c "[ -s '$work/closed' ] && ! grep -qv ' 451224204201' '$work/closed'"
says check__of_what_finds_nothing__says_so 0 'The rules find nothing.' "$louce" check --rule QR-21
says check__of_a_rule_of_the_signature_alone__says_so 0 'and not again once it is signed' "$louce" check --rule QR-62M
holds check__of_nothing_in_json__is_an_empty_list [ "$("$louce" check --rule QR-21 --json)" = '[]' ]
refuses report_unknown 'there are: annex1, ' "$louce" report nosuch
holds report_unknown__lists__the_last_one_whole grep -q ', event_patrols$' "$work/out"
refuses building_unknown "there is no building" "$louce" history ffffffff
refuses same_building_twice "that is one building already" as "$officer" decide same "$empty" "$empty" --reason x
refuses apart_undecided "no decision says that these two are one house" as "$officer" decide apart "$empty" "$signed" --reason x
refuses reason_that_tells_a_telephone "everybody who gets the file reads it" as "$officer" decide same "$empty" "$signed" --reason '打138 0000 1111问过'
refuses text_that_tells_a_telephone "everybody who gets the file reads it" as "$inspector" fill --new listing --data "$work/told.json"
refuses revoke_of_many "more than one credential" as "$officer" revoke 班秋菊 --reason stolen
echo '{}' >"$work/v.json"
refuses fill_new_registration "only a listing starts a new one" as "$inspector" fill --new registration --data "$work/v.json"

echo '{"survey_state":"9"}' >"$work/v.json"
refuses value_choice "holds a code that its list does not have" as "$inspector" fill "$empty" registration --data "$work/v.json"
echo '{"area_kind":7}' >"$work/v.json"
refuses value_codes "must be a list of codes" as "$inspector" fill "$empty" registration --data "$work/v.json"
echo '{"area_kind":["7","7"]}' >"$work/v.json"
refuses value_twice "must name its codes once" as "$inspector" fill "$empty" registration --data "$work/v.json"
echo '{"floors_main":2.5}' >"$work/v.json"
refuses value_whole "must be a whole number" as "$inspector" fill "$empty" registration --data "$work/v.json"
echo '{"area_m2":"large"}' >"$work/v.json"
refuses value_number '"large" is no number' as "$inspector" fill "$empty" registration --data "$work/v.json"
# All that is wrong is told at once: a cell that is no value, one out of bounds, and what is missing whatever these two should say; nothing of what hangs on them.
echo '{"survey_state":"2","area_m2":"large","floors_main":99}' >"$work/v.json"
refuses value_number__among_others '"large" is no number' as "$inspector" fill "$empty" registration --data "$work/v.json"
cp "$work/out" "$work/all"
holds refuses__tells_the_bounds__in_the_same_run grep -q '(floors_main): must lie between 1 and 15' "$work/all"
holds refuses__tells_what_is_missing__in_the_same_run grep -q '(wall_material): must be filled' "$work/all"
holds refuses__tells_nothing__that_hangs_on_what_cannot_be_read test "$(grep -cE 'area_m2|floors_main|QR-' "$work/all")" = 2
# ... and what the rules find in the answers that are there.
echo '{"survey_state":"2","area_m2":300,"has_sign":false,"rents_out":false,"has_customers":false,"licences":["11"],"land_kind":"2","land_use":"11"}' >"$work/v.json"
refuses rule__is_told__beside_what_is_missing 'QR-10: The area ends in 00' as "$inspector" fill "$empty" registration --data "$work/v.json"
holds rule__is_told__beside_another_one grep -q '^QR-21: ' "$work/out"
holds missing__is_told__beside_the_rules grep -q '(wall_material): must be filled' "$work/out"
holds rule__waits__for_the_answers_that_it_reads sh -c "! grep -qE '^QR-(11|14|22|28|33|43|60)' '$work/out'"
echo '{"remark":""}' >"$work/v.json"
refuses value_empty "must be a text that is not empty" as "$inspector" fill "$empty" registration --data "$work/v.json"
echo '{"findings":"none"}' >"$work/v.json"
refuses value_rows "must be a list of rows" as "$inspector" fill "$returned" classification --data "$work/v.json"
echo '{"part_walls":"2","findings":[],"_reasons":[{"rule":"QR-777","reason":"1"}]}' >"$work/v.json"
refuses value_no_rows '(conclusion): must be filled' as "$inspector" fill "$returned" classification --data "$work/v.json"
holds list_of_nothing__is_not_called_unasked sh -c "! grep -q '(findings): does not apply' '$work/out'"
echo '{"findings":[{"_x":1,"备注":2}]}' >"$work/v.json"
refuses name_that_no_row_has '_x (row 1): is no field of this form' as "$inspector" fill "$returned" classification --data "$work/v.json"
holds name_that_no_row_has__is_told__once [ "$(grep -c '_x' "$work/out")" = 1 ]
holds name_that_no_row_has__is_told__in_letters_of_any_kind grep -q '^备注 (row 1): is no field' "$work/out"
printf '\357\273\277{"area_m2":"large"}' >"$work/v.json"
refuses values_behind_a_mark_of_windows '"large" is no number' as "$inspector" fill "$empty" registration --data "$work/v.json"
echo '[1]' >"$work/v.json"
refuses values_no_object "it must hold one object" as "$inspector" fill "$empty" registration --data "$work/v.json"
echo '{"survey_state":"2"}' >"$work/v.json"
refuses photo_without_the_answer_it_hangs_on '(use_class): must be filled' as "$inspector" fill "$empty" registration --data "$work/v.json" --photo photo_licence="$(find "$work/demo/inbox" -name "*.jpg" | head -n 1)"
holds photo__is_not_called_unasked__while_that_is_open sh -c "! grep -q 'does not apply' '$work/out'"
echo '{"survey_state":"2","biz_name":"金花螺蛳粉店"}' >"$work/v.json"
refuses answer_without_the_answer_it_hangs_on '(use_class): must be filled' as "$inspector" fill "$empty" registration --data "$work/v.json"
holds answer__is_not_called_unasked__while_that_is_open sh -c "! grep -q 'does not apply' '$work/out'"
picture=$(find "$work/demo/inbox" -name "*.jpg" | head -n 1)
refuses photo_of_another_form '"control_photo" is no photo field of this form' as "$inspector" fill "$empty" registration --data "$work/v.json" --photo control_photo="$picture"
refuses photo_given_twice '"photo_front" is given two photos' as "$inspector" fill "$empty" registration --data "$work/v.json" --photo photo_front="$picture" --photo photo_front="$picture"
refuses photo_of_no_row '"co_owners/1/photo_front" is a photo of no row' as "$inspector" fill "$empty" registration --data "$work/v.json" --photo co_owners/1/photo_front="$picture"
refuses photo_without_its_row '"finding_photo" is a photo of a row: name it with the row, as findings/1/finding_photo' as "$inspector" fill "$returned" classification --data "$work/v.json" --photo finding_photo="$picture"
refuses photo_field "is no photo field of this form" as "$inspector" fill "$empty" registration --data "$work/v.json" --photo remark="$work/pass"

roster() { # NAME TEXT CONTENT
	printf '%b' "$3" >"$work/r.csv"
	refuses "roster_$1" "$2" as "$inspector" roster import "$work/r.csv"
}
roster empty "the file is empty" ''
roster column "has no such field" 'village,colour\n451224204201,red\n'
roster quote "a quoted cell must end before the next comma" 'village,road\n"4512"24,x\n'
roster cells "there are more cells than columns" 'village\n451224204201,x\n'
roster village "outside the signer's area" 'village,group_name,road,door_no,owner_name\n451224100001,那亮,农村道路,1,韦建国\n'

# ---- what was done is said, and an empty answer too
says says_nothing_waits__endorse 0 "Nothing waits for the officers to agree." "$louce" endorse
says says_nobody_asks 0 "Nobody asks for a right." "$louce" key requests
says says_unfilled__versions 0 "Nobody has filled this form there yet." "$louce" versions "$empty" registration
says people__are_listed__by_place 0 "金谷村委会 451224204201" "$louce" people
holds people__are_listed__with_role grep -q "Village inspector *[0-9a-f]\{8\}  may sign" "$work/out"
says status__names_what_nobody_signed 0 "not signed at any level" "$louce" status
echo other >"$work/other"
says key_new__takes_the_new_passphrase 0 "A key for Paula is made" env LOUCE_HOME="$work/mine" "$louce" key new Paula --new-passphrase-file "$work/other"
holds key_new__with_it__generates_none sh -c "! grep -q passphrase '$work/out'"
printf '\n' >"$work/blank" && printf ' a \n' >"$work/short"
for few in blank short; do
	refuses "key_new__refuses__a_${few}_passphrase" "shorter than 4 characters" env LOUCE_HOME="$work/mine" "$louce" key new Quirin --new-passphrase-file "$work/$few"
	refuses "key_change__refuses__a_${few}_passphrase" "shorter than 4 characters" env LOUCE_HOME="$work/mine" "$louce" key change Paula \
		--passphrase-file "$work/other" --new-passphrase-file "$work/$few"
done
holds key_change__leaves__the_key_that_was_refused env LOUCE_HOME="$work/mine" "$louce" key change Paula --passphrase-file "$work/other" --new-passphrase-file "$work/other"
env LOUCE_HOME="$work/mine" "$louce" key change Paula --passphrase-file "$work/other" >"$work/shown" 2>&1
sed -n 's/^    \([a-z]*-[a-z-]*\)$/\1/p' "$work/shown" >"$work/made"
holds key_change__makes__a_passphrase_where_none_is_given env LOUCE_HOME="$work/mine" "$louce" key change Paula --passphrase-file "$work/made" --new-passphrase-file "$work/other"
refuses key_change__shows_nothing__to_who_cannot_open_the_key "is not right" env LOUCE_HOME="$work/mine" "$louce" key change Paula --passphrase-file "$work/pass"
says key_change__says_so 0 "The passphrase of Paula is changed" env LOUCE_HOME="$work/mine" "$louce" key change Paula --passphrase-file "$work/other" \
	--new-passphrase-file "$work/pass"

mkdir -p "$work/sticks/first" "$work/sticks/second"
copy() { env LOUCE_HOME="$work/mine" LOUCE_STICKS="$work/sticks/*" "$louce" key copy "$@"; }
says key_copy__goes__to_the_stick 0 "is copied to $work/sticks/first/" copy Paula
says key_copy__goes__to_the_second_stick 0 "is copied to $work/sticks/second/" copy Paula
says key_copy__refuses__a_third_on_two_sticks 3 "this stick has the key already: put another one in" copy Paula
says key_copy__refuses__without_a_stick 3 "put a stick in first" env LOUCE_HOME="$work/mine" LOUCE_STICKS="$work/none/*" "$louce" key copy Paula
says key_copy__refuses__nobodys_key 3 'there is no key of "Nobody"' copy Nobody
copied=$(ls "$work/sticks/second")
holds key_copy__is__the_same_file cmp "$work/mine/keys/$copied" "$work/sticks/second/$copied"
says key_change__names__the_copies_that_the_old_one_opens 0 "$work/sticks/second/$copied" env LOUCE_HOME="$work/mine" LOUCE_STICKS="$work/sticks/*" "$louce" key change Paula \
	--passphrase-file "$work/pass" --new-passphrase-file "$work/other"
holds key_change__names__both [ "$(grep -c "^    $work/sticks/.*/$copied" "$work/out")" = 2 ]
holds key_change__names__not_the_changed_file sh -c "! grep -q '^    $work/mine' '$work/out'"
# shellcheck disable=SC2016
says key_change__takes__a_path 0 "is changed in ./$copied" env LOUCE_HOME="$work/mine" LOUCE_STICKS="$work/sticks/*" sh -c \
	'cd "$1" && "$2" key change "./$3" --passphrase-file "$4" --new-passphrase-file "$5"' sh "$work/sticks/second" "$louce" "$copied" "$work/pass" "$work/other"
holds key_change__names__not_the_changed_file_by_another_path sh -c "! grep -q '^    .*second' '$work/out'"
as "$officer" export "$work/e.louce" >"$work/out" 2>&1
as "$officer" export "$work/area.louce" --area 451224100 >"$work/area.out" 2>&1
holds export__says__that_other_places_stay grep -q "[0-9] steps about other places stay here" "$work/area.out"
holds export__says__how_many_houses grep -q "e.louce: [0-9]* houses, [0-9]* steps" "$work/out"
says init_device__begins__with_the_offices_file 0 "This workspace now follows" env LOUCE_HOME="$work/mine" "$louce" init device "$work/begun.louce" "$work/e.louce"
holds init_device__begins__and_says_so grep -q "This laptop is now a device of" "$work/out"
says init_device__begun__holds_it 0 '"buildings":2' env LOUCE_HOME="$work/mine" "$louce" status --json -w "$work/begun.louce"
refuses export_as_workspace "is an export, no workspace" "$louce" status -w "$work/e.louce"
says standard_output__full 4 "standard output cannot be written" sh -c "'$louce' export - --as '$officer' --passphrase-file '$work/pass' >/dev/full"
for printing in "check --list" "status --list" "report annex1" "people" "--help"; do
	# shellcheck disable=SC2086
	says output__that_is_not_whole 4 "what was printed could not be written (No space left on device), and is not whole" \
		sh -c '"$@" >/dev/full' sh "$louce" $printing
done
# What is written takes the place of nothing but what was written so before.
cp "$LOUCE_WORKSPACE" "$work/before.louce"
key_file=$(find "$LOUCE_HOME/keys" -name '*.key' | head -n 1)
cp "$key_file" "$work/key_before"
mkfifo "$work/pipe"
ln -s "$work/nowhere" "$work/link"
for there in "$LOUCE_WORKSPACE" "$LOUCE_WORKSPACE.local" "$key_file" "$work/pipe" "$work/link" "$work"; do
	slug=$(basename "$there" | tr -c 'a-z\n' _)
	case $there in
	"$work") ;; # a file gets a name in it
	*) refuses "export_over__$slug" "is there already; choose another name" as "$officer" export "$there" ;;
	esac
	case $there in
	"$work" | "$work/pipe") sentence="is no ordinary file" ;;
	"$work/link") sentence="is no ordinary file" ;;
	*) sentence="is there already and is no report; choose another name" ;;
	esac
	refuses "report_over__$slug" "$sentence" "$louce" report roster --format csv --out "$there"
done
holds over__leaves_the_workspace cmp "$LOUCE_WORKSPACE" "$work/before.louce"
holds over__leaves_the_key cmp "$key_file" "$work/key_before"
holds over__leaves_pipe_and_link sh -c "test -p '$work/pipe' && test -L '$work/link' && ! test -e '$work/nowhere'"
: >"$work/empty.louce"
for there in empty e; do
	holds "export_over__an_older_one__$there" as "$officer" export "$work/$there.louce"
done
does report__is_written "$louce" report roster --format csv --out "$work/roster.csv"
cp "$work/roster.csv" "$work/roster.before"
refuses report_over__an_older_one 'is there already: choose another name, or write over it with --overwrite' "$louce" report annex1 --format csv --out "$work/roster.csv"
holds report_over__leaves_the_older_one cmp "$work/roster.csv" "$work/roster.before"
does report_over__an_older_one__when_it_is_sure "$louce" report annex1 --format csv --out "$work/roster.csv" --overwrite
holds report_over__writes_the_new_one sh -c "! cmp -s '$work/roster.csv' '$work/roster.before'"
# A table says what is counted in it, and what is not here.
says report__says__what_it_counts 0 'Counted: 东兰县, from the file county.louce: ' "$louce" report annex1
holds report__says__what_is_not_here grep -q '^Not here, so not counted: .*, and [0-9]* more\.$' "$work/out"
says report__of_a_village__says_so 0 'from the file county.louce: ' "$louce" report annex1 --area 451224204201
holds report__of_a_village__counts_it_whole grep -q 'houses, of every village\.$' "$work/out"
holds report__of_a_village__lacks_nothing sh -c "! grep -q '^Not here' '$work/out'"
refuses report__of_what_is_not_here 'no house of 三石镇 is in this file: there is nothing to count' "$louce" report annex1 --area 三石镇
"$louce" report annex1 --format csv >"$work/out" 2>&1
holds report__in_csv__begins_with_the_names_of_its_columns sh -c "head -n 1 '$work/out' | grep -q '^No.,Division,'"
holds report__in_csv__says_behind_its_rows_what_is_not_here sh -c "sed '1,/^$/d' '$work/out' | grep -q 'Not here, so not counted: '"
holds report__in_csv__has_its_title_and_lines_below sh -c "sed '1,/^$/d' '$work/out' | grep -q '^Reconciliation: '"
LANGUAGE=zh_CN "$louce" report annex1 --format csv >"$work/out" 2>&1
holds report__in_csv__is_chinese_for_who_reads_chinese sh -c "head -n 1 '$work/out' | grep -q '^序号,行政区划,已排查,' && sed '1,/^$/d' '$work/out' | grep -q '^总数核对'"
if has_office; then
	does report__in_xlsx__is_written "$louce" report annex1 --format xlsx --out "$work/annex1.xlsx"
	holds report__in_xlsx__is_one sh -c "file '$work/annex1.xlsx' | grep -q 'Microsoft.*2007'"
	refuses report__in_xlsx__asks_before_it_writes_over_one 'is there already: choose another name, or write over it with --overwrite' "$louce" report annex1 --format xlsx --out "$work/annex1.xlsx"
	does report__in_xlsx__is_written_over_one "$louce" report annex2 --format xlsx --out "$work/annex1.xlsx" --overwrite
else
	refuses report__in_xlsx__is_refused__where_it_was_left_out 'this louce was built without XLSX; csv does without' "$louce" report annex1 --format xlsx --out "$work/annex1.xlsx"
	holds report__in_xlsx__leaves_nothing_behind__where_it_was_left_out [ ! -e "$work/annex1.xlsx" ]
	says report__help__says_so__where_they_were_left_out 0 'This louce was built without XLSX and PDF' "$louce" report --help
fi
does report__in_html__is_written "$louce" report annex1 --format html --out "$work/annex1.html"
holds report__in_html__is_a_page grep -q '<h1 class="official">Preliminary' "$work/annex1.html"
"$louce" report annex1 --format pdf --out "$work/annex1.pdf" >"$work/out" 2>&1
holds report__in_pdf__is_one__or_says_why_not sh -c "head -c 5 '$work/annex1.pdf' 2>/dev/null | grep -q '%PDF-' || grep -q 'built without PDF' '$work/out'"
says report__in_xlsx__goes_into_a_file 2 'name the file that it is written to: --out FILE' "$louce" report annex1 --format xlsx
"$louce" report annex1 --format csv --area 451224204201 >"$work/out" 2>&1
holds report__in_csv__says_what_it_counts sh -c "sed '1,/^$/d' '$work/out' | grep -q 'Counted: .*of every village'"

cp "$LOUCE_WORKSPACE" "$work/copy.louce"
for way in status rebuild 'report annex1' 'export y.louce' "receipt --as $inspector --passphrase-file $work/pass"; do
	# shellcheck disable=SC2086
	refuses "file_from_elsewhere__${way%% *}" "came from elsewhere and is not opened where it lies: take its steps in with louce import, or take it over with louce init device" "$louce" $way -w "$work/copy.louce"
done
holds file_from_elsewhere__stays_as_it_was cmp "$LOUCE_WORKSPACE" "$work/copy.louce"
holds file_from_elsewhere__gets_no_notes [ ! -e "$work/copy.louce.local" ]
refuses stick_of_strangers "no device of the workspace" sh -c "cp '$LOUCE_WORKSPACE.local' '$work/copy.louce.local' && sqlite3 '$work/copy.louce.local' \"DELETE FROM setting WHERE name = 'device'\" && '$louce' receipt -w '$work/copy.louce' --as $inspector --passphrase-file '$work/pass'"

# ---- another louce is writing
mkfifo "$work/fifo"
sqlite3 "$LOUCE_WORKSPACE" <"$work/fifo" >"$work/locked" &
locker=$!
exec 3>"$work/fifo"
echo "BEGIN EXCLUSIVE; SELECT 'locked';" >&3
while ! grep -q locked "$work/locked" && kill -0 $locker; do :; done
refuses while_another_writes "is in use by another louce" "$louce" rebuild
exec 3>&-
wait
says rebuild__after_that 0 "derived anew" "$louce" rebuild
echo "1..$n"
