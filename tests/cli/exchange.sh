#!/bin/sh
# Laptops that meet only by sticks: a request that travels, receipts both ways, two versions of a form, a file put back from an older
# copy, a laptop cloned, credentials revoked, a house listed twice. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
mkdir "$work/stick"
# fails NAME COMMAND...: the condition is not true
fails() { name=$1; shift; if "$@"; then not_ok "$name"; else ok "$name"; fi; }
says() { grep -qF -- "$1" "$work/out"; }
# on LAPTOP COMMAND...: each laptop has its own home and file
on() {
	laptop=$1
	shift
	LOUCE_HOME="$work/$laptop/home" "$louce" "$@" -w "$work/$laptop/w.louce" --passphrase-file "$work/pass"
}
hash_of() { on "$1" status --area "${2:-451224}" --json 2>&1 | sed -n 's/.*"state_hash":"\([0-9a-f]\{64\}\)".*/\1/p'; }
same_hash() {
	hash=$(hash_of "$1" "${3:-451224}")
	[ ${#hash} -eq 64 ] && [ "$hash" = "$(hash_of "$2" "${3:-451224}")" ]
}
steps_of() { sqlite3 "$work/$1/w.louce" 'SELECT count(*) FROM step'; }
keys() { for who in $2; do LOUCE_HOME="$work/$1/home" "$louce" key new "$who" --passphrase-file "$work/pass" >/dev/null; done; }
stick="$work/stick"
village=451224204201

mkdir "$work/county" "$work/town" "$work/village"
keys county "O1 O2 O3"
keys town "Clara"
keys village "Anna Bert Cora"
does county__is_founded env LOUCE_HOME="$work/county/home" "$louce" init county "$work/county/w.louce" --county 451224 --name 东兰县 \
	--officer O1 --officer O2 --officer O3 --threshold 2 --passphrase-file "$work/pass"
on county forms publish "$LOUCE_DATADIR/forms" --as O1 >"$work/out" 2>&1
on county endorse "$(sed -n "s,.*louce endorse \([0-9a-f]*\) .*,\1,p" "$work/out")" --as O2 >/dev/null 2>&1

# a new laptop: an empty file, the county's stick, a request that travels, a credential that comes back
does device__starts__from_nothing on village init device "$work/village/w.louce" --empty
does export__writes__a_stick on county export "$stick/start.louce" --as O1
# a laptop that speaks Chinese names the file in Chinese; one that speaks English takes it by what it holds
mkdir "$work/named"
LANGUAGE=zh_CN on county export "$work/named" --as O1 >/dev/null 2>&1
holds export__is_named__in_chinese sh -c "ls '$work/named' | grep -q '^县整治办工作人员-东兰县-[0-9a-f]\{4\}-给所有人-[0-9]\{8\}-[0-9]\{6\}\.louce\$'"
does import__takes__a_file_of_a_chinese_name on village import "$work/named/"*.louce
holds import__follows__by_any_name says "founding step"
rm "$work"/village/w.louce*
on village init device "$work/village/w.louce" --empty >/dev/null 2>&1
does import__follows__the_county on village import "$stick/start.louce"
holds import__shows__whom_it_follows says "founding step"
mkdir "$work/lap"
printf 'no file of louce' >"$work/bad.louce"
refuses init_device__takes__what_is_good_and_says_what_is_not 3 'This laptop is now a device of "' \
	on lap init device "$work/lap/w.louce" "$stick/start.louce" "$work/bad.louce"
holds init_device__keeps__what_was_taken_in test -f "$work/lap/w.louce"
rm -r "$work/lap"
mkdir "$work/lap"
refuses init_device__refuses__what_brings_nothing 3 "bad.louce" on lap init device "$work/lap/w.louce" "$work/bad.louce"
holds init_device__removes__what_took_nothing test ! -e "$work/lap/w.louce"
none_kept() { [ -z "$(ls "$1/devices" 2>/dev/null)" ]; }
holds init_device__keeps_no_number__of_what_it_removed none_kept "$work/lap/home"
join() { # LAPTOP NAME ROLE AREA
	on "$1" request "$2" --role "$3" --area "$4" >"$work/request" 2>&1
	code=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")
	rm -f "$stick/request.louce" "$stick/back.louce"
	on "$1" export "$stick/request.louce" --as "$2" >/dev/null 2>&1
	on county import "$stick/request.louce" >/dev/null 2>&1
	on county issue "$code" --as O1 || return
	on county export "$stick/back.louce" --to "$2" --as O1 >/dev/null 2>&1
	on "$1" import "$stick/back.louce"
}
does request__travels__without_a_signature join village Anna inspector $village
# who has no right yet carries the own request alone, and hears what stays
on village request Bert --role inspector --area $village >/dev/null 2>&1
on village request Cora --role inspector --area $village >/dev/null 2>&1
on village export "$stick/bert.louce" --as Bert --to O1 >"$work/out" 2>&1
holds asking__says__that_the_request_goes_alone says 'Bert has no right on this laptop yet: the file holds the 1 request of that person alone.'
holds asking__says__what_of_others_stays says '1 request of somebody else stays here'
holds asking__says__that_the_addressee_changes_nothing says '--to, --area and --all change nothing'
# nobody's work begins with such a file
rm -r "$work/lap"
mkdir "$work/lap"
unfounded="is no file to begin with: no county's founding is in it"
refuses init_device__refuses__a_request_to_begin_with 3 "\"$stick/bert.louce\" $unfounded" on lap init device "$work/lap/w.louce" "$stick/bert.louce"
fails init_device__tells__of_what_it_does_not_keep says 'taken in'
holds init_device__leaves__nothing_of_a_request test ! -e "$work/lap/w.louce"
holds init_device__keeps_no_number__of_a_request none_kept "$work/lap/home"
cp "$work/village/w.louce" "$work/lap/copied.louce"
cp "$work/village/w.louce.local" "$work/lap/copied.louce.local"
does init_device__takes_its_own_number__beside_the_notes_of_another_laptop on lap init device "$work/lap/copied.louce" "$work/lap/copied.louce"
holds init_device__says__that_the_file_is_the_workspace says 'is the workspace itself'
holds init_device__sets_aside__the_notes_of_another_laptop test -f "$work/lap/copied.louce.local.strange"
rm "$work/lap/copied.louce"
cp "$work/village/w.louce.local" "$work/lap/copied.louce.local"
does init_device__begins_anew__where_notes_of_another_laptop_alone_lie on lap init device "$work/lap/copied.louce" "$stick/start.louce"
holds init_device__keeps__the_notes_of_another_laptop test -f "$work/lap/copied.louce.local.before"
rm "$work"/lap/copied.*
rm -rf "$work/lap/home/devices"
cp "$stick/bert.louce" "$work/lap/handed.louce"
refuses init_device__refuses__a_request_that_is_handed 3 "$unfounded" on lap init device "$work/lap/handed.louce"
does init_device__begins__with_a_request_beside_the_offices_file on lap init device "$work/lap/w.louce" "$stick/bert.louce" "$stick/start.louce"
on village export "$stick/anna.louce" --as Anna --to Anna >"$work/out" 2>&1
holds export__says__which_requests_stay says '2 requests for a right stay here: each goes to who may give that right alone.'
on village export "$stick/anna.louce" --as Anna --to Anna --overwrite --json >"$work/out" 2>&1
holds export_json__says__what_stays says '"left":{"elsewhere":0,"requests":2,"pending":0,"missing":0,"drafts":0}'
on village export "$stick/o1.louce" --as Anna --to O1 >"$work/out" 2>&1
fails export__says_nothing__of_requests_that_go says 'for a right stay'
# a post in the place of a name is asked about before it gets a right
on village key new 王主任 --sure >/dev/null 2>&1
refuses issue__asks__about_what_is_hardly_a_name 3 'ask by telephone who this is; if the right is to be given, add --sure' join village 王主任 inspector $village
does request__travels__a_second_time join village Bert inspector $village
on town init device "$work/town/w.louce" --empty >/dev/null 2>&1
on town import "$stick/start.louce" >/dev/null 2>&1
does credential__comes_back__to_the_township join town Clara township_clerk 451224204
refuses slip__refuses__where_nothing_was_signed 3 "no slip to print" on village receipt
refuses export__refuses__an_addressee_without_a_name 3 "name who signs" on village export "$stick/x.louce" --to township_clerk
refuses export__refuses__an_unknown_addressee 3 "nobody with a standing credential" on village export "$stick/x.louce" --to Zoe --as Anna
refuses export__names__a_role_that_nobody_has_yet 3 'nobody around your area has a right as "Head of the township" yet' \
	on village export "$stick/x.louce" --to township_head --as Anna
refuses export__refuses__a_folder_that_is_not_there 4 "cannot be written" on village export "$work/none/x.louce" --as Anna
on village import "$stick/back.louce" >/dev/null 2>&1
for part in 1 3; do cp "$stick/back.louce" "$work/parts.$part.louce"; done
cp "$stick/back.louce" "$work/PARTS.4.LOUCE" # as an old stick has them
does import__takes__a_part_of_several on village import "$work/parts.1.louce"
holds import__says__which_parts_lie_beside says "parts: its parts 3-4 lie beside these: take them in as well, if that was not done before"
holds import__says__which_parts_are_nowhere says "parts: its parts 2 are not here: look for them, or ask for the file again, if they were not taken in before"
cp "$stick/back.louce" "$work/parts.6.louce"
LANGUAGE=zh_CN on village import "$work/parts.1.louce" >"$work/out" 2>&1
holds import__says__several_parts__in_chinese grep -qF "：第 2、5 部分" "$work/out"
rm -f "$work"/parts.*.louce "$work/PARTS.4.LOUCE"

listing() { # GROUP DOOR OWNER
	cat >"$work/listing.json" <<L
{"village":"$village","group_name":"$1","road":"农村道路","door_no":"$2","owner_name":"$3","_reasons":[{"rule":"_twin","reason":"1"}]}
L
}
list() { # LAPTOP WHO DOOR OWNER -> $building
	listing 那亮 "$3" "$4"
	on "$1" fill --new listing --data "$work/listing.json" --as "$2" >"$work/out" 2>&1
	building=$(sed -n 's/.*building \([0-9a-f]*\)/\1/p' "$work/out")
}
list village Anna 1 韦建国
first=$building
list village Anna 2 覃秀英
second=$building
does export__goes_up on village export "$stick/up.louce" --to township_clerk --as Anna
does import__takes__new_steps on town import "$stick/up.louce" --as Clara
fails import__writes__no_receipt__in_a_township says "eceipt no."
holds import__ends__with_one_line says "1 file: 1 taken in, 0 refused, 0 unread; "
holds township__shows__the_same_state same_hash village town
does receipt__prints__a_slip on village receipt
holds receipt__is__two_lines__and_one_of_the_county_receipt [ "$(wc -l <"$work/out")" -eq 3 ]
holds receipt__says__what_the_county_has says "is here; it does not name the own step yet"
holds receipt__names__the_device grep -qE 'device [0-9a-f]{8} .*buildings' "$work/out"
on town export "$stick/county.louce" --to county_officer --as Clara >/dev/null 2>&1
does county__takes__what_the_township_sends on county import "$stick/county.louce" --as O1
holds import__writes__a_receipt says "County receipt no."
does county__takes__it_again on county import "$stick/county.louce" "$stick/up.louce" --as O1
holds import_of_many__says__each_file sh -c "[ \$(grep -c '\.louce: [0-9]* steps: 0 new, [1-9][0-9]* known, ' '$work/out') -eq 2 ]"
holds import_of_many__ends__with_one_sum says "2 files: 2 taken in, 0 refused, 0 unread; "
refuses import_of_many__is_no_success__with_files_that_are_none 3 "3 files: 1 taken in, 2 refused, 0 unread; " \
	on county import "$stick/county.louce" "$work/bad.louce" "$work/none.louce" --as O1
holds import_of_many__names__what_is_no_file_of_louce says "bad.louce\": it is not a louce file"
holds import_of_many__names__what_is_not_there says "none.louce\"; check the name"
fails import__writes__no_receipt__of_nothing_new says "eceipt no."
holds county__shows__the_same_state same_hash village county
on county history "$first" --json >"$work/out" 2>&1
holds history__says__delivered says '"delivered":true'
on village history "$first" --json >"$work/out" 2>&1
holds history__says__not_yet_delivered says '"delivered":false'
on county export "$stick/down.louce" --to Anna --as O1 >/dev/null 2>&1
does receipts__travel__back on village import "$stick/down.louce" --as Anna
on village history "$first" --json >"$work/out" 2>&1
holds history__says__delivered_at_home says '"delivered":true'

# after the township's own file only what is new goes up
on town export "$stick/to-village.louce" --to Anna --as Clara >/dev/null 2>&1
on village import "$stick/to-village.louce" >/dev/null 2>&1
list village Anna 3 黄志明
on village export "$stick/up2.louce" --to township_clerk --as Anna >/dev/null 2>&1
holds export__leaves_out__what_the_other_says_he_holds \
	[ "$(sqlite3 "$stick/up2.louce" "SELECT count(*) FROM step WHERE body LIKE '%\"kind\":\"listing\"%'")" -eq 1 ]
on village export "$stick/all.louce" --to township_clerk --all --as Anna >/dev/null 2>&1
holds export__sends__all_when_asked \
	[ "$(sqlite3 "$stick/all.louce" "SELECT count(*) FROM step WHERE body LIKE '%\"kind\":\"listing\"%'")" -eq 3 ]
before=$(steps_of town)
on town import "$stick/up2.louce" "$stick/up.louce" "$stick/all.louce" "$stick/county.louce" >/dev/null 2>&1
after=$(steps_of town)
holds import__takes__late_and_doubled_sticks [ "$after" -gt "$before" ]
on town import "$stick/county.louce" "$stick/all.louce" "$stick/up.louce" "$stick/up2.louce" "$stick/start.louce" >/dev/null 2>&1
holds import__changes_nothing__again [ "$(steps_of town)" -eq "$after" ]
steering=$(printf '%s/x\033[2J\nlouce: y.louce' "$stick")
cp "$stick/up.louce" "$steering"
on town import "$steering" >"$work/out" 2>&1
holds import__shows__what_a_name_hides says '/x\x1b[2J\x0alouce: y.louce: '
rm -f "$steering"
holds township__agrees__again same_hash village town
on village export - --to township_clerk --all --as Anna 2>/dev/null >"$work/piped.louce"
on town import - <"$work/piped.louce" >"$work/out" 2>&1
holds import__reads__a_pipe says " known"
fails export__holds__nothing_private_in_clear grep -qa 韦建国 "$stick/all.louce" "$work/piped.louce"

refuses publish__refuses__who_is_no_officer 3 "only the county's officers publish form packs" on village forms publish "$LOUCE_DATADIR/forms" --as Anna

# two versions of a form
listing 那亮 1 韦建国甲
on village fill "$first" listing --data "$work/listing.json" --as Anna >/dev/null 2>&1
listing 那亮 1 韦建国乙
on town fill "$first" listing --data "$work/listing.json" --as Clara >/dev/null 2>&1
on town export "$stick/down2.louce" --to Anna --as Clara >/dev/null 2>&1
on village import "$stick/down2.louce" >/dev/null 2>&1
on village status --list >"$work/out" 2>&1
holds conflict__is_shown says "$village  with two versions"
on village versions "$first" listing --as Bert >"$work/out" 2>&1
holds versions__shows__one_value says 韦建国甲
holds versions__shows__the_other says 韦建国乙
refuses move__refuses__a_form_in_two_versions 3 "stands there in two versions" on village move "$first" 451224204202 --reason 村界 --as Bert
does fill__merges__both on village fill "$first" listing --data "$work/listing.json" --as Bert
on village status --list >"$work/out" 2>&1
fails conflict__is_gone says "$village  with two versions"
on village versions "$first" listing >"$work/out" 2>&1
holds versions__shows__one_after_the_merge [ "$(grep -cE '^[0-9a-f]{8}  ' "$work/out")" -eq 1 ]
on village export "$stick/merged.louce" --to township_clerk --as Bert >/dev/null 2>&1
on town import "$stick/merged.louce" >/dev/null 2>&1
holds merge__reaches__the_township same_hash village town

# a file of another county is none of this one's
mkdir "$work/far"
keys far "F1"
cp -rL "$LOUCE_DATADIR/forms" "$work/far/forms" && chmod -R u+w "$work/far/forms" && sed -i 's/451224/451225/g' "$work/far/forms"/*
LOUCE_HOME="$work/far/home" "$louce" init county "$work/far/w.louce" --county 451225 --name 罗城县 --officer F1 --forms "$work/far/forms" \
	--passphrase-file "$work/pass" >/dev/null 2>&1
on far export "$stick/far.louce" --as F1 >/dev/null 2>&1
before=$(steps_of town)
refuses import__refuses__another_county 3 'it is of another county, "罗城县"; this file is of "东兰县"' on town import "$stick/far.louce" --as Clara
holds import__refused__takes_nothing [ "$(steps_of town)" -eq "$before" ]
refuses import__refuses__another_county__each_time 3 'it is of another county' on town import "$stick/far.louce" --as Clara
does init_device__follows__whatever_county_it_is_given on far init device "$work/far/new.louce" "$stick/far.louce"

# a house listed twice
list town Clara 9 覃秀英
twice=$building
on town import "$stick/merged.louce" --as Clara >/dev/null 2>&1
on town decide --as Clara >"$work/out" 2>&1
holds decide__suggests__the_same_owner says "the same owner in one place"
counted() { on "$1" status 2>&1 | sed -n 's/^\([0-9]*\) buildings.*/\1/p'; }
rows() { on "$1" report roster --format csv 2>&1 | grep -c 那亮; }
were=$(counted town)
was=$(hash_of town)
does decide__joins__two_buildings on town decide same "$second" "$twice" --reason "一户两册" --as Clara
holds joined_houses__count_once__in_status [ "$(counted town)" -eq $((were - 1)) ]
holds joined_houses__count_once__in_reports [ "$(rows town)" -eq $((were - 1)) ]
on town status >"$work/out" 2>&1
holds status__says__how_many_are_joined says "1 more counted as another"
fails decide__changes__the_state [ "$was" = "$(hash_of town)" ]
refuses decide__refuses__joining_again 3 "already" on town decide same "$twice" "$second" --reason x --as Clara
on town history "$second" --json >"$work/out" 2>&1
holds history__names__the_other_house says "\"same\":[\"$(echo "$twice" | cut -c1-8)"
on town export "$stick/joined.louce" --to Anna --as Clara >/dev/null 2>&1
on village import "$stick/joined.louce" >/dev/null 2>&1
holds decide__reaches__the_village same_hash village town
holds joined_houses__count_once__in_the_village_too [ "$(rows village)" -eq $((were - 1)) ]
does decide__undoes__it on town decide apart "$second" "$twice" --reason "看错了" --as Clara
holds joined_houses__undone__count_twice_again [ "$(rows town)" -eq "$were" ]
holds decide__brings_back__the_state [ "$was" = "$(hash_of town)" ]
refuses decide__refuses__a_village_inspector 3 "may not do this" on village decide same "$second" "$twice" --reason x --as Anna
list village Anna 21 韦美玲
one=$building
list village Anna 23 黄海燕
another=$building
does propose__is_signed__by_a_village_inspector on village decide propose "$one" "$another" --reason "同一道门" --as Anna
on village history "$another" >"$work/out" 2>&1
holds history__tells__the_proposal_and_who_decides says "(waits for a decision, by: "
on village export "$stick/proposed.louce" --to township_clerk --as Anna >/dev/null 2>&1
does import__takes__a_proposal on town import "$stick/proposed.louce" --as Clara
holds import__tells__a_proposal_and_who_decides says "1 proposal that two houses are one came. Pairs of houses that wait for a decision in this file: 1, by: "
fails import__calls_it__a_fault says "may not do this"
for command in status due; do
	on town $command >"$work/out" 2>&1
	holds ${command}__says__that_a_proposal_waits says "1 pair of houses is proposed to be one house and waits for a decision by"
done
does propose__is_taken_back__by_its_author on village decide withdraw "$another" "$one" --reason "看错了" --as Anna
refuses propose__is_taken_back__once 3 "proposed nothing about these two" on village decide withdraw "$one" "$another" --reason x --as Anna
on village export "$stick/proposed.louce" --to township_clerk --as Anna --overwrite >/dev/null 2>&1
does import__takes__what_was_taken_back on town import "$stick/proposed.louce" --as Clara
holds import__tells__what_was_taken_back says "1 take back such proposals"
fails import__calls_that__a_fault says "may not do this"
on town history "$one" >"$work/out" 2>&1
holds history__tells__that_it_was_taken_back says "(taken back)"
refuses decide__refuses__without_a_reason 2 "say why with --reason" on town decide same "$second" "$twice" --as Clara

# a house that another laptop listed already
list village Anna 9 覃秀英
on village export "$stick/again.louce" --to township_clerk --as Anna >/dev/null 2>&1
on town import "$stick/again.louce" --as Clara >"$work/out" 2>&1
holds import__says__which_houses_may_be_one says "may be one house: louce decide lists"
on town import "$stick/again.louce" --as Clara >"$work/out" 2>&1
fails import__of_nothing_new__says_it_again says "may be one house"

# a file put back from an older copy: the steps come back from a stick
cp "$work/village/w.louce" "$work/old.louce"
list village Anna 4 石春梅
on village export "$stick/newest.louce" --to township_clerk --as Anna >/dev/null 2>&1
cp "$work/old.louce" "$work/village/w.louce"
refuses unlock__refuses__an_older_copy 3 "older copy" on village fill --new listing --data "$work/listing.json" --as Anna
does import__takes_back__what_was_lost on village import "$stick/newest.louce"
list village Anna 5 罗永福
holds older_copy__signs__again [ -n "$building" ]
refuses epoch__refuses__where_nothing_is_lost 3 "nothing is to begin anew" on village epoch --reason x --as Anna

# ... or they are lost for good
cp "$work/village/w.louce" "$work/old.louce"
list village Anna 6 牙正平
lost=$(on village export "$stick/late.louce" --to township_clerk --as Anna >/dev/null 2>&1; echo $?)
cp "$work/old.louce" "$work/village/w.louce"
refuses epoch__refuses__without_a_reason 2 "say why with --reason" on village epoch --as Anna
does epoch__begins__anew on village epoch --reason "电脑坏了" --as Anna
list village Anna 7 蓝彩云
holds epoch__signs__again [ -n "$building" ]
holds epoch__begins__another_log [ "$(sqlite3 "$work/village/w.louce" "SELECT count(*) FROM place JOIN log USING (log) WHERE kind = 'epoch' AND seq = 1 \
	AND area = '451224204201'")" -eq 1 ]
on village export "$stick/epoch2.louce" --to township_clerk --as Anna >/dev/null 2>&1
on town import "$stick/epoch2.louce" "$stick/late.louce" >"$work/out" 2>&1
holds late_steps__of_the_old_epoch__are_taken [ "$lost" -eq 0 ]
on town export "$stick/settled.louce" --to Anna --as Clara >/dev/null 2>&1
on village import "$stick/late.louce" "$stick/settled.louce" >/dev/null 2>&1
holds late_steps__count__at_home_too same_hash village town

# a copy put back together with the notes beside it: the file of another laptop brings what was signed since, and another log begins
cp "$work/village/w.louce" "$work/old.louce"
cp "$work/village/w.louce.local" "$work/old.local"
list village Anna 14 韦小梅
on village export "$stick/told.louce" --to township_clerk --as Anna >/dev/null 2>&1
on town import "$stick/told.louce" --as Clara >/dev/null 2>&1
on town export "$stick/tells.louce" --to Anna --as Clara >/dev/null 2>&1
cp "$work/old.louce" "$work/village/w.louce"
cp "$work/old.local" "$work/village/w.louce.local"
epochs() { sqlite3 "$work/village/w.louce" "SELECT count(*) FROM place WHERE kind = 'epoch'"; }
begun=$(epochs)
does import__takes_back__what_another_laptop_holds on village import "$stick/tells.louce"
list village Anna 15 覃小燕
holds older_copy__begins__another_log [ -n "$building" -a "$(epochs)" -gt "$begun" ]
on village export "$stick/told.louce" --to township_clerk --as Anna >/dev/null 2>&1
on town import "$stick/told.louce" >/dev/null 2>&1
holds older_copy__agrees__again same_hash village town

# a laptop cloned with everything in it: the log of who signs on both splits
mkdir "$work/clone"
cp -r "$work/village/." "$work/clone/"
list village Anna 10 杨小燕
kept=$building
list clone Anna 11 谭海波
on village export "$stick/a.louce" --to township_clerk --as Anna >/dev/null 2>&1
on clone export "$stick/b.louce" --to township_clerk --as Anna >/dev/null 2>&1
on town import "$stick/a.louce" "$stick/b.louce" >"$work/out" 2>&1
holds fork__is_reported says "splits and waits for a decision"
holds fork__explains__what_does_not_count says "the log splits"
on town decide >"$work/out" 2>&1
holds decide__lists__the_fork says "splits at"
# what is signed before it is decided stands in another log, which does not split
on village import "$stick/b.louce" >/dev/null 2>&1
list village Anna 13 黄海波
behind=$building
on village export "$stick/a.louce" --to township_clerk --as Anna >/dev/null 2>&1
on town import "$stick/a.louce" >/dev/null 2>&1
on town decide >"$work/out" 2>&1
does decide__keeps__one_branch on town decide keep "$(sed -n "s/^    \($(printf %.8s "$kept")[0-9a-f]*\)  .*Anna$/\1/p" "$work/out")" --reason "安娜的电脑是原来那台" --as Clara
fails decide__prints__no_escape says 'x0a'
on town import "$stick/a.louce" >/dev/null 2>&1
on town decide >"$work/out" 2>&1
holds decide__shows__the_fork_settled says "(settled)"
refuses decide__refuses__a_step_that_is_no_fork 3 "no log splits" on town decide keep "$(sqlite3 "$work/town/w.louce" \
	"SELECT lower(hex(id)) FROM step WHERE n = 1")" --reason x --as Clara
on town export "$stick/decided.louce" --to Anna --as Clara >/dev/null 2>&1
on village import "$stick/decided.louce" >/dev/null 2>&1
on clone import "$stick/decided.louce" >/dev/null 2>&1
on village history "$behind" --json >"$work/out" 2>&1
holds fork__keeps__what_was_signed_since says '"counts":true'
holds fork__agrees__after_the_decision same_hash village town
holds fork__agrees__on_the_clone same_hash clone town
refuses unlock__refuses__the_account_that_does_not_count 3 "another account of this laptop counts" on clone receipt --as Anna
does clone__begins__an_epoch on clone epoch --reason "克隆的电脑" --as Anna

# revoked: what county receipts cover keeps its effect, nothing later does
on town export "$stick/county2.louce" --to county_officer --as Clara >/dev/null 2>&1
on county import "$stick/county2.louce" --as O1 >/dev/null 2>&1
counted=$(hash_of county)
list clone Bert 12 梁志明
stolen=$building
on clone export "$stick/stolen.louce" --to township_clerk --all --as Bert >/dev/null 2>&1
refuses revoke__refuses__an_inspector 3 "only a county officer" on village revoke Bert --reason stolen --as Anna
refuses revoke__refuses__without_a_reason 3 "say why" on county revoke Bert --as O1
refuses revoke__refuses__a_receipt_to_come 3 "there is no county receipt" on county revoke Bert --reason stolen --receipt 999 --as O1
refuses revoke__refuses__an_unknown_person 3 "no standing credential" on county revoke Zoe --reason stolen --as O1
does revoke__takes__a_credential_back on county revoke Bert --reason stolen --as O1
holds revoke__keeps__what_was_delivered [ "$counted" = "$(hash_of county)" ]
on county import "$stick/stolen.louce" >"$work/out" 2>&1
holds revoke__keeps_out__what_came_later says "nothing says that this was signed before"
on county history "$stolen" --json >"$work/out" 2>&1
holds history__says__it_does_not_count says '"counts":false'
on county export "$stick/revoked.louce" --as O1 >/dev/null 2>&1
on clone import "$stick/revoked.louce" >/dev/null 2>&1
refuses unlock__refuses__who_was_revoked 3 "revoked" on clone fill --new listing --data "$work/listing.json" --as Bert
# an issuer: what may give rights waits for the officers, and is written once
keys town Ida
on town request Ida --role township_clerk --area 451224204 --issues inspector --issues village_secretary >"$work/request" 2>&1
asked=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")
on town export "$stick/ida.louce" --to county_officer --as Clara >/dev/null 2>&1
on county import "$stick/ida.louce" --as O1 >/dev/null 2>&1
refuses issue__refuses__who_may_not_give_it 3 "not yours to give" on town issue "$asked" --as Clara
does issue__of_an_issuer__is_written on county issue "$asked" --as O1
does endorse__lists__what_waits on county endorse
holds endorse__says__of_whom_and_how_many says "Ida may give others the right to sign  (1 of 2 agreed)"
step=$(sed -n 's/ .*//p' "$work/out" | head -n 1)
refuses issue__refuses__what_was_granted 3 "already" on county issue "$asked" --as O1
refuses endorse__refuses__twice 3 "you agreed to this already" on county endorse "$step" --as O1
on county export "$stick/waits.louce" --to Clara --as O1 >/dev/null 2>&1
on town import "$stick/waits.louce" >/dev/null 2>&1
refuses endorse__refuses__who_is_no_officer 3 "only the county's officers" on town endorse "$step" --as Clara
does endorse__puts_in_force__an_issuer on county endorse "$step" --as O2
holds endorse__says__what_was_agreed_to says "Agreed to: Ida may give others the right to sign"
holds endorse__says__that_it_has_its_effect says "It has its effect now."
refuses endorse__refuses__what_does_not_wait 3 "does not wait" on county endorse "$step" --as O2
on county export "$stick/issuer.louce" --to Ida --as O1 >/dev/null 2>&1
on town import "$stick/issuer.louce" >/dev/null 2>&1
keys village Emil
on village request Emil --role inspector --area $village >"$work/request" 2>&1
asked=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")
on village export "$stick/emil.louce" --as Emil >/dev/null 2>&1
on town import "$stick/emil.louce" >/dev/null 2>&1
does issuer__gives__what_he_may on town issue "$asked" --as Ida
# another person of that name: nothing goes to both without a word
keys town Emil
on town request Emil --role inspector --area $village >"$work/request" 2>&1
asked=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")
on town issue "$asked" --sure --as Ida >/dev/null 2>&1
refuses export__refuses__a_name_of_two_people 3 '"Emil" fits more than one person: ' on town export "$stick/emil2.louce" --to Emil --as Clara
number=$(sed -n 's/.*more than one person: Emil \([0-9a-f]*\) .*/\1/p' "$work/out")
fails export__refused__writes_a_file [ -e "$stick/emil2.louce" ]
does export__takes__the_number_of_one on town export "$stick/emil2.louce" --to "$number" --as Clara

# new officers: O4 comes, O2 goes. Those of before and those of after agree; until then O4 can agree to that and do nothing else.
keys county O4
on county request O4 --role county_officer --area 451224 --issues inspector --issues township_clerk --portable >/dev/null 2>&1
refuses officers__refuse__who_did_not_ask 3 "has not asked to be one" on county officers --officer O1 --officer Zoe --as O1
refuses officers__refuse__a_signer_who_leaves 3 "must be an officer afterwards" on county officers --officer O2 --officer O3 --officer O4 --as O1
refuses officers__refuse__a_threshold_beyond_them 3 "a county has one officer, or three and more" on county officers --officer O1 --threshold 2 --as O1
refuses officers__refuse__two 3 "a county has one officer, or three and more" on county officers --officer O1 --officer O4 --as O1
refuses officers__refuse__a_receiver_that_nobody_is_for 3 "nobody named has a right for just the laptop" on county officers --officer O2 --officer O3 --officer O4 --as O2
refuses officers__refuse__an_inspector 3 "only the county's officers" on village officers --officer O1 --as Anna
refuses unlock__refuses__who_is_no_officer_yet 3 "has not come yet; take in the file that the office gives back" on county receipt --as O4
does officers__are_named__anew on county officers --officer O1 --officer O3 --officer O4 --as O1
holds officers__say__what_lacks says "until enough officers of before and of after agree"
step=$(sed -n "s,.*louce endorse \([0-9a-f]*\) .*,\1,p" "$work/out")
refuses new_officer__does__nothing_else 3 "you may only agree to that" on county officers --officer O1 --as O4
does new_officer__agrees on county endorse "$step" --as O4
does new_officer__carries__that_to_the_others on county export "$stick/x.louce" --as O4
on county endorse >"$work/out" 2>&1
holds endorse__counts__before_and_after says "(1 of 2 agreed)  (of the new ones 2 of 2)"
does officer_of_before__agrees on county endorse "$step" --as O2
on county endorse >"$work/out" 2>&1
fails endorse__lists__nothing_more says "$step"
does new_officer__signs on county receipt --as O4
on county export "$stick/officers.louce" --as O1 >/dev/null 2>&1
on town import "$stick/officers.louce" >/dev/null 2>&1
holds officers__change__the_state_for_all same_hash town county

refuses revoke__refuses__an_officer 3 "only new officers, whom enough of the old agree to" on county revoke O3 --reason retired --as O1
refuses unlock__refuses__an_officer_who_was_let_go 3 "revoked" on county receipt --as O2
does revoke__of_an_issuer__waits on county revoke Ida --reason retired --as O1
holds revoke__of_an_issuer__names_how_many says "without effect until 1 more officer agrees"
code=$(sed -n "s,.*louce endorse \([0-9a-f]*\) .*,\1,p" "$work/out")
does revoke__of_an_issuer__is_endorsed on county endorse "$code" --as O3

# who has left: where the county's receipts are written, today's comes first, and nothing is lost
list village Anna 16 罗永贵
on village export "$stick/leaves.louce" --to township_clerk --all --as Anna >/dev/null 2>&1
on county import "$stick/leaves.louce" >/dev/null 2>&1 # nobody is unlocked: no receipt of it yet
counted=$(hash_of county)
does revoke__of_who_left__writes_the_receipt_first on county revoke Anna --reason retired --as O1
holds revoke__of_who_left__loses_nothing [ "$counted" = "$(hash_of county)" ]
# what was signed before, and came late: another word in the place of that one lets it in
list village Anna 17 韦冬梅
late=$building
on village export "$stick/late.louce" --to township_clerk --all --overwrite --as Anna >/dev/null 2>&1
on county import "$stick/late.louce" >"$work/out" 2>&1
holds revoke__keeps_out__what_came_late says "nothing says that this was signed before"
refuses revoke__refuses__a_second_word_that_replaces_none 3 "was taken back already" on county revoke Anna --reason retired --as O1
on county export "$stick/learns.louce" --to Clara --as O1 >/dev/null 2>&1
on town import "$stick/learns.louce" >/dev/null 2>&1
refuses revoke__refuses__who_may_not_replace 3 "only a county officer" on town revoke Anna --reason retired --again --as Clara
refuses revoke__asks__before_it_replaces 3 "nothing was done" on county revoke Anna --reason retired --again --as O1
holds revoke__says__what_it_lets_in grep -qE "Of these [1-9][0-9]* that do not count now will count, and 0 that count now will not" "$work/out"
does revoke__replaces__the_word_before on county revoke Anna --reason retired --again --yes --as O1
on county history "$late" --json >"$work/out" 2>&1
fails late_work__counts__after_that says '"counts":false'
on county export "$stick/replaced.louce" --as O1 >/dev/null 2>&1
on village import "$stick/replaced.louce" >/dev/null 2>&1
on village history "$late" --json >"$work/out" 2>&1
fails late_work__counts__at_home_too says '"counts":false'
refuses unlock__refuses__whose_right_was_taken_back_still 3 "revoked" on village fill --new listing --data "$work/listing.json" --as Anna
# a stolen key: alone an officer fells more, and lets nothing in
on county revoke Bert --reason retired --again --yes --as O1 >"$work/out" 2>&1
holds revoke__of_a_stolen_key__holds_and_lets_nothing_in_yet says "It holds now, beside the word before. What it lets in counts when 1 more officer agrees"
code=$(sed -n "s,.*louce endorse \([0-9a-f]*\) .*,\1,p" "$work/out")
on county history "$stolen" --json >"$work/out" 2>&1
holds stolen_work__does_not_count__yet says '"counts":false'
does revoke__of_a_stolen_key__is_endorsed on county endorse "$code" --as O3
on county history "$stolen" --json >"$work/out" 2>&1
fails stolen_work__counts__when_they_agree says '"counts":false'
for laptop in county town village clone; do
	does "verify__proves__$laptop" on $laptop verify "$work/$laptop/w.louce"
done
echo "1..$n"
